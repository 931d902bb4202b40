//! Reads steps. It must never keep a step that nobody may do, nor four eyes that are two.

use anye_forms::table::Tab;

use super::part::LEVELS;
use super::span::span;
use super::{twice, unknown};
use crate::model::{Applicant, Level, Step, StepAct, StepRole};

const ROLES: [(StepRole, &str); 4] = [
    (StepRole::Clerk, "clerk"),
    (StepRole::Reviewer, "reviewer"),
    (StepRole::Applicant, "applicant"),
    (StepRole::Law, "law"),
];
const ACTS: [(StepAct, &str); 6] = [
    (StepAct::Accept, "accept"),
    (StepAct::Ask, "ask"),
    (StepAct::Return, "return"),
    (StepAct::Pass, "pass"),
    (StepAct::Decide, "decide"),
    (StepAct::Reject, "reject"),
];

/// The steps under `step` of a programme or a flow.
pub(super) fn read<'a>(tab: &Tab<'a>) -> Vec<(Step, Tab<'a>)> {
    let mut out: Vec<(Step, Tab<'a>)> = Vec::new();
    for row in tab.tabs("step") {
        row.keys(&["id", "name", "role", "level", "acts", "within", "not_by", "pauses", "cite"]);
        let (id, name, role) = (row.id(false), row.need_words("name"), row.word("role", &ROLES));
        for key in ["role", "acts"] {
            if !row.has(key) {
                row.missing(key);
            }
        }
        let level = row.word("level", &LEVELS).unwrap_or(Level::Own);
        let acts = acts(&row);
        let not_by = not_by(&row, &out);
        let (within, pauses, cite) =
            (span(&row, "within"), row.flag("pauses").unwrap_or(false), row.cites(false));
        if !cite.is_empty() && !row.has("within") {
            row.file.error(
                row.place("cite"),
                "P111",
                "环节引用了条文,却没有写时限 within",
                "the step cites an article but has no `within`",
            );
        }
        let (Some(id), Some(role)) = (id, role) else { continue };
        if out.iter().any(|(own, _)| own.id == id.value) {
            twice(&row, id.at, id.value, "环节", "step");
            continue;
        }
        out.push((
            Step { id: id.value.to_owned(), name, role, level, acts, within, not_by, pauses, cite },
            row,
        ));
    }
    out
}

fn acts(row: &Tab<'_>) -> Vec<StepAct> {
    let words = ACTS.map(|(_, word)| word);
    let mut out = Vec::new();
    for text in row.texts("acts") {
        match ACTS.iter().find(|(_, word)| *word == text.value) {
            Some((act, _)) => out.push(*act),
            None => row.file.not_one_of(text.at, text.value, &words),
        }
    }
    out
}

/// Steps done before by a person.
fn not_by(row: &Tab<'_>, before: &[(Step, Tab<'_>)]) -> Vec<String> {
    let mut out = Vec::new();
    for text in row.texts("not_by") {
        let found = before.iter().find(|(step, _)| step.id == text.value);
        match found {
            None => {
                let all = before.iter().map(|(step, _)| step.id.as_str());
                unknown(
                    &row.file,
                    text.at,
                    "P203",
                    ("在此之前的环节", "step before this one"),
                    text.value,
                    all,
                );
            }
            Some((step, _)) if matches!(step.role, StepRole::Law | StepRole::Applicant) => row.file.error(
                text.at,
                "P203",
                format!("环节“{}”不由工作人员办理,不能据此要求换人", text.value),
                format!(
                    "no officer does the step '{}', so nobody can be another than who did it",
                    text.value
                ),
            ),
            Some(_) => out.push(text.value.to_owned()),
        }
    }
    out
}

/// What the steps of a programme must be: somebody for each, a decision, two people where money is given.
pub(super) fn check(
    tab: &Tab<'_>,
    steps: &[(Step, Tab<'_>)],
    applicants: &[Applicant],
    rules: bool,
    money: bool,
) {
    if steps.is_empty() {
        tab.file.error(tab.at, "P201", "没有办理环节", "there are no steps");
        return;
    }
    for (step, row) in steps {
        let portal = applicants.iter().any(|one| !matches!(one, Applicant::Counter));
        let nobody = match step.role {
            StepRole::Applicant => !portal,
            StepRole::Law => {
                !rules || step.acts.iter().any(|act| !matches!(act, StepAct::Pass | StepAct::Decide))
            }
            StepRole::Clerk | StepRole::Reviewer => false,
        };
        if nobody || step.acts.is_empty() && row.has("acts") {
            // A flow is shared: the finding stands where the programme uses it.
            let at = if row.file.path == tab.file.path { row.at } else { tab.at };
            tab.file.error(
                at,
                "P202",
                format!("环节“{}”没有人能办", step.id),
                format!("nobody can do the step '{}'", step.id),
            );
        }
    }
    let decides = |step: &Step| step.acts.contains(&StepAct::Decide);
    let Some(last) = steps.iter().rposition(|(step, _)| decides(step)) else {
        tab.file.error(tab.at, "P204", "没有作出决定的环节", "no step decides");
        return;
    };
    let officer = |step: &Step| matches!(step.role, StepRole::Clerk | StepRole::Reviewer);
    let alone = steps[..last].iter().all(|(step, _)| !officer(step));
    let (step, _) = &steps[last];
    if money && !(officer(step) && (alone || !step.not_by.is_empty())) {
        tab.file.error(
            tab.at,
            "P203",
            "发放资金的业务,决定环节要由没有办理前面环节的另一人作出(not_by)",
            "where money is given, somebody decides who did none of the steps before (not_by)",
        );
    }
}
