//! Words of programmes on pages: names in the reader's language, values as people read them. It must never show what is sealed.

use anye_base::Lang;
use anye_base::world::china_minute;
use anye_forms::{Cite, Words};
use anye_law::decide::{Decision, NeedRef, Outcome};
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
        Input::Choices { members } => {
            let name = |one: &str| {
                let found = members.iter().find(|(id, ..)| id == one);
                found.map_or_else(|| one.to_owned(), |(_, zh, en)| texts.lang.pick(zh, en).to_owned())
            };
            let names: Vec<String> = text.split('、').map(name).collect();
            names.join(texts.lang.pick("、", ", "))
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

/// What a decision says in words: the money where it is granted; else the conditions that fail, what it may not be had with, that its time is over, or what is not known yet.
pub(super) fn law_says(texts: &Texts, decision: &Decision, outcome: Option<bool>) -> Vec<String> {
    if outcome == Some(true) {
        return decision.amount_fen.map(|fen| yuan(texts, fen)).into_iter().collect();
    }
    let failed = decision.clauses.iter().filter(|one| decision.why.failed.contains(&one.number));
    let mut said: Vec<String> = failed.map(|one| one.reason.clone()).collect();
    said.extend(decision.why.excluded.iter().map(|one| one.text.clone()));
    if decision.outcome == Outcome::NotInForce {
        said.push(texts.t("service-not-in-force"));
    }
    if !said.is_empty() {
        return said;
    }
    for (key, set) in [("service-needs", false), ("service-needs-set", true)] {
        let needs = decision.why.needs.iter().filter(|need| need.parameter == set);
        let names: Vec<String> = needs.map(|need| need_name(texts, need)).collect();
        if !names.is_empty() {
            said.push(texts.t1(key, "what", names.join(texts.lang.pick("、", ", "))));
        }
    }
    said
}

/// What is needed, by its name: which thing of the file it belongs to says nothing to anybody.
fn need_name(texts: &Texts, need: &NeedRef) -> String {
    match texts.lang {
        Lang::Zh => need.name.clone(),
        Lang::En if need.english.is_empty() => need.field.replace('_', " "),
        Lang::En => need.english.clone(),
    }
}
