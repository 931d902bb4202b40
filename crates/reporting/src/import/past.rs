//! What the checks of a chunk look back on: earlier reports from the store, and those of this very import that may not stand there yet.
//!
//! It must never leave out what the store holds: only of periods in which it held nothing when the import began is memory alone asked.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use anye_db::{DbError, Read};
use anye_forms::{Cells, Form, Period};

use super::store;
use crate::report::{earlier, lenient};

/// So many reports are kept in memory besides those of the last two periods.
const MOST: usize = 30_000;

/// An earlier report.
pub enum Earlier {
    /// As it is kept.
    Text(String),
    /// As this import has just read it.
    Cells(Arc<Cells>),
}

impl Earlier {
    /// Its cells.
    pub fn cells(&self, form: &Form) -> Arc<Cells> {
        match self {
            Self::Text(text) => Arc::new(lenient(form, text)),
            Self::Cells(cells) => Arc::clone(cells),
        }
    }
}

/// Reports of an import by period, and what the store held before it.
#[derive(Default)]
pub struct Past {
    /// Whether the store had reports of a period when it was first asked, or memory of it was given up.
    had: BTreeMap<Period, bool>,
    kept: BTreeMap<Period, HashMap<String, Arc<Cells>>>,
}

impl Past {
    /// Asks for a period and those that its checks look back on, as far as they were not asked for yet. Must be asked before this import writes
    /// to any of them.
    pub async fn ask(&mut self, from: &mut impl Read, form: &Form, period: Period) -> Result<(), DbError> {
        for period in earlier(form, period).into_iter().chain([period]) {
            if let Entry::Vacant(unasked) = self.had.entry(period) {
                unasked.insert(store::has_reports(from, &form.id, &period.to_string()).await?);
            }
        }
        Ok(())
    }

    /// Whether reports of a period must be looked for in the store.
    pub fn in_store(&self, period: Period) -> bool {
        self.had.get(&period).copied().unwrap_or(true)
    }

    /// A report of this import.
    pub fn of(&self, period: Period, reporter: &str) -> Option<&Arc<Cells>> {
        self.kept.get(&period)?.get(reporter)
    }

    /// Keeps what a chunk is about to write.
    pub fn keep(&mut self, period: Period, cells: HashMap<String, Arc<Cells>>) {
        self.kept.entry(period).or_default().extend(cells);
        // The oldest first; what is given up was written long ago and is read from the store.
        while self.kept.len() > 2 && self.kept.values().map(HashMap::len).sum::<usize>() > MOST {
            if let Some((oldest, _)) = self.kept.pop_first() {
                self.had.insert(oldest, true);
            }
        }
    }

    /// Somebody else wrote to a period meanwhile: only the store knows what stands there.
    pub fn give_up(&mut self, period: Period) {
        self.kept.remove(&period);
        self.had.insert(period, true);
    }
}
