//! Opening entries (登记), one or many, in the transaction of whatever brings them about: checked against the register, against what is there once, against the limits.

use std::collections::BTreeSet;

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, WriteTx};
use anye_programmes::{Register, SubjectKind};
use serde_json::json;

use super::key::{Step, admit};
use super::model::{Entry, Happened, NewEntry, Turn};
use super::store::entry as store;
use super::{bond, certificate, duty, public, sealed, settle, subject};
use crate::Registers;
use crate::rights::must_since;

/// Longest source, evidence or reason.
pub(super) const LONGEST: usize = 400;
/// Channels.
const CHANNELS: [&str; 5] = ["counter", "portal", "import", "programme", "office"];

/// Opens one, for somebody at the counter or through the portal.
///
/// # Errors
/// Everything that is wrong with it; not allowed at its place; there once already; the limit is reached.
pub async fn open(
    rooms: &Registers,
    caller: &Caller<'_>,
    register: &str,
    new: NewEntry,
) -> Result<Entry, Fault> {
    let register = rooms.register(register)?;
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let mut made = open_in(&mut tx, rooms, register, vec![new]).await?;
    let made = made.pop().ok_or_else(|| Fault::internal("nothing was entered"))?;
    must_since(&rooms.registry, caller, Permission::RegistersWork, &made.place)?;
    let event = Event::new(if made.pending { "entry.propose" } else { "entry.open" }, "entry", &made.id);
    let detail = json!({ "register": made.register, "subject": made.subject, "from": made.from.to_string(), "state": made.state });
    tx.commit_with(event.at_place(&made.place).detail(&detail), &made).await?;
    Ok(made)
}

/// Opens many, all or none. Who calls has decided that they may be entered at their places and writes the audit record when it commits.
///
/// # Errors
/// Everything that is wrong with them, by row from 1; or the store's own.
pub async fn open_in(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    register: &Register,
    all: Vec<NewEntry>,
) -> Result<Vec<Entry>, Fault> {
    let many = all.len() > 1;
    let drafts = drafted(tx, rooms, register, all).await?;
    let mut fault = Fault::new(ErrorKind::Invalid, "entry_invalid");
    let mut entries = Vec::with_capacity(drafts.len());
    for (row, draft) in (1_u64..).zip(drafts) {
        match draft {
            Ok(entry) => entries.push(entry),
            Err(wrong) => {
                fault = wrong.into_iter().map(|one| rowed(one, row, many)).fold(fault, Fault::field)
            }
        }
    }
    if !fault.fields.is_empty() {
        return Err(fault);
    }
    let (written, refused) = write(tx, rooms, register, entries).await?;
    if let Some((_, first)) = refused.first() {
        let mut fault = Fault::new(ErrorKind::Conflict, first.code);
        fault.args = first.args.clone();
        return Err(refused
            .into_iter()
            .map(|(row, one)| rowed(one, row as u64 + 1, many))
            .fold(fault, Fault::field));
    }
    Ok(written)
}

fn rowed(mut one: FieldFault, row: u64, many: bool) -> FieldFault {
    one.row = many.then_some(row);
    one
}

/// What one row became: an entry, or everything that is wrong with it.
pub(super) type Draft = Result<Entry, Vec<FieldFault>>;

/// Checks each against the register and its subject. Nothing is written.
pub(super) async fn drafted(
    from: &mut impl anye_db::Read,
    rooms: &Registers,
    register: &Register,
    all: Vec<NewEntry>,
) -> Result<Vec<Draft>, Fault> {
    let ids: BTreeSet<String> = all.iter().map(|one| one.subject.clone()).collect();
    let ids: Vec<String> = ids.into_iter().collect();
    let subjects = subject::find_many(from, rooms, register.subject, &ids).await?;
    Ok(all.into_iter().map(|new| sound(rooms, register, subjects.get(&new.subject).cloned(), new)).collect())
}

fn sound(rooms: &Registers, register: &Register, subject: Option<subject::Subject>, new: NewEntry) -> Draft {
    let core = rooms.core();
    let mut wrong = Vec::new();
    let mut refuse = |field: &str, code| wrong.push(FieldFault::new(field, code).arg("most", LONGEST));
    let id = core.world.new_id();
    let subject = match register.subject {
        SubjectKind::Itself => {
            Some(subject::Subject { id: id.clone(), name: title(register, &new), place: String::new() })
        }
        _ => subject,
    };
    let from: Option<Date> = new.from.parse().ok();
    let to: Option<Date> = new.to.parse().ok();
    if subject.is_none() {
        refuse("subject", "entry_subject");
    }
    let today = core.world.today();
    if from.is_none_or(|from| from.year() < 1949 || from > today.saturating_add(jiff::Span::new().years(1))) {
        refuse("from", "entry_day");
    }
    if (!new.to.is_empty() && to.is_none()) || from.zip(to).is_some_and(|(from, to)| to < from) {
        refuse("to", "entry_to");
    }
    if !register.period && to.is_some_and(|to| Some(to) != from) {
        refuse("to", "entry_one_day");
    }
    let place = if new.place.is_empty() {
        subject.as_ref().map(|one| one.place.clone()).unwrap_or_default()
    } else {
        new.place.clone()
    };
    let known = core.places().find(&place, today).is_some()
        || from.is_some_and(|from| core.places().find(&place, from).is_some());
    if !known && subject.is_some() {
        refuse("place", "entry_place");
    }
    let state = if new.state.is_empty() { register.first_state().to_owned() } else { new.state.clone() };
    if !register.states.is_empty() && !register.states.iter().any(|one| one.id == state) {
        refuse("state", "entry_state");
    }
    let channel = if new.channel.is_empty() { "counter".to_owned() } else { new.channel.clone() };
    if !CHANNELS.contains(&channel.as_str()) || (channel == "portal" && !register.online) {
        refuse("channel", "entry_channel");
    }
    if new.source.trim().is_empty()
        || new.source.chars().count() > LONGEST
        || new.evidence.chars().count() > LONGEST
    {
        refuse("source", "entry_source");
    }
    for fault in register.check(&new.fields) {
        let one = FieldFault::new(format!("fields.{}", fault.field), "entry_field");
        wrong.push(one.arg("zh", fault.say.zh).arg("en", fault.say.en));
    }
    if let Some(from) = from {
        wrong.extend(bond::disordered(register, from, &new.fields));
        wrong.extend(bond::astray(rooms, register, (&place, from, &channel), &new.fields));
    }
    let (Some(from), Some(subject), true) = (from, subject, wrong.is_empty()) else { return Err(wrong) };
    // Confirmed by itself where a decision or an import by rule brings it; a person's proposal waits for a second one.
    let pending = register.confirm && channel != "programme";
    let open = if register.period || !register.states.is_empty() { register.is_open(&state) } else { false };
    Ok(Entry {
        id,
        register: register.id.clone(),
        subject_kind: register.subject.word().to_owned(),
        subject: subject.id,
        subject_name: subject.name,
        county: place.get(..6).unwrap_or(&place).to_owned(),
        place,
        is_open: open,
        pending,
        from,
        to: if register.period { to } else { Some(from) },
        fields: new.fields.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        course: vec![Turn { state: state.clone(), day: from }],
        state,
        channel,
        source: new.source.trim().to_owned(),
        evidence: new.evidence.trim().to_owned(),
        reason: String::new(),
        number: None,
        check_code: None,
        wish: None,
        answer: new.answer,
        public_from: None,
        public_to: None,
        recorded_at: core.world.now_ms(),
        recorded_by: String::new(),
        recorded_name: String::new(),
        confirmed_name: None,
        version: 1,
    })
}

/// What an entry that stands for itself is called: its first field of words.
fn title(register: &Register, new: &NewEntry) -> String {
    let text =
        register.fields.iter().filter(|field| matches!(field.kind, anye_programmes::FieldKind::Text(_)));
    text.filter_map(|field| new.fields.get(&field.id)?.as_str()).next().unwrap_or_default().to_owned()
}

/// Writes entries with everything that follows from them; says which were refused because of others, by their place in the list. Where any is refused, the
/// others are written: who wants all or none drops the transaction.
pub(super) async fn write(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    register: &Register,
    entries: Vec<Entry>,
) -> Result<(Vec<Entry>, Vec<(usize, FieldFault)>), Fault> {
    let scope = tx.scope();
    let steps: Vec<Step<'_>> =
        entries.iter().map(|entry| Step { before: None, after: Some(entry) }).collect();
    let faults = admit(tx, rooms, register, &steps).await?;
    let (mut sound, mut refused) = (Vec::with_capacity(entries.len()), Vec::new());
    for (at, (mut entry, fault)) in entries.into_iter().zip(faults).enumerate() {
        match fault {
            Some(fault) => refused.push((at, fault)),
            None => {
                entry.recorded_by.clone_from(&scope.actor.id);
                entry.recorded_name.clone_from(&scope.actor.name);
                sealed::seal(rooms, register, &mut entry)?;
                sound.push(entry);
            }
        }
    }
    for entry in sound.iter_mut().filter(|entry| !entry.pending) {
        certificate::give(tx, rooms, register, entry).await?;
        public::begin(rooms, register, entry);
    }
    store::insert(tx, &sound).await?;
    let now = scope.world.now_ms();
    let told: Vec<(String, i64, Happened)> = sound
        .iter()
        .map(|entry| {
            let what = if entry.pending { "proposed" } else { "opened" };
            let detail = json!({ "state": entry.state, "channel": entry.channel, "place": entry.place });
            let one = Happened { at: now, by: String::new(), what: what.to_owned(), day: entry.from, detail };
            (entry.id.clone(), 1, one)
        })
        .collect();
    store::happened(tx, (&scope.actor.id, &scope.actor.name), &told).await?;
    let held: Vec<&Entry> = sound.iter().filter(|entry| !entry.pending).collect();
    follow(tx, rooms, register, &held).await?;
    Ok((sound, refused))
}

/// What follows from entries that hold: facts, duties, and duties that they fulfil.
pub(super) async fn follow(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    register: &Register,
    entries: &[&Entry],
) -> Result<(), Fault> {
    settle::settle(tx, rooms, register, entries).await?;
    duty::arrange(tx, rooms, register, entries).await?;
    duty::fulfil(tx, rooms, register, entries).await
}
