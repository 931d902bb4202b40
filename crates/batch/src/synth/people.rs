//! A made-up people on disk: persons with households, contracts and employers, by place. It must never write into a folder that holds anything else.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anye_law::book::{Book, KindId};
use anye_law::day::Day;
use hashbrown::{HashMap, HashSet};

use super::disk::write_partition;
use super::{Dice, Recipe, partition};
use crate::population::{Fault, Ids};

/// Persons in one partition.
pub const PARTITION: usize = 200_000;

/// A made-up people: persons with households, contracts and employers, by place.
#[derive(Debug, Clone)]
pub struct People<'p> {
    /// The rules they are made for.
    pub book: &'p Book,
    /// Columns that are written; others are left out.
    pub columns: &'p HashSet<(KindId, u16)>,
    /// Places, taken in turn.
    pub places: &'p [String],
    /// How many persons.
    pub persons: usize,
    /// Persons in one partition.
    pub partition: usize,
    /// How many values in a hundred are unknown.
    pub unknown: u64,
    /// Where the dice begin.
    pub seed: u64,
    /// Day around which values lie.
    pub on: Day,
}

/// For every so many persons one of each: households, contracts, employers.
const SHARES: [(&str, usize, usize); 4] =
    [("persons", 1, 1), ("households", 1, 3), ("contracts", 2, 5), ("employers", 1, 40)];

/// Writes them, partition by partition.
pub fn write_people(people: &People<'_>, dir: &Path, threads: usize) -> Result<usize, Fault> {
    fs::create_dir_all(dir).map_err(|error| Fault::Io { path: dir.to_owned(), error })?;
    if fs::read_dir(dir).map_err(|error| Fault::Io { path: dir.to_owned(), error })?.next().is_some() {
        return Err(Fault::Wrong(format!(
            "{}: not empty; made-up people are written into an empty folder",
            dir.display()
        )));
    }
    let size = people.partition.max(1);
    let count = people.persons.div_ceil(size);
    let next = AtomicUsize::new(0);
    let fault = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= count {
                        return;
                    }
                    if let Err(error) = one(people, dir, at, size.min(people.persons - at * size)) {
                        if let Ok(mut fault) = fault.lock() {
                            fault.get_or_insert(error);
                        }
                        return;
                    }
                }
            });
        }
    });
    match fault.into_inner() {
        Ok(Some(fault)) => Err(fault),
        _ => Ok(count),
    }
}

fn one(people: &People<'_>, dir: &Path, at: usize, persons: usize) -> Result<(), Fault> {
    let mut rows = HashMap::new();
    for (kind, part, of) in SHARES {
        if let Some(kind) = people.book.find_kind(kind) {
            rows.insert(kind, (persons * part).div_ceil(of));
        }
    }
    let place = match people.places {
        [] => "210000".to_owned(),
        places => places[at % places.len()].clone(),
    };
    let size = people.partition.max(1);
    let recipe = Recipe { rows, others: 0, unknown: people.unknown, place: place.clone(), on: people.on };
    let mut dice = Dice(people.seed.wrapping_add((at as u64).wrapping_mul(0x5851_F42D_4C95_7F2D)));
    let mut facts = partition(people.book, &recipe, &mut dice);
    // Nobody has the id of somebody in another partition.
    for table in &mut facts.tables {
        if let Ids::Ints(ids) = &mut table.ids {
            ids.iter_mut().zip(at * size..).for_each(|(id, new)| *id = i64::try_from(new).unwrap_or(*id) + 1);
        }
    }
    facts.name = format!("{place}-{:04}", at + 1);
    write_partition(&facts, dir, |column| people.columns.contains(&column))
}
