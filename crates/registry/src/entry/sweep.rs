//! The clock of duties (职责巡查): those of a new month are set, those soon due and those past their time are told. Looking twice does nothing twice.

use anye_base::{Actor, Fault};
use anye_db::audit::Event;
use serde::Serialize;

use super::duty::{Task, made};
use super::store::{duty as store, entry};
use crate::Registers;
use crate::registers::{Stage, Told};

/// Duties of one transaction.
const AT_ONCE: u32 = 200;
/// Entries that get their duty of a period in one transaction.
const ENTRIES: u32 = 500;

/// What a look did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Swept {
    /// Duties of a new period.
    pub set: u64,
    /// Told as soon due.
    pub soon: u64,
    /// Told as past their time.
    pub overdue: u64,
}

/// Looks once.
///
/// # Errors
/// The store's own, or those of who is told.
pub async fn sweep(rooms: &Registers) -> Result<Swept, Fault> {
    let mut swept = Swept { set: periods(rooms).await?, ..Swept::default() };
    swept.soon = call(rooms, Stage::Soon).await?;
    swept.overdue = call(rooms, Stage::Overdue).await?;
    Ok(swept)
}

/// The duties of the period that today is in, for every open entry.
async fn periods(rooms: &Registers) -> Result<u64, Fault> {
    let core = rooms.core();
    let actor = Actor::system("registers");
    let today = core.world.today();
    let mut set = 0;
    for register in &rooms.definitions.registers {
        for duty in register.duties.iter().filter(|duty| duty.every.is_some()) {
            let Some(period) = period_of(rooms, duty, today) else { continue };
            loop {
                let mut tx = core.db.begin_internal(&core.world, &actor).await?;
                if store::period_done(&mut tx, &register.id, &duty.id, &period, false).await? {
                    break;
                }
                let open = entry::without_duty(&mut tx, &register.id, &duty.id, &period, ENTRIES).await?;
                let asked = |state: &str| {
                    if duty.states.is_empty() {
                        register.is_open(state)
                    } else {
                        duty.states.iter().any(|id| id == state)
                    }
                };
                let mut tasks: Vec<Task> = Vec::new();
                for one in &open {
                    if let Some(mut task) = made(rooms, duty, one, today) {
                        if !asked(&one.state) || one.from > today {
                            task.state = "dropped".to_owned();
                        }
                        tasks.push(task);
                    }
                }
                store::insert(&mut tx, &tasks).await?;
                set += tasks.iter().filter(|task| task.state == "waiting").count() as u64;
                let last = (open.len() as u32) < ENTRIES;
                if last {
                    store::period_done(&mut tx, &register.id, &duty.id, &period, true).await?;
                }
                let event = Event::new("duty.period", "register", &register.id);
                tx.commit(event.detail(
                    &serde_json::json!({ "duty": duty.id, "period": period, "entries": open.len() }),
                ))
                .await?;
                if last {
                    break;
                }
            }
        }
    }
    Ok(set)
}

fn period_of(rooms: &Registers, duty: &anye_programmes::Duty, today: anye_base::Date) -> Option<String> {
    // Of an entry that began long ago: the period is that of today.
    let anybody = super::model::Entry {
        id: String::new(),
        register: String::new(),
        subject_kind: String::new(),
        subject: String::new(),
        subject_name: String::new(),
        place: rooms.core().settings.home_place.clone(),
        county: String::new(),
        state: String::new(),
        is_open: true,
        pending: false,
        from: anye_base::Date::MIN,
        to: None,
        fields: std::collections::BTreeMap::new(),
        course: Vec::new(),
        channel: String::new(),
        source: String::new(),
        evidence: String::new(),
        reason: String::new(),
        number: None,
        check_code: None,
        wish: None,
        answer: None,
        public_from: None,
        public_to: None,
        recorded_at: 0,
        recorded_by: String::new(),
        recorded_name: String::new(),
        confirmed_name: None,
        version: 1,
    };
    made(rooms, duty, &anybody, today).map(|task| task.period)
}

/// Tells of duties that have come so far, and notes it.
async fn call(rooms: &Registers, stage: Stage) -> Result<u64, Fault> {
    let core = rooms.core();
    let actor = Actor::system("registers");
    let mut told = 0;
    loop {
        let now = core.world.now_ms();
        let mut tx = core.db.begin_internal(&core.world, &actor).await?;
        let due = match stage {
            Stage::Soon => store::soon(&mut tx, now, AT_ONCE).await?,
            _ => store::overdue(&mut tx, now, AT_ONCE).await?,
        };
        if due.is_empty() {
            return Ok(told);
        }
        let ids: Vec<String> = due.iter().map(|task| task.entry.clone()).collect();
        let entries = entry::by_ids(&mut tx, &ids).await?;
        for mut task in due {
            // A register that the pack no longer has: nobody knows what the duty was.
            let Ok(register) = rooms.register(&task.register) else {
                task.state = "dropped".to_owned();
                store::update(&mut tx, &task).await?;
                continue;
            };
            let name =
                entries.iter().find(|one| one.id == task.entry).map_or("", |one| one.subject_name.as_str());
            task.state = if stage == Stage::Soon { "soon" } else { "overdue" }.to_owned();
            let case = rooms
                .alarm
                .tell(&mut tx, stage, Told { task: &task, register, subject_name: name, left: 1 })
                .await?;
            task.case_id = case.or(task.case_id);
            store::update(&mut tx, &task).await?;
            told += 1;
        }
        let what = if stage == Stage::Soon { "duty.soon" } else { "duty.overdue" };
        tx.commit(Event::new(what, "duty", "").detail(&serde_json::json!({ "duties": ids.len() }))).await?;
    }
}
