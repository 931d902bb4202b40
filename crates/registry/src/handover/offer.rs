//! Offering (转出): the office that has an entry or a person asks another to take it. Everything stays where it is, and is worked on there, until the other has answered.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, WriteTx};
use anye_places::Level;
use serde_json::json;

use super::model::{Handover, NewHandover};
use super::store;
use crate::Registers;
use crate::entry::{self, Entry};
use crate::person;
use crate::rights::{may_since, must_since};

/// Longest reason or answer.
pub(super) const LONGEST: usize = 400;
/// Entries that go along at most.
const MOST: usize = 50;

fn invalid(field: &str, code: &'static str) -> Fault {
    Fault::new(ErrorKind::Invalid, "handover_invalid")
        .field(FieldFault::new(field, code).arg("most", LONGEST))
}

/// A place that somebody can be handed to: another county or lower.
fn sound(rooms: &Registers, from: &str, place: &str, reason: &str) -> Result<(), Fault> {
    let places = rooms.core().places();
    let known = places.find(place, rooms.core().world.today());
    if place == from || known.is_none_or(|one| one.level < Level::County) {
        return Err(invalid("place", "handover_place"));
    }
    if reason.trim().is_empty() || reason.chars().count() > LONGEST {
        return Err(invalid("reason", "handover_reason"));
    }
    Ok(())
}

fn made(caller: &Caller<'_>, new: &NewHandover, name: &str, from: &str) -> Handover {
    Handover {
        id: caller.world.new_id(),
        kind: new.kind.clone(),
        thing: new.thing.clone(),
        name: name.to_owned(),
        from_place: from.to_owned(),
        to_place: new.place.clone(),
        reason: new.reason.trim().to_owned(),
        state: "offered".to_owned(),
        offered_at: caller.world.now_ms(),
        offered_by: caller.actor.id.clone(),
        offered_name: caller.actor.name.clone(),
        answered_at: None,
        answered_name: None,
        note: String::new(),
        version: 1,
        entries: Vec::new(),
    }
}

/// Offers an entry or a person to another office.
///
/// # Errors
/// Not there, not allowed, no such place, no reason, offered already.
pub async fn offer(rooms: &Registers, caller: &Caller<'_>, new: &NewHandover) -> Result<Handover, Fault> {
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let offered = match new.kind.as_str() {
        "entry" => {
            let found = entry::list::in_tx(&mut tx, rooms, caller, &new.thing).await?;
            offer_entry_in(&mut tx, rooms, caller, &found, &new.place, &new.reason).await?
        }
        "person" => offer_person_in(&mut tx, rooms, caller, new).await?,
        _ => return Err(invalid("kind", "handover_kind")),
    };
    let event = Event::new("handover.offer", &offered.kind, &offered.thing).at_place(&offered.from_place);
    let detail = json!({ "handover": offered.id, "to": offered.to_place, "entries": offered.entries.len(), "reason": offered.reason });
    tx.commit_with(event.detail(&detail), &offered).await?;
    Ok(offered)
}

/// Offers one entry, in the transaction of who calls.
pub(crate) async fn offer_entry_in(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    caller: &Caller<'_>,
    found: &Entry,
    place: &str,
    reason: &str,
) -> Result<Handover, Fault> {
    must_since(&rooms.registry, caller, Permission::RegistersWork, &found.place)?;
    sound(rooms, &found.place, place, reason)?;
    let new = NewHandover {
        kind: "entry".to_owned(),
        thing: found.id.clone(),
        place: place.to_owned(),
        reason: reason.to_owned(),
        entries: Vec::new(),
    };
    let mut offer = made(caller, &new, &found.subject_name, &found.place);
    with_entries(tx, rooms, &mut offer, vec![found.clone()]).await?;
    Ok(offer)
}

async fn offer_person_in(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    caller: &Caller<'_>,
    new: &NewHandover,
) -> Result<Handover, Fault> {
    let who = person::in_tx(tx, &rooms.registry, caller, &new.thing).await?;
    must_since(&rooms.registry, caller, Permission::PersonsEdit, &who.place)?;
    sound(rooms, &who.place, &new.place, &new.reason)?;
    if who.state != person::State::Active {
        return Err(Fault::new(ErrorKind::Conflict, "person_is_merged"));
    }
    if store::person_waits(tx, &who.id).await? {
        return Err(Fault::new(ErrorKind::Conflict, "handover_waits"));
    }
    if new.entries.len() > MOST {
        return Err(invalid("entries", "handover_entries"));
    }
    let entries = entry::list::rows(tx, &new.entries).await?;
    let own = |one: &Entry| {
        one.subject_kind == "person"
            && one.subject == who.id
            && may_since(&rooms.registry, caller, Permission::RegistersWork, &one.place)
    };
    if entries.len() != new.entries.len() || !entries.iter().all(own) {
        return Err(invalid("entries", "handover_entries"));
    }
    let mut offer = made(caller, new, &who.name, &who.place);
    with_entries(tx, rooms, &mut offer, entries).await?;
    Ok(offer)
}

/// Keeps the offer, and tells it of each entry that goes along.
async fn with_entries(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    offer: &mut Handover,
    entries: Vec<Entry>,
) -> Result<(), Fault> {
    for one in &entries {
        if !one.is_open || one.pending || one.wish.is_some() {
            return Err(Fault::new(ErrorKind::Conflict, "entry_waits"));
        }
        if store::entry_waits(tx, &one.id).await? {
            return Err(Fault::new(ErrorKind::Conflict, "handover_waits"));
        }
        offer.entries.push((one.id.clone(), one.register.clone()));
    }
    store::insert(tx, offer).await?;
    let today = rooms.core().world.today();
    for one in entries {
        let detail = json!({ "before": offer.from_place, "after": offer.to_place, "reason": offer.reason });
        entry::note_in(tx, one, "offered", today, detail).await?;
    }
    Ok(())
}
