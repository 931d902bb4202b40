//! Persons from files (批量导入): template, dry run, the sheet back with its errors marked, the sound rows taken, the same file again changing nothing. Files are hostile
//! and are read in a child process; a row is one person, and one that is there already is never changed by a file.

pub mod api;
mod columns;
pub mod job;
mod marked;
pub mod pages;
mod prepare;
mod rows;
mod run;
pub mod stage;
mod template;
pub mod waiting;

use std::sync::Arc;

use anye_base::FieldFault;
use anye_reading::{Limits, TableLimits, Tables};

pub use columns::{COLUMNS, Column};
pub use rows::{Collected, collect};
pub use run::{Counts, Importer, Outcome, dry_run, import};

use super::model::NewPerson;

/// Rows of one file that a page takes.
const ROWS: usize = 60_000;

/// A file that was read and waits for its import.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its tables.
    pub tables: Arc<Tables>,
}

/// One row.
#[derive(Debug, Clone, Default)]
pub struct RowIn {
    /// Its number in the sheet.
    pub row: u32,
    /// The person.
    pub new: NewPerson,
}

/// Something about a row or a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Row, from 1; 0: the file.
    pub row: u32,
    /// Column by id; empty: the row.
    pub field: String,
    /// The row, or the file, is not taken because of it.
    pub error: bool,
    /// Code and values of the message.
    pub fault: FieldFault,
}

impl Finding {
    /// An error of a row.
    #[must_use]
    pub fn error(row: u32, fault: FieldFault) -> Self {
        Self { row, field: fault.field.clone(), error: true, fault }
    }

    /// A hint about a row or a file.
    #[must_use]
    pub fn hint(row: u32, fault: FieldFault) -> Self {
        Self { error: false, ..Self::error(row, fault) }
    }
}

/// How much a file may ask for.
#[must_use]
pub fn limits() -> (Limits, TableLimits) {
    let limits = Limits {
        text_bytes: 64 * 1024 * 1024,
        inflated_bytes: 400 * 1024 * 1024,
        memory_bytes: 448 * 1024 * 1024,
        time_ms: 60_000,
        ..Limits::default()
    };
    (limits, TableLimits { rows: ROWS, columns: 60, cells: 1_200_000, cell_chars: 1_000, sheets: 20 })
}
