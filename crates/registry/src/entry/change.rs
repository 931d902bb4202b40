//! Changing entries (变更、注销、更正): another state for a reason, an end, a correction of what was entered wrongly. What it was before stays readable.

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, WriteTx};
use anye_programmes::{Move, Register};
use serde_json::json;

use super::key::{Step, admit};
use super::model::{Change, Entry, Happened, Mend, Turn, Wish};
use super::open::{LONGEST, follow};
use super::settle::REFUSED;
use super::store::entry as store;
use super::{bond, sealed};
use crate::Registers;
use crate::rights::{may_since, must_since};

/// An entry that the caller may work on, in the version that was seen.
pub(super) async fn workable(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
) -> Result<Entry, Fault> {
    let found = readable(tx, rooms, caller, id, seen).await?;
    must_since(&rooms.registry, caller, Permission::RegistersWork, &found.place)?;
    Ok(found)
}

/// An entry that the caller may see, in the version that was seen; whether they may do something with it, who calls decides.
pub(super) async fn readable(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
) -> Result<Entry, Fault> {
    let found = store::find(tx, id).await?;
    let found = found
        .filter(|one| may_since(&rooms.registry, caller, Permission::RegistersRead, &one.place))
        .ok_or_else(|| Fault::not_found("entry"))?;
    if found.version != seen {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    if found.state == REFUSED {
        return Err(Fault::new(ErrorKind::Conflict, "entry_refused"));
    }
    Ok(found)
}

pub(super) fn invalid(field: &str, code: &'static str) -> Fault {
    Fault::new(ErrorKind::Invalid, "entry_invalid").field(FieldFault::new(field, code).arg("most", LONGEST))
}

/// Changes the state of an entry, for a reason. Where the register wants a second person, it waits for them.
///
/// # Errors
/// Not there, not allowed, not a move of the register, another was quicker, there once already in that state.
pub async fn change(
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    wanted: &Change,
) -> Result<Entry, Fault> {
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = workable(&mut tx, rooms, caller, id, seen).await?;
    let register = rooms.register(&found.register)?;
    if found.pending || found.wish.is_some() {
        return Err(Fault::new(ErrorKind::Conflict, "entry_waits"));
    }
    let act = allowed(register, &found, &wanted.to)?;
    reasoned(act, wanted)?;
    bond::clear(&mut tx, register, &found, &wanted.to).await?;
    let day = day_of(&found, &wanted.day, rooms.core().world.today())?;
    let after = if act.is_some_and(|act| act.second) {
        let wish = Wish {
            to: wanted.to.clone(),
            day,
            reason: [wanted.reason.trim(), wanted.note.trim()].join(" ").trim().to_owned(),
            by: caller.actor.id.clone(),
            by_name: caller.actor.name.clone(),
        };
        let mut after = found.clone();
        after.version += 1;
        after.wish = Some(wish);
        store::update(&mut tx, &after).await?;
        tell(
            &mut tx,
            &after,
            "wished",
            day,
            json!({ "to": wanted.to, "reason": wanted.reason, "note": wanted.note }),
        )
        .await?;
        after
    } else {
        change_in(&mut tx, rooms, &found, &wanted.to, day, wanted.reason.trim(), wanted.note.trim()).await?
    };
    let detail = json!({ "register": after.register, "before": found.state, "after": wanted.to, "day": day.to_string(), "reason": wanted.reason });
    let event = Event::new(if after.wish.is_some() { "entry.wish" } else { "entry.change" }, "entry", id);
    tx.commit_with(event.at_place(&after.place).detail(&detail), &after).await?;
    Ok(after)
}

/// The move that leads there. A register without states knows one end.
fn allowed<'r>(register: &'r Register, entry: &Entry, to: &str) -> Result<Option<&'r Move>, Fault> {
    if register.states.is_empty() {
        return if to == "ended" && entry.is_open { Ok(None) } else { Err(invalid("to", "entry_move")) };
    }
    let found = register.moves.iter().find(|act| act.to == to && act.from.contains(&entry.state));
    found.map(Some).ok_or_else(|| invalid("to", "entry_move"))
}

fn reasoned(act: Option<&Move>, wanted: &Change) -> Result<(), Fault> {
    let reasons = act.map_or(&[][..], |act| act.reasons.as_slice());
    let reason = wanted.reason.trim();
    let known =
        if reasons.is_empty() { !reason.is_empty() } else { reasons.iter().any(|one| one.id == reason) };
    if !known || reason.chars().count() > LONGEST || wanted.note.chars().count() > LONGEST {
        return Err(invalid("reason", "entry_reason"));
    }
    Ok(())
}

/// The day of a change: not before the last one, not in the future.
fn day_of(entry: &Entry, text: &str, today: Date) -> Result<Date, Fault> {
    let last = entry.course.last().map_or(entry.from, |turn| turn.day);
    let day: Option<Date> = if text.is_empty() { Some(today) } else { text.parse().ok() };
    day.filter(|day| last <= *day && *day <= today.max(last))
        .ok_or_else(|| invalid("day", "entry_change_day"))
}

/// Changes the state of an entry within a transaction of somebody else, who has decided that it may and writes the audit record.
///
/// # Errors
/// There once already in that state, a limit is reached, or the store's own.
pub async fn change_in(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    entry: &Entry,
    to: &str,
    day: Date,
    reason: &str,
    note: &str,
) -> Result<Entry, Fault> {
    let what = if rooms.register(&entry.register)?.is_open(to) { "moved" } else { "ended" };
    changed(tx, rooms, entry, to, day, (what, reason, note)).await
}

/// The same; what happened is told as `what`.
pub(super) async fn changed(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    entry: &Entry,
    to: &str,
    day: Date,
    (what, reason, note): (&str, &str, &str),
) -> Result<Entry, Fault> {
    let register = rooms.register(&entry.register)?;
    bond::clear(tx, register, entry, to).await?;
    let mut after = entry.clone();
    after.version += 1;
    to.clone_into(&mut after.state);
    reason.clone_into(&mut after.reason);
    after.wish = None;
    after.is_open = register.is_open(to);
    if after.is_open {
        if !entry.is_open {
            // Open again: the end that was there no longer is one.
            after.to = None;
        }
    } else if entry.is_open && register.period {
        // The day of the change is the first day no longer, except for an entry that ends on the day it began.
        after.to = Some(day.yesterday().ok().filter(|last| entry.from <= *last).unwrap_or(entry.from));
    }
    after.course.push(Turn { state: to.to_owned(), day });
    let detail = json!({ "before": entry.state, "after": to, "reason": reason, "note": note });
    rewrite(tx, rooms, register, entry, &after, what, day, detail).await?;
    Ok(after)
}

/// Ends the open entries of a register about a subject, for whoever decides; gives those that ended.
///
/// # Errors
/// Not a state of the register that ends, or the store's own.
pub async fn end_in(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    register: &str,
    subject: &str,
    state: &str,
    day: Date,
    reason: &str,
) -> Result<Vec<Entry>, Fault> {
    let register = rooms.register(register)?;
    let is_end = if register.states.is_empty() {
        state == "ended"
    } else {
        register.states.iter().any(|one| one.id == state && !one.open)
    };
    if !is_end {
        return Err(invalid("state", "entry_state"));
    }
    let ids = [subject.to_owned()];
    let mut ended = Vec::new();
    for entry in store::of_subjects(tx, register.subject.word(), &ids).await? {
        if entry.register == register.id && entry.is_open && !entry.pending && entry.from <= day {
            ended.push(change_in(tx, rooms, &entry, state, day, reason, "").await?);
        }
    }
    Ok(ended)
}

/// Writes an entry anew with everything that follows.
#[expect(clippy::too_many_arguments, reason = "before and after, and what is told of it")]
pub(super) async fn rewrite(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    register: &Register,
    before: &Entry,
    after: &Entry,
    what: &str,
    day: Date,
    detail: serde_json::Value,
) -> Result<(), Fault> {
    let step = Step { before: Some(before), after: Some(after) };
    if let Some(Some(fault)) = admit(tx, rooms, register, &[step]).await?.pop() {
        let mut whole = Fault::new(ErrorKind::Conflict, fault.code);
        whole.args.clone_from(&fault.args);
        return Err(whole.field(fault));
    }
    store::update(tx, after).await?;
    tell(tx, after, what, day, detail).await?;
    follow(tx, rooms, register, &[after]).await
}

/// Adds what happened.
pub(super) async fn tell(
    tx: &mut WriteTx<'_>,
    entry: &Entry,
    what: &str,
    day: Date,
    detail: serde_json::Value,
) -> Result<(), Fault> {
    let scope = tx.scope();
    let one = Happened { at: scope.world.now_ms(), by: String::new(), what: what.to_owned(), day, detail };
    let by = (scope.actor.id.as_str(), scope.actor.name.as_str());
    Ok(store::happened(tx, by, &[(entry.id.clone(), entry.version, one)]).await?)
}

/// Corrects what was entered wrongly, in the version that was seen.
///
/// # Errors
/// Not there, not allowed, nothing said, not sound, there once already.
pub async fn correct(
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    mend: &Mend,
) -> Result<Entry, Fault> {
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = workable(&mut tx, rooms, caller, id, seen).await?;
    let register = rooms.register(&found.register)?;
    if mend.reason.trim().is_empty() || mend.reason.chars().count() > LONGEST {
        return Err(invalid("reason", "entry_reason"));
    }
    let mut after = found.clone();
    after.version += 1;
    if let Some(text) = &mend.from {
        let day: Date = text.parse().map_err(|_| invalid("from", "entry_day"))?;
        if found.course.get(1).is_some_and(|turn| turn.day < day) {
            return Err(invalid("from", "entry_change_day"));
        }
        after.from = day;
        if let Some(first) = after.course.first_mut() {
            first.day = day;
        }
        if !register.period {
            after.to = Some(day);
        }
    }
    if let Some(text) = &mend.to {
        after.to =
            if text.is_empty() { None } else { Some(text.parse().map_err(|_| invalid("to", "entry_to"))?) };
        let ended = !found.is_open && register.period;
        if after.to.is_some_and(|to| to < after.from) || (ended && after.to.is_none()) {
            return Err(invalid("to", "entry_to"));
        }
        if let (true, Some(last), Some(day)) = (ended, after.course.last_mut(), after.to) {
            last.day = day.tomorrow().unwrap_or(day);
        }
    }
    for (field, value) in &mend.fields {
        if value.is_null() {
            after.fields.remove(field);
        } else if *value != sealed::COVERED {
            // What was shown covered and is sent back so was not changed.
            after.fields.insert(field.clone(), value.clone());
        }
    }
    let wrong = register.check(&sealed::opened(rooms, id, &after.fields)?);
    if !wrong.is_empty() {
        let fault = |one: anye_programmes::EntryFault| {
            FieldFault::new(format!("fields.{}", one.field), "entry_field")
                .arg("zh", one.say.zh)
                .arg("en", one.say.en)
        };
        return Err(wrong
            .into_iter()
            .map(fault)
            .fold(Fault::new(ErrorKind::Invalid, "entry_invalid"), Fault::field));
    }
    let disordered = bond::disordered(register, after.from, &after.fields);
    if !disordered.is_empty() {
        let whole = Fault::new(ErrorKind::Invalid, "entry_invalid");
        return Err(disordered.into_iter().fold(whole, Fault::field));
    }
    sealed::seal(rooms, register, &mut after)?;
    let changed: Vec<&String> =
        mend.fields.keys().filter(|field| found.fields.get(*field) != after.fields.get(*field)).collect();
    let said = |entry: &Entry| {
        let fields: serde_json::Map<_, _> = changed
            .iter()
            .map(|field| ((*field).clone(), entry.fields.get(*field).map(sealed::shown).unwrap_or_default()))
            .collect();
        json!({ "from": entry.from.to_string(), "to": entry.to.map(|day| day.to_string()), "fields": fields })
    };
    let detail = json!({ "before": said(&found), "after": said(&after), "reason": mend.reason, "evidence": mend.evidence });
    rewrite(&mut tx, rooms, register, &found, &after, "corrected", after.from, detail).await?;
    let event = Event::new("entry.correct", "entry", id).at_place(&after.place);
    tx.commit_with(
        event.detail(&json!({ "register": after.register, "fields": changed, "reason": mend.reason })),
        &after,
    )
    .await?;
    Ok(after)
}
