//! Taking an application back (撤回), by whoever applied, as long as nothing is final.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_casework::model::Outcome;
use anye_db::Begin;
use anye_db::audit::Event;

use super::held::hold;
use super::rights::{denied, may_apply};
use crate::Service;
use crate::model::{Row, Stand};
use crate::store;

/// Takes the case back; what is public is taken down.
///
/// # Errors
/// Not there, not the caller's, final already, or changed meanwhile.
pub async fn withdraw(
    service: &Service,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    note: &str,
) -> Result<Row, Fault> {
    let mut tx = match service.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let mut held = hold(service, &mut tx, caller, id, seen).await?;
    if !may_apply(caller, &held.application) {
        return Err(denied(Permission::ServiceApply));
    }
    if held.row.stand.is_final() {
        return Err(Fault::new(ErrorKind::Conflict, "case_closed"));
    }
    let (now, by) = (caller.world.now_ms(), (caller.actor.id.as_str(), caller.actor.name.as_str()));
    if matches!(held.row.stand, Stand::Public | Stand::Held) {
        store::public::turn(&mut tx, id, "stopped", Some(now)).await?;
    }
    held.row.stand = Stand::Withdrawn;
    held.row.ended_at = Some(now);
    held.row.why = note.trim().to_owned();
    held.flow.end(&mut tx, by, now, Outcome::Withdrawn, note.trim()).await?;
    held.keep(&mut tx).await?;
    let row = held.row.clone();
    let event = Event::new("service.withdraw", "case", id).at_place(&row.place);
    tx.commit_with(event, &row).await?;
    Ok(row)
}
