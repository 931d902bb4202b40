//! Entries that end on their last day by themselves (期满自动终止): each night those whose day is over, as an officer would end them, and the tasks that warn before. Cut off, the
//! next night goes on; looking twice does nothing twice. It must never end what a decision under way may still put off.

use std::collections::BTreeSet;

use anye_base::{Actor, Date, ErrorKind, Fault};
use anye_db::audit::Event;
use anye_programmes::{Lapse, Register};
use serde::Serialize;
use serde_json::{Value, json};

use super::change::changed;
use super::duty::arrange;
use super::model::Entry;
use super::store::lapse::open_after;
use super::store::{duty as tasks, entry as store};
use crate::Registers;

/// Entries read at once.
const PAGE: u32 = 500;
/// Entries that end in one transaction.
const AT_ONCE: usize = 100;
/// So often at most, where others change the same entries.
const TRIES: usize = 5;

/// What a night did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Lapsed {
    /// Entries that ended.
    pub ended: u64,
    /// Entries whose day is over and that wait: for a decision, for a second person, for entries that name them.
    pub waiting: u64,
    /// Entries that got the task that warns.
    pub set: u64,
}

/// The last day of an entry: the latest of these fields; where none is filled, the day it was entered with.
pub(super) fn last_day(ends: &[String], entry: &Entry) -> Option<Date> {
    let day = |id: &String| entry.fields.get(id).and_then(Value::as_str)?.parse::<Date>().ok();
    ends.iter().filter_map(day).max().or(entry.to)
}

/// The last day of an entry that may end by it.
fn bound(lapse: &Lapse, entry: &Entry) -> Option<Date> {
    let may = entry.is_open && !entry.pending && lapse.from.contains(&entry.state);
    last_day(&lapse.ends, entry).filter(|_| may)
}

/// Whether it was its last day that ended it, and nobody.
pub(super) fn by_itself(register: &Register, entry: &Entry) -> bool {
    let ended = |lapse: &Lapse| {
        let over = last_day(&lapse.ends, entry).is_some_and(|last| entry.to == Some(last));
        over && entry.state == lapse.to && entry.reason == lapse.reason
    };
    !entry.is_open && register.lapse.as_ref().is_some_and(ended)
}

/// Looks once at all open entries of the registers that say when an entry ends.
///
/// # Errors
/// The store's own.
pub async fn lapse(rooms: &Registers) -> Result<Lapsed, Fault> {
    let core = rooms.core();
    let today = core.world.today();
    let mut done = Lapsed::default();
    for register in &rooms.definitions.registers {
        let Some(lapse) = &register.lapse else { continue };
        let mut after = String::new();
        loop {
            let ids = open_after(&mut &core.db, &register.id, &after, PAGE).await?;
            let Some(last) = ids.last().cloned() else { break };
            let page = store::by_ids(&mut &core.db, &ids).await?;
            let over = |one: &&Entry| bound(lapse, one).is_some_and(|last| last < today);
            let due: Vec<String> = page.iter().filter(over).map(|one| one.id.clone()).collect();
            let held = rooms.under_way(&due).await?;
            done.waiting += held.len() as u64;
            let due: Vec<String> = due.into_iter().filter(|id| !held.contains(id)).collect();
            for some in due.chunks(AT_ONCE) {
                let (ended, waiting) = quickly(rooms, (register, lapse), some, today).await?;
                done.ended += ended;
                done.waiting += waiting;
            }
            let kept: Vec<&Entry> = page.iter().filter(|one| bound(lapse, one).is_some()).collect();
            let kept: Vec<&Entry> = kept.into_iter().filter(|one| !due.contains(&one.id)).collect();
            done.set += warned(rooms, register, &kept).await?;
            after = last;
            if ids.len() < PAGE as usize {
                break;
            }
        }
    }
    Ok(done)
}

/// Ends these; where somebody changed one of them meanwhile, once more with what stands now.
async fn quickly(
    rooms: &Registers,
    of: (&Register, &Lapse),
    ids: &[String],
    today: Date,
) -> Result<(u64, u64), Fault> {
    for _ in 0..TRIES {
        match end(rooms, of, ids, today).await {
            Err(fault) if fault.kind == ErrorKind::Stale => {}
            other => return other,
        }
    }
    // The next night goes on.
    Ok((0, ids.len() as u64))
}

/// Ends these, in one transaction: how many ended, how many wait.
async fn end(
    rooms: &Registers,
    (register, lapse): (&Register, &Lapse),
    ids: &[String],
    today: Date,
) -> Result<(u64, u64), Fault> {
    let core = rooms.core();
    let actor = Actor::system("registers");
    let mut tx = core.db.begin_internal(&core.world, &actor).await?;
    let (mut ended, mut waiting) = (0, 0);
    for one in store::by_ids(&mut tx, ids).await? {
        // Somebody may have been quicker, or have put the day off.
        let Some(last) = bound(lapse, &one).filter(|last| *last < today) else { continue };
        if one.wish.is_some() {
            waiting += 1;
            continue;
        }
        let day = last.tomorrow().map_err(Fault::internal)?;
        let day = one.course.last().map_or(day, |turn| turn.day.max(day));
        let told = ("lapsed", lapse.reason.as_str(), "");
        let after = match changed(&mut tx, rooms, &one, &lapse.to, day, told).await {
            // Entries that name it have to end first; the task stays on the list as overdue.
            Err(fault) if fault.kind == ErrorKind::Conflict => {
                waiting += 1;
                continue;
            }
            other => other?,
        };
        let detail = json!({ "register": register.id, "before": one.state, "after": after.state, "last_day": last.to_string(), "reason": lapse.reason });
        tx.note(Event::new("entry.lapse", "entry", &one.id).at_place(&one.place).detail(&detail));
        ended += 1;
    }
    if ended == 0 {
        return Ok((0, waiting));
    }
    let detail = json!({ "entries": ended });
    tx.commit(Event::new("registers.lapse", "register", &register.id).detail(&detail)).await?;
    Ok((ended, waiting))
}

/// Sets the task that warns for entries that have none: those from before the register said so.
async fn warned(rooms: &Registers, register: &Register, open: &[&Entry]) -> Result<u64, Fault> {
    if !register.duties.iter().any(|duty| duty.lapse) {
        return Ok(0);
    }
    let core = rooms.core();
    let ids: Vec<String> = open.iter().map(|one| one.id.clone()).collect();
    let there = tasks::of_entries(&mut &core.db, &ids).await?;
    let has: BTreeSet<&str> =
        there.iter().filter(|task| task.duty == Lapse::DUTY).map(|task| task.entry.as_str()).collect();
    let bare: Vec<&Entry> = open.iter().copied().filter(|one| !has.contains(one.id.as_str())).collect();
    let actor = Actor::system("registers");
    for some in bare.chunks(AT_ONCE) {
        let mut tx = core.db.begin_internal(&core.world, &actor).await?;
        let ids: Vec<String> = some.iter().map(|one| one.id.clone()).collect();
        let now = store::by_ids(&mut tx, &ids).await?;
        arrange(&mut tx, rooms, register, &now.iter().collect::<Vec<_>>()).await?;
        let detail = json!({ "duty": Lapse::DUTY, "entries": ids.len() });
        tx.commit(Event::new("duty.set", "register", &register.id).detail(&detail)).await?;
    }
    Ok(bare.len() as u64)
}
