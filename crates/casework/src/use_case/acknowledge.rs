//! Taking a case on (签收): from then on it does not go up for want of somebody.

use anye_access::Caller;
use anye_base::Fault;
use anye_db::audit::Event;
use anye_db::{Begin, Db};
use serde_json::json;

use super::{changed, next_due, workable};
use crate::model::Case;
use crate::store;

/// Takes it on, or takes it over from somebody else.
///
/// # Errors
/// Not there, not allowed, closed, or changed meanwhile.
pub async fn acknowledge(db: &Db, caller: &Caller<'_>, id: &str, seen: i64) -> Result<Case, Fault> {
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let mut case = workable(&mut tx, caller, id, seen).await?;
    let now = caller.world.now_ms();
    let before = case.owner.take().map(|(_, name)| name);
    case.owner = Some((caller.actor.id.clone(), caller.actor.name.clone()));
    case.acknowledged_at = case.acknowledged_at.or(Some(now));
    // Now only a deadline that passes takes it up.
    let steps = store::steps(&mut tx, id).await?;
    case.next_escalation_at = Some(next_due(&steps, case.due_at));
    let hours = (now - case.opened_at) / 3_600_000;
    let case =
        changed(&mut tx, caller, case, "acknowledged", json!({ "before": before, "hours": hours })).await?;
    let event = Event::new("case.acknowledge", "case", id).at_place(&case.place);
    tx.commit_with(event.detail(&json!({ "kind": case.kind })), &case).await?;
    Ok(case)
}
