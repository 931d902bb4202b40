//! Finishing a step (办结环节), in the order of the plan: a later step cannot be finished before an earlier one.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, Db};
use serde_json::json;

use super::{changed, here, next_due, workable, written};
use crate::model::Case;
use crate::store;

/// What is entered for a step.
#[derive(Debug, Clone)]
pub struct StepDone {
    /// Which, by its place in the order.
    pub seq: i64,
    /// The day on which it happened, where that matters; not after today.
    pub happened_on: Option<anye_base::Date>,
    /// The account.
    pub note: String,
}

/// Finishes it.
///
/// # Errors
/// No account, a day to come, an earlier step that is still open, a step done already, or the case changed meanwhile.
pub async fn finish_step(
    db: &Db,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    done: &StepDone,
) -> Result<Case, Fault> {
    let note = written("note", &done.note)?;
    if done.happened_on.is_some_and(|day| day > caller.world.today()) {
        let fault = Fault::new(ErrorKind::Invalid, "case_day_to_come");
        return Err(fault.field(FieldFault::new("happened_on", "case_day_to_come")));
    }
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let mut case = workable(&mut tx, caller, id, seen).await?;
    here(&case)?;
    let mut steps = store::steps(&mut tx, id).await?;
    let at =
        steps.iter().position(|step| step.seq == done.seq).ok_or_else(|| Fault::not_found("case_step"))?;
    if steps[at].state != "pending" {
        return Err(Fault::new(ErrorKind::Conflict, "case_step_done"));
    }
    if let Some(earlier) = steps[..at].iter().find(|step| step.state == "pending") {
        let fault = Fault::new(ErrorKind::Conflict, "case_step_order");
        return Err(fault.arg("n", earlier.seq));
    }
    let now = caller.world.now_ms();
    let step = &mut steps[at];
    step.state = "done".to_owned();
    step.done = Some((caller.actor.name.clone(), now));
    step.happened_on = done.happened_on.map(|day| day.to_string());
    step.note = Some(note.clone());
    store::update_step(&mut tx, id, step, &caller.actor.id).await?;
    let late = now > step.due_at;
    let detail =
        json!({ "step": step.step, "zh": step.name.zh, "en": step.name.en, "note": note, "late": late });
    case.due_at = next_due(&steps, case.due_at);
    case.next_escalation_at = steps.iter().any(|step| step.state == "pending").then_some(case.due_at);
    if case.owner.is_none() {
        case.owner = Some((caller.actor.id.clone(), caller.actor.name.clone()));
        case.acknowledged_at = Some(now);
    }
    let case = changed(&mut tx, caller, case, "step", detail).await?;
    let event = Event::new("case.step", "case", id).at_place(&case.place);
    tx.commit_with(event.detail(&json!({ "seq": done.seq, "late": late })), &case).await?;
    Ok(case)
}
