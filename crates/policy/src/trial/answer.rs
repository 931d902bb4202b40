//! What comes out of a trial, with every clause, what was read for it and what is missing. It must never show an answer to facts that were not understood.

use anye_base::Lang;
use anye_law::book::RuleId;
use anye_law::decide::answer::{Decision, show as say};
use anye_law::decide::{FactError, Outcome, Query, Status, decide};
use anye_web::{Frame, Visitor};

use super::draft::{Draft, SUBJECT};
use crate::Policy;
use crate::plain::Plain;

/// Something that keeps the case from being decided.
pub struct Wrong {
    /// The field in the page, empty where it is none.
    pub at: String,
    /// What is wrong.
    pub text: String,
}

/// A clause as it stands.
pub struct ClauseRow {
    /// Its number.
    pub number: u32,
    /// The same in a circle.
    pub circled: String,
    /// In words.
    pub text: String,
    /// held, failed, unknown.
    pub state: &'static str,
    /// The same in the reader's words.
    pub said: String,
    /// What was read.
    pub values: String,
}

/// What came out.
#[derive(Default)]
pub struct Answer {
    /// What is wrong with the case; when there is something, nothing else is filled.
    pub wrong: Vec<Wrong>,
    /// granted, refused …
    pub state: &'static str,
    /// The same in the reader's words.
    pub said: String,
    /// The decision in one line.
    pub line: String,
    /// What is given: label and value.
    pub given: Vec<(String, String)>,
    /// The clauses.
    pub clauses: Vec<ClauseRow>,
    /// What is missing: where in the form, and in words.
    pub needs: Vec<(String, String)>,
    /// Clause numbers with their states, for the marks beside the text.
    pub marks: String,
}

/// Decides a draft.
pub fn answer(policy: &Policy, visitor: &Visitor, frame: &Frame, rule: RuleId, draft: &Draft) -> Answer {
    let book = policy.book();
    let chinese = visitor.lang() == Lang::Zh;
    let wrong = |wrong: Vec<Wrong>| Answer { wrong, ..Answer::default() };
    let (on, known) = match draft.days() {
        Ok(days) => days,
        Err(at) => return wrong(vec![Wrong { at: at.to_owned(), text: frame.t("error-law_day") }]),
    };
    let facts = match draft.facts(book, rule, on) {
        Ok(facts) => facts,
        Err(errors) => return wrong(errors.iter().map(|error| fault(error, chinese)).collect()),
    };
    let query = Query { benefit: Some(rule), known, english: !chinese, undecided: true };
    let decided = decide(book, &facts, &query);
    let decision = match decided {
        Ok(found) => found.decisions.into_iter().find(|one| one.subject.id == SUBJECT),
        Err(error) => return wrong(vec![fault(&error, chinese)]),
    };
    let Some(decision) = decision else {
        return wrong(vec![Wrong { at: String::new(), text: frame.t("law-try-none") }]);
    };
    shown(policy, visitor, frame, rule, &decision)
}

/// A mistake with the field it is in.
fn fault(error: &FactError, chinese: bool) -> Wrong {
    let steps: Vec<&str> = error.path.split('.').collect();
    let at = match steps.as_slice() {
        ["parameters", param, ..] => format!("p-{param}"),
        ["ledger", at, part, ..] => {
            format!(
                "l-{at}-{}",
                if *part == "benefit" {
                    "rule"
                } else if *part == "subject" {
                    "of"
                } else {
                    part
                }
            )
        }
        ["ledger", at] => format!("l-{at}-rule"),
        [kind, id, field, ..] => format!("f-{kind}-{}-{field}", id.split('-').next().unwrap_or_default()),
        ["place"] => "place".to_owned(),
        _ => String::new(),
    };
    Wrong { at, text: if chinese { error.zh.clone() } else { error.en.clone() } }
}

fn shown(policy: &Policy, visitor: &Visitor, frame: &Frame, rule: RuleId, decision: &Decision) -> Answer {
    let book = policy.book();
    let chinese = visitor.lang() == Lang::Zh;
    let plain = Plain { book, rule: book.rule(rule), chinese };
    let (state, key) = match decision.outcome {
        Outcome::Granted => ("granted", "law-try-granted"),
        Outcome::Refused => ("refused", "law-try-refused"),
        Outcome::NotInForce => ("past", "law-try-not-in-force"),
        Outcome::Excluded => ("refused", "law-try-excluded"),
        Outcome::Needs => ("needs", "law-try-needs"),
        Outcome::Conflict => ("needs", "law-try-conflict"),
        Outcome::Error => ("needs", "law-try-error"),
    };
    let clause = |one: &anye_law::decide::answer::ClauseState| {
        let (state, key) = match one.status {
            Status::Held => ("held", "law-try-held"),
            Status::Failed => ("failed", "law-try-failed"),
            Status::Unknown => ("unknown", "law-try-open"),
            Status::Fault => ("unknown", "law-try-error"),
        };
        let test = book.rule(rule).clauses.iter().find(|it| it.number == one.number);
        let text = match (chinese && !one.label.is_empty(), test) {
            (true, _) => one.label.clone(),
            (false, Some(test)) => plain.say(test.test),
            (false, None) => one.text.clone(),
        };
        let values = one.values.join(if chinese { "，" } else { ", " });
        ClauseRow {
            number: one.number,
            circled: say::circled(one.number),
            text,
            state,
            said: frame.t(key),
            values: if chinese { values } else { crate::plain::spaced(&values) },
        }
    };
    let clauses: Vec<ClauseRow> = decision.clauses.iter().map(clause).collect();
    let marks: Vec<String> = clauses.iter().map(|one| format!("{}={}", one.number, one.state)).collect();
    Answer {
        wrong: Vec::new(),
        state,
        said: frame.t(key),
        line: line(frame, chinese, state, decision, &clauses),
        given: given(frame, chinese, decision),
        marks: marks.join(" "),
        clauses,
        needs: decision.why.needs.iter().map(|need| (anchor(need), need.text.clone())).collect(),
    }
}

/// The decision in one line. Rule and thing are named by the page itself, and what is missing is listed below.
fn line(frame: &Frame, chinese: bool, state: &str, decision: &Decision, clauses: &[ClauseRow]) -> String {
    if state == "needs" {
        return String::new();
    }
    if decision.outcome == Outcome::Refused && !chinese {
        let failed = clauses.iter().filter(|one| decision.why.failed.contains(&one.number));
        let said = |one: &ClauseRow| {
            let text = format!("{} {}", one.circled, one.text);
            frame.t2("law-clause-failed", "text", text, "values", &one.values)
        };
        return failed.map(said).collect::<Vec<_>>().join(" · ");
    }
    decision.text.splitn(4, " · ").nth(3).unwrap_or_default().to_owned()
}

/// Where a missing fact is typed.
fn anchor(need: &anye_law::decide::answer::NeedRef) -> String {
    match (need.what, &need.kind, &need.id) {
        ("parameter", ..) => format!("p-{}", need.field),
        ("field", Some(kind), Some(id)) => {
            format!("f-{kind}-{}-{}", id.split('-').next().unwrap_or_default(), need.field)
        }
        ("choice", ..) => format!("c-{}", need.field),
        _ => String::new(),
    }
}

fn given(frame: &Frame, chinese: bool, decision: &Decision) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut put = |key: &str, value: Option<String>| all.extend(value.map(|value| (frame.t(key), value)));
    let key = if decision.capped { "law-given-capped" } else { "law-given-amount" };
    put("law-amount", decision.amount.as_ref().map(|yuan| frame.t1(key, "yuan", yuan)));
    let months = decision.months.as_ref();
    let months = months.map(|months| months.as_str().map_or_else(|| months.to_string(), str::to_owned));
    put("law-months", months.map(|months| frame.t1("law-given-months", "n", months)));
    put("law-starts", decision.starts.map(|day| day.to_string()));
    put("law-ends", decision.ends.map(|day| day.to_string()));
    put("law-try-rank", decision.rank.map(|rank| rank.to_string()));
    put("law-funds", decision.fund.clone());
    let parts: Vec<String> = decision
        .split
        .iter()
        .map(|part| format!("{} {}", part.who, frame.t1("law-given-amount", "yuan", &part.amount)))
        .collect();
    put("law-shares", Some(parts.join(" · ")).filter(|text| !text.is_empty()));
    for output in &decision.outputs {
        let english = !chinese && !output.id.is_empty();
        let name = if english { crate::plain::spaced(&output.id) } else { output.name.clone() };
        all.push((name, output.text.clone()));
    }
    if let Some(day) = decision.base_day {
        all.push((frame.t("law-try-base-day"), day.to_string()));
    }
    all
}
