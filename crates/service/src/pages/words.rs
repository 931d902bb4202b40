//! Words of programmes on pages: names in the reader's language, values as people read them. It must never show what is sealed.

use anye_base::Lang;
use anye_base::world::china_minute;
use anye_forms::{Cite, Words};
use anye_law::decide::Decision;
use anye_programmes::{Span, SpanUnit};
use anye_web::Texts;

use crate::form::{Ask, Input};
use crate::model::Stand;

/// In the reader's language; the other where there is none.
pub(super) fn said(texts: &Texts, words: &Words) -> String {
    let own = texts.lang.pick(&words.zh, &words.en);
    (if own.is_empty() { texts.lang.pick(&words.en, &words.zh) } else { own }).to_owned()
}

/// A pair of both languages.
pub(super) fn pair(texts: &Texts, words: &(String, String)) -> String {
    texts.lang.pick(&words.0, &words.1).to_owned()
}

/// How far a case is, with the class of its tag.
pub(super) fn stand(texts: &Texts, stand: Stand) -> (String, &'static str) {
    let class = match stand {
        Stand::Granted => "tag-done",
        Stand::Refused | Stand::Rejected | Stand::Held => "tag-stop",
        Stand::Asked | Stand::Second => "tag-due",
        _ => "tag-doubt",
    };
    (texts.t(&format!("service-stand-{}", stand.word())), class)
}

/// A length of time.
pub(super) fn span(texts: &Texts, span: Span) -> String {
    let unit = match span.unit {
        SpanUnit::Hour => "hours",
        SpanUnit::Day => "days",
        SpanUnit::WorkingDay => "working-days",
        SpanUnit::Month => "months",
    };
    texts.t1(&format!("service-span-{unit}"), "n", span.n)
}

/// A document and an article of it.
pub(super) fn cite(one: &Cite) -> (String, String) {
    let href = if one.article.is_empty() {
        format!("/pack/{}", one.document)
    } else {
        format!("/pack/{}#a{}", one.document, one.article.replace('.', "-"))
    };
    (one.to_string().replace('/', " "), href)
}

/// A time for people.
pub(super) fn minute(at: i64) -> String {
    china_minute(at)
}

/// The day of a time for people.
pub(super) fn day(at: i64) -> String {
    crate::due::day_of(at).to_string()
}

/// Fen as yuan.
pub(super) fn yuan(texts: &Texts, fen: i64) -> String {
    texts.t1("service-yuan", "n", anye_policy::yuan(fen))
}

/// An answer as people read it.
pub(super) fn value(texts: &Texts, ask: &Ask, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    match &ask.input {
        Input::Choice { members } => {
            let found = members.iter().find(|(id, ..)| id == text || same_truth(id, text));
            found.map_or_else(|| text.to_owned(), |(_, zh, en)| texts.lang.pick(zh, en).to_owned())
        }
        Input::Number { zh, en } => format!("{text} {}", texts.lang.pick(zh, en)).trim().to_owned(),
        _ => text.to_owned(),
    }
}

/// Yes and no are written in two ways.
pub(super) fn same_truth(id: &str, text: &str) -> bool {
    matches!((id, text), ("yes", "true") | ("no", "false") | ("true", "yes") | ("false", "no"))
}

/// A known value as text.
pub(super) fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Whether the reader reads Chinese.
pub(super) fn chinese(texts: &Texts) -> bool {
    texts.lang == Lang::Zh
}

/// What a decision says in words: the money where it is granted, the conditions that fail, what is not known, what it may not be had with.
pub(super) fn law_says(texts: &Texts, decision: &Decision, outcome: Option<bool>) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(fen) = decision.amount_fen.filter(|_| outcome == Some(true)) {
        said.push(yuan(texts, fen));
    }
    let failed = decision.clauses.iter().filter(|one| decision.why.failed.contains(&one.number));
    said.extend(failed.map(|one| one.reason.clone()));
    said.extend(decision.why.needs.iter().map(|one| one.text.clone()));
    said.extend(decision.why.excluded.iter().map(|one| one.text.clone()));
    said
}
