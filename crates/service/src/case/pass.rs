//! Passing a case on, sending it back, not accepting it (受理、通过、退回、不予受理).

use anye_access::Caller;
use anye_base::{ErrorKind, Fault};
use anye_casework::model::Outcome;
use anye_db::WriteTx;
use anye_programmes::{StepAct, StepRole};
use serde_json::json;

use super::held::{Held, next};
use super::settle;
use crate::Service;
use crate::mark::mark;
use crate::model::Stand;

/// Whether something may be done now: neither waiting for papers, nor for a second person, nor public.
pub(super) fn at_work(held: &Held<'_>) -> Result<(), Fault> {
    if held.row.stand == Stand::Working {
        return Ok(());
    }
    Err(Fault::new(ErrorKind::Conflict, "service_not_at_work").arg("stand", held.row.stand.word()))
}

/// Finishes a step and goes on.
pub(super) async fn pass(
    service: &Service,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    held: &mut Held<'_>,
    act: StepAct,
    note: &str,
) -> Result<(), Fault> {
    at_work(held)?;
    let step = held.must(service, tx, caller, act).await?;
    if step.acts.contains(&StepAct::Decide) && held.row.granted.is_none() {
        // A step that decides is finished by the decision.
        return Err(Fault::new(ErrorKind::Conflict, "service_decide_first"));
    }
    let by = (caller.actor.id.as_str(), caller.actor.name.as_str());
    settle::go_on(service, tx, held, by, note.trim()).await
}

/// Sends it back to the step before, which somebody does again.
pub(super) async fn back(
    service: &Service,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    held: &mut Held<'_>,
    note: &str,
) -> Result<(), Fault> {
    at_work(held)?;
    held.must(service, tx, caller, StepAct::Return).await?;
    let now = caller.world.now_ms();
    let at = held.flow.at().unwrap_or_default();
    let by_person = |at: &usize| {
        let step = held.flow.steps.get(*at).map(|step| step.step.as_str());
        let step = held.programme.steps.iter().find(|one| Some(one.id.as_str()) == step);
        step.is_some_and(|step| !matches!(step.role, StepRole::Law))
    };
    let to = (0..at).rev().find(by_person);
    let to = to.ok_or_else(|| Fault::new(ErrorKind::Conflict, "service_no_step_before"))?;
    let by = (caller.actor.id.as_str(), caller.actor.name.as_str());
    let after = held.next_at(service, to, now);
    held.flow.back(tx, by, now, to, note, &next(&after)).await?;
    mark("back.done");
    held.row.why = note.to_owned();
    held.row.granted = None;
    held.keep(tx).await
}

/// Does not accept it, with the reason.
pub(super) async fn reject(
    service: &Service,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    held: &mut Held<'_>,
    note: &str,
) -> Result<(), Fault> {
    at_work(held)?;
    held.must(service, tx, caller, StepAct::Reject).await?;
    let (now, by) = (caller.world.now_ms(), (caller.actor.id.as_str(), caller.actor.name.as_str()));
    held.flow.note(tx, by, now, "rejected", json!({ "note": note })).await?;
    held.flow.end(tx, by, now, Outcome::Refused, note).await?;
    held.row.stand = Stand::Rejected;
    held.row.why = note.to_owned();
    held.row.ended_at = Some(now);
    held.keep(tx).await?;
    settle::tell(tx, held, ("不予受理", "Not accepted"), note).await
}
