//! Checking and sealing many rows at once, on all processors, away from the writer. It must never ask the store.

use std::sync::Arc;

use anye_base::{Actor, World};
use anye_places::Register;
use anye_reading::Tables;

use super::{Finding, RowIn};
use crate::person::check::{Desk, sound};
use crate::person::store::Written;
use crate::seal::Keys;

/// What checking needs, owned, so that it can go to other threads.
#[derive(Clone)]
pub struct Bench {
    pub keys: Arc<Keys>,
    pub world: World,
    pub places: Arc<Register>,
    pub actor: Actor,
}

/// Rows that can be written, and what was found.
#[derive(Default)]
pub struct Prepared {
    pub ready: Vec<(u32, Written)>,
    pub findings: Vec<Finding>,
    pub read: usize,
    /// The part of a waiting file that this is.
    pub part: Option<Part>,
}

/// A part of a file that waits in the store.
pub struct Part {
    pub id: String,
    pub tables: Tables,
    /// Rows of it whose cells could not be read.
    pub unread: Vec<u32>,
    /// Rows of it that hold something.
    pub total: usize,
}

/// Checks and seals rows.
pub fn prepare(bench: &Bench, rows: &[RowIn]) -> Prepared {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let part = rows.len().div_ceil(threads).max(1);
    let parts: Vec<Prepared> = std::thread::scope(|scope| {
        let work: Vec<_> = rows.chunks(part).map(|some| scope.spawn(move || one_part(bench, some))).collect();
        work.into_iter().map(|one| one.join().unwrap_or_default()).collect()
    });
    let mut all = Prepared { read: rows.len(), ..Prepared::default() };
    for part in parts {
        all.ready.extend(part.ready);
        all.findings.extend(part.findings);
    }
    all
}

fn one_part(bench: &Bench, rows: &[RowIn]) -> Prepared {
    let desk = Desk {
        keys: &bench.keys,
        world: &bench.world,
        places: &bench.places,
        account: (&bench.actor.id, &bench.actor.name),
        today: bench.world.today(),
        now: bench.world.now_ms(),
    };
    let mut made = Prepared::default();
    for one in rows {
        match sound(desk, &one.new) {
            Ok(found) => {
                let hints = found.doubts.iter().map(|code| anye_base::FieldFault::new("", code));
                made.findings.extend(hints.map(|fault| Finding::hint(one.row, fault)));
                made.ready.push((one.row, found.written));
            }
            Err(faults) => {
                made.findings.extend(faults.into_iter().map(|fault| Finding::error(one.row, fault)));
            }
        }
    }
    made
}
