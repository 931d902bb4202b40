//! The second person (复核): confirms or refuses what somebody else entered or wants changed. Nobody confirms their own.

use anye_access::{Caller, Permission, denied};
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Begin, WriteTx};
use serde_json::json;

use super::change::{change_in, invalid, readable, tell};
use super::key::{Step, admit};
use super::model::Entry;
use super::open::{LONGEST, follow};
use super::settle::REFUSED;
use super::store::entry as store;
use super::{certificate, public};
use crate::Registers;
use crate::rights::may_since;

fn second(caller: &Caller<'_>, first: &str) -> Result<(), Fault> {
    if caller.actor.id == first {
        return Err(Fault::new(ErrorKind::Denied, "second_person"));
    }
    Ok(())
}

/// Confirms an entry that somebody else proposed: from now on its facts hold and its duties run.
///
/// # Errors
/// Not there, not allowed, one's own, nothing to confirm.
pub async fn confirm(rooms: &Registers, caller: &Caller<'_>, id: &str, seen: i64) -> Result<Entry, Fault> {
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = proposed(&mut tx, rooms, caller, id, seen).await?;
    let register = rooms.register(&found.register)?;
    let mut after = found.clone();
    after.version += 1;
    after.pending = false;
    after.confirmed_name = Some(caller.actor.name.clone());
    certificate::give(&mut tx, rooms, register, &mut after).await?;
    public::begin(rooms, register, &mut after);
    store::update(&mut tx, &after).await?;
    tell(&mut tx, &after, "confirmed", after.from, json!({})).await?;
    follow(&mut tx, rooms, register, &[&after]).await?;
    let event = Event::new("entry.confirm", "entry", id).at_place(&after.place);
    tx.commit_with(event.detail(&json!({ "register": after.register })), &after).await?;
    Ok(after)
}

/// Refuses a proposal, with a reason. It stays on record and holds no place any more.
///
/// # Errors
/// Not there, not allowed, one's own, nothing to refuse, no reason.
pub async fn refuse(
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    reason: &str,
) -> Result<Entry, Fault> {
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = proposed(&mut tx, rooms, caller, id, seen).await?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST {
        return Err(invalid("reason", "entry_reason"));
    }
    let register = rooms.register(&found.register)?;
    let mut after = found.clone();
    after.version += 1;
    after.pending = false;
    after.is_open = false;
    after.state = REFUSED.to_owned();
    after.reason = reason.to_owned();
    admit(&mut tx, rooms, register, &[Step { before: Some(&found), after: None }]).await?;
    store::update(&mut tx, &after).await?;
    tell(&mut tx, &after, "refused", rooms.core().world.today(), json!({ "reason": reason })).await?;
    let event = Event::new("entry.refuse", "entry", id).at_place(&after.place);
    tx.commit_with(event.detail(&json!({ "register": after.register, "reason": reason })), &after).await?;
    Ok(after)
}

/// An entry that the caller may look over as the second person: whoever decides what others examined, or another who works on registers there.
async fn checkable(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
) -> Result<Entry, Fault> {
    let found = readable(tx, rooms, caller, id, seen).await?;
    let may = |permission| may_since(&rooms.registry, caller, permission, &found.place);
    if may(Permission::RegistersWork) || may(Permission::ServiceCheck) {
        return Ok(found);
    }
    Err(denied(Permission::RegistersWork))
}

async fn proposed(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
) -> Result<Entry, Fault> {
    let found = checkable(tx, rooms, caller, id, seen).await?;
    if !found.pending {
        return Err(Fault::new(ErrorKind::Conflict, "entry_not_pending"));
    }
    second(caller, &found.recorded_by)?;
    Ok(found)
}

/// Confirms or refuses a change of state that somebody else asked for.
///
/// # Errors
/// Not there, not allowed, one's own, nothing asked for.
pub async fn decide_wish(
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    accept: bool,
) -> Result<Entry, Fault> {
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = checkable(&mut tx, rooms, caller, id, seen).await?;
    let wish = found.wish.clone().ok_or_else(|| Fault::new(ErrorKind::Conflict, "entry_not_pending"))?;
    second(caller, &wish.by)?;
    let after = if accept {
        change_in(&mut tx, rooms, &found, &wish.to, wish.day, &wish.reason, "").await?
    } else {
        let mut after = found.clone();
        after.version += 1;
        after.wish = None;
        store::update(&mut tx, &after).await?;
        tell(&mut tx, &after, "wish_refused", wish.day, json!({ "to": wish.to })).await?;
        after
    };
    let event = Event::new(if accept { "entry.change" } else { "entry.wish_refused" }, "entry", id);
    let detail = json!({ "register": after.register, "to": wish.to, "asked_by": wish.by_name });
    tx.commit_with(event.at_place(&after.place).detail(&detail), &after).await?;
    Ok(after)
}
