//! Transferring an entry between places (转移): it goes to another county with everything that hangs on it; where it was stays readable.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::Begin;
use anye_db::audit::Event;
use serde_json::json;

use super::change::{invalid, rewrite, workable};
use super::model::Entry;
use super::open::LONGEST;
use crate::Registers;
use crate::rights::must_since;

/// Moves an open entry to another place. Either office may do it: the one that has it gives it away, the one that takes it must be able to work there.
///
/// # Errors
/// Not there, not allowed at one of the places, no such place, no reason, a limit is reached there.
pub async fn transfer(
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    place: &str,
    reason: &str,
) -> Result<Entry, Fault> {
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = workable(&mut tx, rooms, caller, id, seen).await?;
    if !found.is_open || found.pending || found.wish.is_some() {
        return Err(Fault::new(ErrorKind::Conflict, "entry_waits"));
    }
    let today = rooms.core().world.today();
    let known =
        rooms.core().places().find(place, today).is_some_and(|one| one.level >= anye_places::Level::County);
    if !known || place == found.place {
        return Err(invalid("place", "entry_place"));
    }
    if reason.trim().is_empty() || reason.chars().count() > LONGEST {
        return Err(invalid("reason", "entry_reason"));
    }
    // Within one's own reach it is moved at once; beyond it, it is given away and the other office finds it in its list.
    must_since(&rooms.registry, caller, Permission::RegistersWork, &found.place)?;
    let register = rooms.register(&found.register)?;
    let mut after = found.clone();
    after.version += 1;
    place.clone_into(&mut after.place);
    after.county = place.get(..6).unwrap_or(place).to_owned();
    let detail = json!({ "before": found.place, "after": place, "reason": reason.trim() });
    rewrite(&mut tx, rooms, register, &found, &after, "transferred", today, detail.clone()).await?;
    let event = Event::new("entry.transfer", "entry", id).at_place(&found.place);
    tx.commit_with(event.detail(&detail), &after).await?;
    Ok(after)
}
