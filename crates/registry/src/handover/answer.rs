//! Answering an offer (接收、退回): taken, everything moves at once, in one transaction, with history on both sides; refused or taken back, all stays as it was.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, WriteTx};
use serde_json::json;

use super::model::Handover;
use super::offer::LONGEST;
use super::store;
use crate::Registers;
use crate::entry;
use crate::person;
use crate::rights::{may_since, must_since};

/// Where the caller has to be allowed: who answers at the receiving place, who takes back at the giving one.
fn permission(one: &Handover) -> Permission {
    if one.kind == "person" { Permission::PersonsEdit } else { Permission::RegistersWork }
}

async fn open(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
) -> Result<Handover, Fault> {
    let found = store::find(tx, id).await?;
    let sees = |one: &Handover| {
        [&one.from_place, &one.to_place]
            .into_iter()
            .any(|place| may_since(&rooms.registry, caller, Permission::RegistersRead, place))
    };
    let found = found.filter(sees).ok_or_else(|| Fault::not_found("handover"))?;
    if found.state != "offered" {
        return Err(Fault::new(ErrorKind::Conflict, "handover_answered"));
    }
    if found.version != seen {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    Ok(found)
}

/// Takes what was offered: entries and person stand at the receiving place from today on.
///
/// # Errors
/// Not there, not allowed, answered already, ended meanwhile, a limit is reached at the receiving place.
pub async fn accept(
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    note: &str,
) -> Result<Handover, Fault> {
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = open(&mut tx, rooms, caller, id, seen).await?;
    must_since(&rooms.registry, caller, permission(&found), &found.to_place)?;
    if found.kind == "person" {
        let source = format!("转移接续:{}", found.offered_name);
        person::place_in(&rooms.registry, &mut tx, caller, &found.thing, &found.to_place, &source).await?;
    }
    for (one, _) in &found.entries {
        if found.kind == "person" {
            must_since(&rooms.registry, caller, Permission::RegistersWork, &found.to_place)?;
        }
        entry::move_in(&mut tx, rooms, one, &found.to_place, &found.reason).await?;
    }
    answered(tx, caller, found, "accepted", note).await
}

/// Refuses what was offered, with a reason; it stays where it is.
///
/// # Errors
/// Not there, not allowed, answered already, no reason.
pub async fn refuse(
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    note: &str,
) -> Result<Handover, Fault> {
    stays(rooms, caller, (id, seen), note, Turned::Refused).await
}

/// Takes an offer back.
///
/// # Errors
/// Not there, not allowed, answered already.
pub async fn withdraw(
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    note: &str,
) -> Result<Handover, Fault> {
    stays(rooms, caller, (id, seen), note, Turned::Withdrawn).await
}

/// Why an offer comes to nothing.
#[derive(Clone, Copy, PartialEq)]
enum Turned {
    /// By the receiving place, which says why.
    Refused,
    /// By the giving one.
    Withdrawn,
}

async fn stays(
    rooms: &Registers,
    caller: &Caller<'_>,
    (id, seen): (&str, i64),
    note: &str,
    how: Turned,
) -> Result<Handover, Fault> {
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = open(&mut tx, rooms, caller, id, seen).await?;
    let (answers, what, state) = match how {
        Turned::Refused => (&found.to_place, "offer_refused", "refused"),
        Turned::Withdrawn => (&found.from_place, "offer_withdrawn", "withdrawn"),
    };
    must_since(&rooms.registry, caller, permission(&found), answers)?;
    if how == Turned::Refused && note.trim().is_empty() {
        return Err(unsaid());
    }
    told(&mut tx, rooms, &found, what, note).await?;
    answered(tx, caller, found, state, note).await
}

/// What is said with an answer is missing or too long.
fn unsaid() -> Fault {
    let field = FieldFault::new("note", "handover_note").arg("most", LONGEST);
    Fault::new(ErrorKind::Invalid, "handover_invalid").field(field)
}

async fn told(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    one: &Handover,
    what: &str,
    note: &str,
) -> Result<(), Fault> {
    let today = rooms.core().world.today();
    let ids: Vec<String> = one.entries.iter().map(|(id, _)| id.clone()).collect();
    for entry in entry::list::rows(tx, &ids).await? {
        let detail = json!({ "before": one.from_place, "after": one.to_place, "reason": note.trim() });
        entry::note_in(tx, entry, what, today, detail).await?;
    }
    Ok(())
}

async fn answered(
    mut tx: WriteTx<'_>,
    caller: &Caller<'_>,
    mut one: Handover,
    state: &str,
    note: &str,
) -> Result<Handover, Fault> {
    if note.chars().count() > LONGEST {
        return Err(unsaid());
    }
    one.version += 1;
    state.clone_into(&mut one.state);
    one.answered_at = Some(caller.world.now_ms());
    one.answered_name = Some(caller.actor.name.clone());
    note.trim().clone_into(&mut one.note);
    store::answer(&mut tx, &one, &caller.actor.id).await?;
    let event = Event::new(format!("handover.{state}"), &one.kind, &one.thing).at_place(&one.to_place);
    let detail =
        json!({ "handover": one.id, "from": one.from_place, "entries": one.entries.len(), "note": one.note });
    tx.commit_with(event.detail(&detail), &one).await?;
    Ok(one)
}
