//! Transferring an entry between places (转移): it goes to another county with everything that hangs on it; where it was stays readable. Within the reach of one office it
//! goes at once, beyond it the other office takes it first.

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Begin, WriteTx};
use serde_json::json;

use super::change::{invalid, rewrite, tell, workable};
use super::model::Entry;
use super::open::LONGEST;
use super::store::entry as store;
use crate::Registers;
use crate::handover;
use crate::rights::may_since;

/// Moves an open entry to another place, at once where the caller works at both, else by an offer that the other office takes or refuses.
///
/// # Errors
/// Not there, not allowed, no such place, no reason, a limit is reached there, offered already.
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
    let event = Event::new("entry.transfer", "entry", id).at_place(&found.place);
    if !may_since(&rooms.registry, caller, Permission::RegistersWork, place) {
        let offer = handover::offer_entry_in(&mut tx, rooms, caller, &found, place, reason).await?;
        let after = store::find(&mut tx, id).await?.ok_or_else(|| Fault::not_found("entry"))?;
        let detail = json!({ "handover": offer.id, "to": place, "reason": reason.trim() });
        tx.commit_with(event.detail(&detail), &after).await?;
        return Ok(after);
    }
    if handover::store::entry_waits(&mut tx, id).await? {
        return Err(Fault::new(ErrorKind::Conflict, "handover_waits"));
    }
    let after = move_in(&mut tx, rooms, id, place, reason).await?;
    let detail = json!({ "before": found.place, "after": place, "reason": reason.trim() });
    tx.commit_with(event.detail(&detail), &after).await?;
    Ok(after)
}

/// Puts an open entry to another place from today on, in the transaction of who calls and has decided that it may.
///
/// # Errors
/// Ended meanwhile, a limit is reached there, or the store's own.
pub(crate) async fn move_in(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    id: &str,
    place: &str,
    reason: &str,
) -> Result<Entry, Fault> {
    let found = store::find(tx, id).await?.ok_or_else(|| Fault::not_found("entry"))?;
    if !found.is_open || found.pending || found.wish.is_some() {
        return Err(Fault::new(ErrorKind::Conflict, "handover_gone"));
    }
    let register = rooms.register(&found.register)?;
    let mut after = found.clone();
    after.version += 1;
    place.clone_into(&mut after.place);
    after.county = place.get(..6).unwrap_or(place).to_owned();
    let detail = json!({ "before": found.place, "after": place, "reason": reason.trim() });
    rewrite(tx, rooms, register, &found, &after, "transferred", rooms.core().world.today(), detail).await?;
    Ok(after)
}

/// Tells something of an entry, which stays as it is.
pub(crate) async fn note_in(
    tx: &mut WriteTx<'_>,
    mut entry: Entry,
    what: &str,
    day: Date,
    detail: serde_json::Value,
) -> Result<(), Fault> {
    entry.version += 1;
    store::update(tx, &entry).await?;
    tell(tx, &entry, what, day, detail).await
}
