//! The pages of decisions: the list, one decision with its facts masked, the same in clear for a purpose, and both ways of working it out again.

use anye_base::world::china_minute;
use anye_base::{Fault, Lang};
use anye_web::extract::{Form, Paging};
use anye_web::{Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;

use super::compare::Difference;
use super::model::Kept;
use super::replay::Again;
use super::{Filter, list as listing, look, mask, offered, open as opening, replay as replaying};
use crate::Policy;
use crate::choice::Choice;
use crate::desk::{errors, is_shown, with_status};
use crate::fen::yuan;
use crate::version::Asking;

/// How a decision can come out.
const OUTCOMES: [&str; 7] = ["granted", "refused", "not_in_force", "excluded", "needs", "conflict", "error"];

/// What the reader asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    place: String,
    rule: String,
    outcome: String,
    from: String,
    to: String,
}

impl Wanted {
    fn filter(&self) -> Filter {
        let some = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Filter {
            place: some(&self.place),
            rule: some(&self.rule),
            outcome: some(&self.outcome),
            from: some(&self.from),
            to: some(&self.to),
        }
    }

    fn address(&self, cursor: &str) -> String {
        let all = [
            ("place", self.place.as_str()),
            ("rule", &self.rule),
            ("outcome", &self.outcome),
            ("from", &self.from),
            ("to", &self.to),
            ("cursor", cursor),
        ];
        let kept: Vec<_> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        match serde_urlencoded::to_string(kept) {
            Ok(query) if !query.is_empty() => format!("/law/decisions?{query}"),
            _ => "/law/decisions".to_owned(),
        }
    }
}

struct Row {
    href: String,
    rule: String,
    subject: String,
    place: String,
    on: String,
    outcome: String,
    tag: &'static str,
    amount: String,
    made: String,
    superseded: bool,
}

impl Row {
    fn of(policy: &Policy, frame: &Frame, one: &Kept) -> Self {
        Self {
            href: format!("/law/decisions/{}", one.id),
            rule: rule_name(policy, &frame.texts, one),
            subject: format!(
                "{} {}",
                kind_name(policy, frame, &one.subject_kind),
                mask::name(&one.subject_id)
            ),
            place: policy.core.place_in(&one.place, frame.as_of, frame.texts.lang),
            on: one.on.clone(),
            outcome: frame.t(&format!("decision-outcome-{}", one.outcome)),
            tag: tag(&one.outcome),
            amount: one.amount_fen.map(yuan).unwrap_or_default(),
            made: format!("{} {}", one.made_name, china_minute(one.made_at)),
            superseded: one.superseded_by.is_some(),
        }
    }
}

fn tag(outcome: &str) -> &'static str {
    match outcome {
        "granted" => "tag-done",
        "needs" => "tag-doubt",
        _ => "tag-stop",
    }
}

fn rule_name(policy: &Policy, texts: &Texts, one: &Kept) -> String {
    let rule = policy.rule(&one.rule).map(|id| policy.book().rule(id));
    match rule {
        Some(rule) if texts.lang == Lang::En && !rule.english.is_empty() => rule.english.clone(),
        _ => one.rule_name.clone(),
    }
}

fn kind_name(policy: &Policy, frame: &Frame, kind: &str) -> String {
    let found = policy.book().find_kind(kind);
    found.map_or_else(|| kind.to_owned(), |kind| policy.kind_name(kind, frame.texts.lang == Lang::Zh))
}

#[derive(Template)]
#[template(path = "law_decisions.html")]
struct ListPage {
    frame: Frame,
    sentence: String,
    wanted: Wanted,
    places: Vec<Choice>,
    outcomes: Vec<Choice>,
    rows: Vec<Row>,
    next: Option<String>,
}

/// Answers `GET /law/decisions`.
pub async fn list(
    State(policy): State<Policy>,
    visitor: Visitor,
    paging: Paging,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&policy.core, &visitor);
    let caller = asking.caller(None);
    let found = listing(&policy, &caller, &wanted.filter(), paging.cursor.as_ref(), paging.limit).await?;
    let frame = Frame::new(&policy.core, &visitor, &wanted.address(""), visitor.texts.t("decisions-title"))
        .under(visitor.texts.t("law-desk-title"), "/law");
    let mut places = vec![Choice::new("", frame.t("law-any-place"), &wanted.place)];
    for code in offered(&policy, &caller).await? {
        places.push(Choice::new(
            &code,
            policy.core.place_in(&code, frame.as_of, frame.texts.lang),
            &wanted.place,
        ));
    }
    Ok(page(&ListPage {
        sentence: frame.t1("decisions-state", "n", found.items.len()),
        places,
        outcomes: crate::choice::worded(
            &frame,
            "decision-any-outcome",
            "decision-outcome",
            &OUTCOMES,
            &wanted.outcome,
        ),
        rows: found.items.iter().map(|one| Row::of(&policy, &frame, one)).collect(),
        next: found.next.as_ref().map(|cursor| wanted.address(&cursor.encode())),
        wanted,
        frame,
    }))
}

/// A clause on the page.
struct Clause {
    number: String,
    text: String,
    label: String,
    state: String,
    word: String,
    basis: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "law_decision.html")]
struct ShowPage {
    frame: Frame,
    sentence: String,
    id: String,
    facts: Vec<(String, String)>,
    clauses: Vec<Clause>,
    supersedes: Option<String>,
    superseded_by: Option<String>,
    given: String,
    text: String,
    /// The facts are in clear.
    clear: bool,
    errors: Vec<String>,
}

/// Answers `GET /law/decisions/{id}`.
pub async fn show(
    State(policy): State<Policy>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&policy.core, &visitor);
    let one = look(&policy, &asking.caller(None), &id).await?;
    Ok(page(&shown(&policy, &visitor, &one, false, None)))
}

/// The form.
#[derive(Debug, Deserialize)]
pub struct Purpose {
    #[serde(default)]
    purpose: String,
}

/// Answers `POST /law/decisions/{id}`: the same page with the facts in clear.
pub async fn open(
    State(policy): State<Policy>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Purpose>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&policy.core, &visitor);
    let caller = asking.caller(None);
    match opening(&policy, &caller, &id, &form.data.purpose).await {
        Ok(one) => Ok(page(&shown(&policy, &visitor, &one, true, None))),
        Err(fault) if is_shown(&fault) => {
            let one = look(&policy, &caller, &id).await?;
            Ok(with_status(page(&shown(&policy, &visitor, &one, false, Some(&fault))), Some(&fault)))
        }
        Err(fault) => Err(fault.into()),
    }
}

fn shown(policy: &Policy, visitor: &Visitor, one: &Kept, clear: bool, fault: Option<&Fault>) -> ShowPage {
    let here = format!("/law/decisions/{}", one.id);
    let title = visitor.texts.t1("decision-title", "rule", rule_name(policy, &visitor.texts, one));
    let frame = Frame::new(&policy.core, visitor, &here, title)
        .under(visitor.texts.t("law-desk-title"), "/law")
        .under(visitor.texts.t("decisions-title"), "/law/decisions");
    let (facts, answer) = if clear {
        (one.facts.clone(), one.answer.clone())
    } else {
        (mask::facts(&one.facts), mask::answer(&one.answer))
    };
    let decision = &answer["decisions"][0];
    let amount = one.amount_fen.map(|fen| frame.t1("decision-yuan", "yuan", yuan(fen)));
    let word = frame.t(&format!("decision-outcome-{}", one.outcome));
    let link = |id: &Option<String>| id.as_ref().map(|id| format!("/law/decisions/{id}"));
    ShowPage {
        sentence: [Some(word), amount].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        id: one.id.clone(),
        facts: about(policy, &frame, one, decision, clear),
        clauses: clauses(&frame.texts, decision),
        supersedes: link(&one.supersedes),
        superseded_by: link(&one.superseded_by),
        given: serde_json::to_string_pretty(&facts).unwrap_or_default(),
        text: decision["text"].as_str().unwrap_or_default().to_owned(),
        clear,
        errors: errors(&frame.texts, fault),
        frame,
    }
}

fn about(policy: &Policy, frame: &Frame, one: &Kept, decision: &Value, clear: bool) -> Vec<(String, String)> {
    let subject = if clear { one.subject_id.clone() } else { mask::name(&one.subject_id) };
    let say = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let mut all = vec![
        (frame.t("law-rule"), rule_name(policy, &frame.texts, one)),
        (frame.t("decision-subject"), format!("{} {subject}", kind_name(policy, frame, &one.subject_kind))),
        (frame.t("law-place"), policy.core.place_in(&one.place, frame.as_of, frame.texts.lang)),
        (frame.t("decision-on"), one.on.clone()),
        (frame.t("decision-known"), one.known.clone().unwrap_or_default()),
        (frame.t("decision-months"), say(&decision["months"])),
        (frame.t("decision-starts"), say(&decision["starts"])),
        (frame.t("decision-ends"), say(&decision["ends"])),
        (frame.t("decision-fund"), say(&decision["fund"])),
    ];
    for part in decision["split"].as_array().map_or(&[][..], Vec::as_slice) {
        all.push((say(&part["who"]), frame.t1("decision-yuan", "yuan", say(&part["amount"]))));
    }
    all.push((frame.t("decision-needs"), missing(frame, decision)));
    let by = &decision["why"]["excluded"];
    all.push((frame.t("decision-excluded"), say(&by["rule"]["name"])));
    all.push((frame.t("decision-group"), say(&by["group"])));
    all.push((frame.t("decision-made"), format!("{} {}", one.made_name, china_minute(one.made_at))));
    let short: String = one.version.chars().take(12).collect();
    let key = if one.version_id.is_some() { "decision-book-published" } else { "decision-book-not" };
    all.push((frame.t("decision-book"), frame.t1(key, "version", short)));
    all.push(("SM3".to_owned(), one.book.clone()));
    all.retain(|(_, value)| !value.is_empty());
    all
}

/// What is missing, by name.
fn missing(frame: &Frame, decision: &Value) -> String {
    let needs = decision["why"]["needs"].as_array().map_or(&[][..], Vec::as_slice);
    let name = |need: &Value| {
        let of = |key: &str| need[key].as_str().unwrap_or_default().to_owned();
        let english = of("english");
        if frame.texts.lang == Lang::En && !english.is_empty() { english } else { of("name") }
    };
    needs.iter().map(name).collect::<Vec<_>>().join(&frame.t("decision-comma"))
}

fn clauses(texts: &Texts, decision: &Value) -> Vec<Clause> {
    let all = decision["clauses"].as_array().map_or(&[][..], Vec::as_slice);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let one = |clause: &Value| {
        let basis = clause["basis"].as_array().map_or(&[][..], Vec::as_slice);
        let state = text(&clause["status"]);
        Clause {
            number: clause["number"].to_string(),
            text: text(&clause["text"]),
            label: text(&clause["label"]),
            word: texts.t(&format!("decision-clause-{state}")),
            basis: basis.iter().map(|cite| text(&cite["text"])).collect::<Vec<_>>().join(" · "),
            reason: text(&clause["reason"]),
            state,
        }
    };
    all.iter().map(one).collect()
}

/// One of the two ways, on the page.
struct Column {
    title: String,
    same: bool,
    said: String,
    rows: Vec<(String, String, String)>,
    version: String,
}

#[derive(Template)]
#[template(path = "law_replay.html")]
struct ReplayPage {
    frame: Frame,
    sentence: String,
    columns: Vec<Column>,
}

/// Answers `GET /law/decisions/{id}/replay`.
pub async fn replay(
    State(policy): State<Policy>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&policy.core, &visitor);
    let both = replaying(&policy, &asking.caller(None), &id).await?;
    let above = format!("/law/decisions/{id}");
    let title = visitor.texts.t1("decision-title", "rule", rule_name(&policy, &visitor.texts, &both.kept));
    let frame =
        Frame::new(&policy.core, &visitor, &format!("{above}/replay"), visitor.texts.t("replay-title"))
            .under(visitor.texts.t("law-desk-title"), "/law")
            .under(visitor.texts.t("decisions-title"), "/law/decisions")
            .under(title, above);
    let then = column(&frame.texts, &both.then, "replay-then");
    let now = column(&frame.texts, &both.now, "replay-now");
    let sentence = if then.same { frame.t("replay-state-same") } else { frame.t("replay-state-differs") };
    Ok(page(&ReplayPage { sentence, columns: vec![then, now], frame }))
}

fn column(texts: &Texts, again: &Again, key: &str) -> Column {
    let said = match &again.gist {
        Err(fault) => texts.fault(fault),
        Ok(_) if again.differences.is_empty() => texts.t("replay-same"),
        Ok(_) => texts.t1("replay-differs", "n", again.differences.len()),
    };
    Column {
        title: texts.t(key),
        same: again.is_same(),
        said,
        rows: again.differences.iter().map(|one| row(texts, one)).collect(),
        version: again.version.chars().take(12).collect(),
    }
}

fn row(texts: &Texts, one: &Difference) -> (String, String, String) {
    let what = match one.what.as_str() {
        "clause" => one.clause.clone(),
        what => texts.t(&format!("replay-what-{what}")),
    };
    let say = |text: &str| match (one.what.as_str(), text) {
        (_, "") => texts.t("replay-absent"),
        ("amount", fen) => {
            fen.parse().map(|fen| texts.t1("decision-yuan", "yuan", yuan(fen))).unwrap_or_default()
        }
        ("outcome", word) => texts.t(&format!("decision-outcome-{word}")),
        ("clause", word) => texts.t(&format!("decision-clause-{word}")),
        // Whom it is paid to is a name.
        ("payee", name) => mask::name(name),
        (_, text) => text.to_owned(),
    };
    (what, say(&one.before), say(&one.after))
}
