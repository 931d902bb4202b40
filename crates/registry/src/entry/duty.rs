//! Duties (职责): what has to be done about an open entry, by when. They are on the list before they are due, and nobody can make them go away but by doing them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use anye_access::{Caller, Permission};
use anye_base::{Cursor, Date, ErrorKind, Fault, FieldFault, Limit, Page};
use anye_db::audit::Event;
use anye_db::{Begin, WriteTx};
use anye_forms::Period;
use anye_programmes::{Duty, Held, Register, SubjectKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::Entry;
use super::span::{before, date, law_day, level_word, period_type};
use super::store::duty as store;
use super::subject::at_level;
use crate::Registers;
use crate::fact;
use crate::reach::counties;
use crate::registers::{Stage, Told};
use crate::rights::{may_since, must_since};

/// A duty about an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Task {
    /// Id.
    pub id: String,
    /// The entry.
    pub entry: String,
    /// Its register.
    pub register: String,
    /// Which of the register's duties.
    pub duty: String,
    /// 2020-06 and the like where it comes again and again; empty where once.
    pub period: String,
    /// Sort of whom it is about.
    pub subject_kind: String,
    /// Whom it is about.
    pub subject: String,
    /// Whose office has to do it.
    pub place: String,
    /// The county's six digits.
    pub county: String,
    /// First day on which it can be done.
    #[schema(value_type = String)]
    pub starts: Date,
    /// From then on it is soon due, in milliseconds.
    pub warn_at: i64,
    /// Its last moment, in milliseconds.
    pub due_at: i64,
    /// waiting, soon, overdue, done, dropped
    pub state: String,
    /// Done after it was due, or dropped then.
    pub late: bool,
    /// When it was done.
    pub done_at: Option<i64>,
    /// By whom.
    pub done_name: Option<String>,
    /// The entry that fulfilled it.
    pub done_entry: Option<String>,
    /// Words.
    pub note: String,
    /// The case that came of it.
    pub case_id: Option<String>,
}

/// Which duties.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DutyFilter {
    /// Of this register; empty: all.
    pub register: String,
    /// This duty; empty: all.
    pub duty: String,
    /// open (default), waiting, soon, overdue, done, late, dropped
    pub state: String,
    /// Of this period.
    pub period: String,
    /// Below this place; empty: wherever the caller may look.
    pub place: String,
}

/// Whether the duty is there in a state.
fn asked(register: &Register, duty: &Duty, state: &str) -> bool {
    if duty.states.is_empty() { register.is_open(state) } else { duty.states.iter().any(|id| id == state) }
}

/// The day on which the entry came into the states of the duty last.
fn begun(rooms: &Registers, duty: &Duty, entry: &Entry) -> Date {
    let Some(register) = rooms.definitions.register(&entry.register) else { return entry.from };
    let run = entry.course.iter().rev().take_while(|turn| asked(register, duty, &turn.state));
    run.last().map_or(entry.from, |turn| turn.day)
}

/// The duty of an entry; of the period that holds `on` where it comes again and again.
pub(super) fn made(rooms: &Registers, duty: &Duty, entry: &Entry, on: Date) -> Option<Task> {
    let (period, starts, due, due_at) = if duty.lapse {
        let ends = &rooms.definitions.register(&entry.register)?.lapse.as_ref()?.ends;
        let last = super::lapse::last_day(ends, entry)?;
        (last.to_string(), entry.from, law_day(last)?, store::end_of(last))
    } else if let Some(every) = duty.every {
        let period = Period::of_day(period_type(every.unit), law_day(on)?)?;
        let due = period.last_day()?;
        let starts = date(period.first_day()?)?.max(entry.from);
        (period.to_string(), starts, due, store::end_of(date(due)?))
    } else {
        let within = duty.within?;
        let begun = begun(rooms, duty, entry);
        let due = within.due(law_day(begun)?, &rooms.calendar)?;
        let hours = within.due_at(entry.recorded_at / 1000).map(|at| at * 1000);
        // An entry that came back into these states has its duty anew.
        let period = if begun == entry.from { String::new() } else { begun.to_string() };
        (period, begun, due, hours.unwrap_or(store::end_of(date(due)?)))
    };
    let place = at_level(rooms, &entry.place, level_word(duty.place), on);
    Some(Task {
        id: rooms.core().world.new_id(),
        entry: entry.id.clone(),
        register: entry.register.clone(),
        duty: duty.id.clone(),
        period,
        subject_kind: entry.subject_kind.clone(),
        subject: entry.subject.clone(),
        county: entry.county.clone(),
        place,
        starts,
        warn_at: before(rooms, due_at, due, duty.warn),
        due_at,
        state: "waiting".to_owned(),
        late: false,
        done_at: None,
        done_name: None,
        done_entry: None,
        note: String::new(),
        case_id: None,
    })
}

/// Sets the duties of entries that were opened or changed, and lets go of those of entries that are no longer in their states.
pub(super) async fn arrange(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    register: &Register,
    entries: &[&Entry],
) -> Result<(), Fault> {
    if register.duties.is_empty() || entries.is_empty() {
        return Ok(());
    }
    let today = rooms.core().world.today();
    let ids: Vec<String> = entries.iter().map(|entry| entry.id.clone()).collect();
    let fresh = entries.iter().all(|entry| entry.version == 1);
    let mut there: BTreeMap<String, Vec<Task>> = BTreeMap::new();
    if !fresh {
        for task in store::of_entries(tx, &ids).await? {
            there.entry(task.entry.clone()).or_default().push(task);
        }
    }
    let mut new = Vec::new();
    for entry in entries {
        let tasks = there.remove(&entry.id).unwrap_or_default();
        for duty in &register.duties {
            let waits = |task: &&Task| task.duty == duty.id && is_waiting(task);
            if entry.pending || !asked(register, duty, &entry.state) {
                for task in tasks.iter().filter(waits) {
                    settle(tx, rooms, register, task, &entry.state, duty).await?;
                }
                continue;
            }
            let made = made(rooms, duty, entry, today.max(entry.from));
            if duty.lapse {
                // The last day was put off, or corrected: what was asked before the day that no longer is one is over.
                for task in tasks.iter().filter(waits) {
                    let later = made.as_ref().map(|made| made.period.cmp(&task.period));
                    let state = match later {
                        Some(Ordering::Equal) => continue,
                        Some(Ordering::Greater) => "done",
                        _ => "dropped",
                    };
                    finish(tx, rooms, register, task, state, None, "").await?;
                }
            }
            new.extend(made.filter(|made| {
                !tasks.iter().any(|task| task.duty == made.duty && task.period == made.period)
            }));
            // The entry may have gone to another place.
            for task in tasks.iter().filter(waits).filter(|task| task.county != entry.county) {
                let mut moved = (*task).clone();
                moved.county.clone_from(&entry.county);
                moved.place = at_level(rooms, &entry.place, level_word(duty.place), today);
                store::update(tx, &moved).await?;
            }
        }
    }
    Ok(store::insert(tx, &new).await?)
}

fn is_waiting(task: &Task) -> bool {
    matches!(task.state.as_str(), "waiting" | "soon" | "overdue")
}

/// The entry left the states of its duty: done where that is what was wanted, else let go.
async fn settle(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    register: &Register,
    task: &Task,
    state: &str,
    duty: &Duty,
) -> Result<(), Fault> {
    let wanted = matches!(&duty.done, Held::State(states) if states.iter().any(|one| one == state));
    finish(tx, rooms, register, task, if wanted { "done" } else { "dropped" }, Some(task.entry.clone()), "")
        .await
}

/// Ends a duty and tells who was told of it.
async fn finish(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    register: &Register,
    task: &Task,
    state: &str,
    by_entry: Option<String>,
    note: &str,
) -> Result<(), Fault> {
    let scope = tx.scope();
    let now = scope.world.now_ms();
    let mut after = task.clone();
    after.state = state.to_owned();
    after.late = now > task.due_at;
    after.done_at = Some(now);
    after.done_name = Some(scope.actor.name.clone());
    after.done_entry = by_entry;
    after.note = note.to_owned();
    store::update(tx, &after).await?;
    if let Some(case) = &after.case_id {
        // Before the update this one would still wait.
        let left = store::waiting_of_case(tx, case).await?;
        let told = Told { task: &after, register, subject_name: "", left };
        rooms.alarm.tell(tx, Stage::Done, told).await?;
    }
    Ok(())
}

/// Entries that fulfil duties of other entries: a contact, a job offer, a hiring.
pub(super) async fn fulfil(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    register: &Register,
    entries: &[&Entry],
) -> Result<(), Fault> {
    let waits: BTreeMap<(&str, &str), (&Register, &Duty)> = rooms
        .definitions
        .registers
        .iter()
        .flat_map(|other| other.duties.iter().map(move |duty| (other, duty)))
        .filter(|(_, duty)| matches!(&duty.done, Held::Entry(id) if *id == register.id))
        .map(|(other, duty)| ((other.id.as_str(), duty.id.as_str()), (other, duty)))
        .collect();
    if waits.is_empty() || entries.is_empty() {
        return Ok(());
    }
    let households = households(tx, register, entries, &waits).await?;
    let mut subjects: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for entry in entries {
        subjects.entry(register.subject.word()).or_default().insert(entry.subject.clone());
        subjects.entry("household").or_default().extend(households.get(&entry.subject).cloned());
    }
    let mut open = Vec::new();
    for (kind, ids) in subjects {
        let ids: Vec<String> = ids.into_iter().collect();
        open.extend(store::waiting(tx, kind, &ids).await?);
    }
    let mut done = BTreeSet::new();
    for entry in entries {
        for task in &open {
            let Some((other, duty)) = waits.get(&(task.register.as_str(), task.duty.as_str())) else {
                continue;
            };
            let about = task.subject == entry.subject && task.subject_kind == entry.subject_kind
                || task.subject_kind == "household" && households.get(&entry.subject) == Some(&task.subject);
            let in_time = task.starts <= entry.from
                && duty.every.is_none_or(|_| store::end_of(entry.from) <= task.due_at);
            if about && in_time && done.insert(task.id.clone()) {
                finish(tx, rooms, other, task, "done", Some(entry.id.clone()), "").await?;
            }
        }
    }
    Ok(())
}

/// The household of each subject, where a duty about households may be fulfilled by one of its members.
async fn households(
    tx: &mut WriteTx<'_>,
    register: &Register,
    entries: &[&Entry],
    waits: &BTreeMap<(&str, &str), (&Register, &Duty)>,
) -> Result<BTreeMap<String, String>, Fault> {
    let wanted = waits.values().any(|(other, _)| other.subject == SubjectKind::Household);
    if register.subject != SubjectKind::Person || !wanted {
        return Ok(BTreeMap::new());
    }
    let mut all = BTreeMap::new();
    let days: BTreeSet<Date> = entries.iter().map(|entry| entry.from).collect();
    for day in days {
        let ids: Vec<String> =
            entries.iter().filter(|entry| entry.from == day).map(|entry| entry.subject.clone()).collect();
        for (person, mut fields) in fact::known_many(tx, "persons", &ids, day, None).await? {
            if let Some(id) = fields.remove("household").and_then(|value| value.as_str().map(str::to_owned)) {
                all.insert(person, id);
            }
        }
    }
    Ok(all)
}

/// Says that a duty is done, where that is what fulfils it.
///
/// # Errors
/// Not there, not allowed, done by other means, done already.
pub async fn duty_done(rooms: &Registers, caller: &Caller<'_>, id: &str, note: &str) -> Result<Task, Fault> {
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let task = store::find(&mut tx, id).await?;
    let task = task
        .filter(|one| may_since(&rooms.registry, caller, Permission::RegistersRead, &one.place))
        .ok_or_else(|| Fault::not_found("duty"))?;
    must_since(&rooms.registry, caller, Permission::RegistersWork, &task.place)?;
    let register = rooms.register(&task.register)?;
    let duty = register.duties.iter().find(|duty| duty.id == task.duty);
    if !duty.is_some_and(|duty| duty.done == Held::Said) {
        return Err(Fault::new(ErrorKind::Conflict, "duty_not_said"));
    }
    if !is_waiting(&task) {
        return Err(Fault::new(ErrorKind::Conflict, "duty_ended"));
    }
    if note.trim().is_empty() || note.chars().count() > super::open::LONGEST {
        let field = FieldFault::new("note", "duty_note").arg("most", super::open::LONGEST);
        return Err(Fault::new(ErrorKind::Invalid, "entry_invalid").field(field));
    }
    finish(&mut tx, rooms, register, &task, "done", None, note.trim()).await?;
    let after = store::find(&mut tx, id).await?.ok_or_else(|| Fault::not_found("duty"))?;
    let event = Event::new("duty.done", "duty", id).at_place(&after.place);
    tx.commit_with(event.detail(&serde_json::json!({ "duty": after.duty, "entry": after.entry })), &after)
        .await?;
    Ok(after)
}

/// A page of duties where the caller may look, the most urgent first.
///
/// # Errors
/// The store's own.
pub async fn duties(
    rooms: &Registers,
    caller: &Caller<'_>,
    filter: &DutyFilter,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Task>, Fault> {
    let counties = counties(&rooms.registry, caller, Permission::RegistersRead, &filter.place);
    Ok(store::page(&mut &rooms.core().db, filter, &counties, after, limit).await?)
}
