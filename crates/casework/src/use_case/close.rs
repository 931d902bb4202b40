//! Closing a case (结案), with how it ended and why: whether the warning was right is counted afterwards.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Begin, Db};
use serde_json::json;

use super::{changed, here, workable, written};
use crate::model::{Case, Outcome, State};
use crate::store;

/// Closes it. A case that was confirmed is closed only when its steps are done; the others may be closed at once.
///
/// # Errors
/// No account, steps still open, a level that waits for a second person, a working group without result, or the case changed meanwhile.
pub async fn close(
    db: &Db,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    outcome: Outcome,
    note: &str,
) -> Result<Case, Fault> {
    let note = written("note", note)?;
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let mut case = workable(&mut tx, caller, id, seen).await?;
    here(&case)?;
    if store::wish(&mut tx, id).await?.is_some() {
        return Err(Fault::new(ErrorKind::Conflict, "case_level_waits"));
    }
    if store::group::of(&mut tx, id).await?.iter().any(|group| group.ended.is_none()) {
        return Err(Fault::new(ErrorKind::Conflict, "case_group_open"));
    }
    let steps = store::steps(&mut tx, id).await?;
    let open = steps.iter().find(|step| step.state == "pending");
    if let (Outcome::Confirmed, Some(open)) = (outcome, open) {
        let fault = Fault::new(ErrorKind::Conflict, "case_steps_open");
        return Err(fault.arg("n", open.seq));
    }
    for mut step in steps.into_iter().filter(|step| step.state == "pending") {
        step.state = "skipped".to_owned();
        store::update_step(&mut tx, id, &step, &caller.actor.id).await?;
    }
    case.state = State::Closed;
    case.closed_at = Some(caller.world.now_ms());
    case.next_escalation_at = None;
    case.outcome = Some(outcome);
    case.outcome_note = Some(note.clone());
    let detail = json!({ "outcome": outcome.word(), "note": note });
    let case = changed(&mut tx, caller, case, "closed", detail.clone()).await?;
    let event = Event::new("case.close", "case", id).at_place(&case.place);
    tx.commit_with(event.detail(&detail), &case).await?;
    Ok(case)
}
