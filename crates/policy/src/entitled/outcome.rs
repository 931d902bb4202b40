//! The result as it is shown: granted, possible, not, each with why and what next. It must never turn a doubt into a promise.

use anye_law::book::RuleId;
use anye_law::decide::Outcome;
use anye_law::decide::Status;
use anye_law::decide::answer::NeedRef;
use anye_web::{Frame, Visitor};

use super::run::{Found, Run};
use crate::Policy;
use crate::browse::{RuleLink, link};
use crate::cite::{Cited, cited};

/// So many open points are named for one benefit.
const MOST_NEEDS: usize = 5;

/// One benefit of the result.
pub struct Line {
    /// The rule.
    pub rule: RuleLink,
    /// What is given, or what it depends on, or why not.
    pub points: Vec<String>,
    /// Papers to bring.
    pub papers: Vec<String>,
    /// Where to apply.
    pub apply_at: Option<String>,
    /// Its articles.
    pub basis: Vec<Cited>,
    /// What else to try.
    pub instead: Vec<RuleLink>,
}

/// The three answers.
#[derive(Default)]
pub struct Result {
    /// Granted.
    pub granted: Vec<Line>,
    /// Depends on something.
    pub possible: Vec<Line>,
    /// A clause does not hold, or something excludes it.
    pub refused: Vec<Line>,
    /// Not in force on that day.
    pub past: Vec<Line>,
}

/// Sorts the decisions into the answers.
pub fn result(policy: &Policy, visitor: &Visitor, frame: &Frame, run: &Run) -> Result {
    let mut all = Result::default();
    for found in &run.found {
        let line = |points: Vec<String>| line(policy, visitor, found, points);
        match found.decision.outcome {
            Outcome::NotInForce => all.past.push(line(vec![found.decision.text.clone()])),
            _ if found.counts_records => all.possible.push(line(vec![frame.t("law-office-counts")])),
            Outcome::Granted => all.granted.push(line(given(frame, found))),
            Outcome::Needs => all.possible.push(line(needs(policy, frame, found))),
            Outcome::Refused => all.refused.push(line(failed(found))),
            _ => all.refused.push(line(excluded(found))),
        }
    }
    all
}

fn line(policy: &Policy, visitor: &Visitor, found: &Found, points: Vec<String>) -> Line {
    let rule = policy.book().rule(found.rule);
    Line {
        rule: link(policy, visitor, found.rule),
        points,
        papers: rule.papers.clone(),
        apply_at: rule.apply_at.clone(),
        basis: cited(policy, visitor, &rule.basis),
        instead: rule.instead.iter().map(|other: &RuleId| link(policy, visitor, *other)).collect(),
    }
}

fn given(frame: &Frame, found: &Found) -> Vec<String> {
    let decision = &found.decision;
    let mut points = Vec::new();
    if let Some(amount) = &decision.amount {
        let key = if decision.capped { "law-given-capped" } else { "law-given-amount" };
        points.push(frame.t1(key, "yuan", amount));
    }
    if let Some(months) = &decision.months {
        points.push(frame.t1(
            "law-given-months",
            "n",
            months.as_str().map_or_else(|| months.to_string(), str::to_owned),
        ));
    }
    match (decision.starts, decision.ends) {
        (Some(from), Some(to)) => points.push(frame.t2("law-window-both", "from", from, "to", to)),
        (Some(from), None) => points.push(frame.t1("law-window-since", "from", from)),
        (None, Some(to)) => points.push(frame.t1("law-window-until", "to", to)),
        (None, None) => {}
    }
    let chinese = frame.texts.lang == anye_base::Lang::Zh;
    for output in &decision.outputs {
        let name = if chinese || output.id.is_empty() {
            output.name.clone()
        } else {
            crate::plain::spaced(&output.id)
        };
        points.push(format!("{name} {}", output.text));
    }
    if points.is_empty() {
        points.push(frame.t("law-given-right"));
    }
    points
}

fn needs(policy: &Policy, frame: &Frame, found: &Found) -> Vec<String> {
    let mut points: Vec<String> = Vec::new();
    let all = &found.decision.why.needs;
    for need in all.iter().take(MOST_NEEDS) {
        points.push(need_words(policy, frame, need));
    }
    if all.len() > MOST_NEEDS {
        points.push(frame.t1("law-need-more", "n", all.len() - MOST_NEEDS));
    }
    points
}

fn need_words(policy: &Policy, frame: &Frame, need: &NeedRef) -> String {
    let chinese = frame.texts.lang == anye_base::Lang::Zh;
    let name = if chinese || need.english.is_empty() { need.name.clone() } else { need.english.clone() };
    match (need.what, need.finding) {
        ("parameter", _) => {
            let level = policy
                .book()
                .find_param(&need.field)
                .and_then(|id| policy.book().params[id.ix()].level.clone());
            let who = frame.t(crate::browse::level_key(level.as_deref().unwrap_or_default()));
            frame.t2("law-need-parameter", "name", name, "who", who)
        }
        ("field", true) => frame.t1("law-need-finding", "name", name),
        ("field", false) => frame.t1("law-need-field", "name", name),
        ("choice", _) => frame.t1("law-need-choice", "name", name),
        _ => frame.t1("law-need-office", "name", name),
    }
}

fn failed(found: &Found) -> Vec<String> {
    let failed = found.decision.clauses.iter().filter(|clause| clause.status == Status::Failed);
    failed.map(|clause| clause.reason.clone()).collect()
}

fn excluded(found: &Found) -> Vec<String> {
    let said = found.decision.why.excluded.as_ref().map(|by| by.text.clone());
    vec![said.unwrap_or_else(|| found.decision.text.clone())]
}
