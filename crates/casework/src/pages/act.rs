//! The forms of a case: one act each, by the word of the button.

use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_web::extract::Form;
use anye_web::{Asking, Failed, Visitor};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Casework;
use super::show::{is_shown, shown};
use crate::group::Member;
use crate::model::{Case, Outcome};
use crate::use_case::{self, GroupAct, StepDone};

/// What a form or a request of the API holds.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = casework::Sent)]
#[serde(default)]
pub struct Sent {
    /// acknowledge, step, note, level, confirm, refuse, close, group, group_deed or group_end.
    pub act: String,
    /// The number of the case as seen.
    pub version: i64,
    /// The step, by its place in the order.
    pub seq: i64,
    /// The day on which it happened, such as 2020-06-01; may be empty.
    pub happened_on: String,
    /// The account, the note, the reason.
    pub note: String,
    /// The level wanted.
    pub level: String,
    /// confirmed, false_alarm, duplicate or no_action.
    pub outcome: String,
    /// The name of a working group.
    pub name: String,
    /// Its members, one a line: name, office and part with commas between.
    pub members: String,
}

/// Answers `POST /cases/{id}`.
pub async fn act(
    State(work): State<Casework>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Sent>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&work.core, &visitor);
    let caller = asking.caller(form.once.as_ref());
    match done(&work, &caller, &id, &form.data).await {
        Ok(_) => Ok(Redirect::to(&format!("/cases/{id}?done=case-done-{}", form.data.act.replace('_', "-")))
            .into_response()),
        Err(fault) if is_shown(&fault) => shown(&work, &visitor, &id, None, Some((form.data, &fault))).await,
        Err(fault) => Err(fault.into()),
    }
}

/// Does what was sent.
pub(super) async fn done(
    work: &Casework,
    caller: &anye_access::Caller<'_>,
    id: &str,
    sent: &Sent,
) -> Result<Case, Fault> {
    let db = &work.core.db;
    let seen = sent.version;
    match sent.act.as_str() {
        "acknowledge" => use_case::acknowledge(db, caller, id, seen).await,
        "step" => {
            let step =
                StepDone { seq: sent.seq, happened_on: day(&sent.happened_on)?, note: sent.note.clone() };
            use_case::finish_step(db, caller, id, seen, &step).await
        }
        "note" => use_case::note(db, caller, id, seen, &sent.note).await,
        "level" => use_case::wish_level(db, caller, id, seen, &sent.level, &sent.note).await,
        "confirm" => use_case::confirm_level(db, caller, id, seen).await,
        "refuse" => use_case::refuse_level(db, caller, id, seen).await,
        "close" => {
            let outcome = Outcome::from_word(&sent.outcome).ok_or_else(|| {
                Fault::new(ErrorKind::Invalid, "case_outcome_missing")
                    .field(FieldFault::new("outcome", "case_outcome_missing"))
            })?;
            use_case::close(db, caller, id, seen, outcome, &sent.note).await
        }
        "group" | "group_deed" | "group_end" => {
            let missing = || {
                Fault::new(ErrorKind::Invalid, "case_day").field(FieldFault::new("happened_on", "case_day"))
            };
            let on = day(&sent.happened_on)?.ok_or_else(missing)?;
            use_case::group(db, caller, id, seen, on, &group(sent)?).await
        }
        _ => Err(Fault::new(ErrorKind::Invalid, "case_act_unknown")
            .field(FieldFault::new("act", "case_act_unknown"))),
    }
}

fn group(sent: &Sent) -> Result<GroupAct, Fault> {
    Ok(match sent.act.as_str() {
        "group" => {
            let members = Member::list(&sent.members).ok_or_else(|| {
                Fault::new(ErrorKind::Invalid, "case_group_members")
                    .field(FieldFault::new("members", "case_group_members"))
            })?;
            GroupAct::Form { name: sent.name.clone(), members }
        }
        "group_end" => GroupAct::End(sent.note.clone()),
        _ => GroupAct::Deed(sent.note.clone()),
    })
}

fn day(text: &str) -> Result<Option<Date>, Fault> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let wrong =
        || Fault::new(ErrorKind::Invalid, "case_day").field(FieldFault::new("happened_on", "case_day"));
    text.trim().parse().map(Some).map_err(|_| wrong())
}
