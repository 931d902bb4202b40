//! Entries from a workbook or CSV file (批量导入): read in a child process, columns found by name, checked without writing, then taken in chunks. The same contents twice change
//! nothing; cut off, it goes on where it was. It must never take a row that a person at the counter could not enter.

mod headers;
mod marked;
mod rows;
mod take;

pub use headers::letters;
pub use marked::{template, workbook};
pub(crate) use rows::read as read_field;
pub use rows::{Finding, Parsed, parse};
pub use take::{Checked, Taken, check, take, unusable};

use std::sync::Arc;

use anye_reading::{Limits, TableLimits, Tables};

/// A field as a sheet says it.
///
/// # Errors
/// Why it is refused, in both languages.
pub fn value(
    field: &anye_programmes::Field,
    text: &str,
) -> Result<serde_json::Value, (&'static str, String, String)> {
    rows::read(field, text)
}

/// A file that was read and waits for a yes.
pub struct HeldFile {
    /// Its register.
    pub register: String,
    /// Its name.
    pub name: String,
    /// Digest of its bytes.
    pub digest: String,
    /// Its tables.
    pub tables: Arc<Tables>,
}

/// How much a file may ask for: 120,000 rows, and no more.
#[must_use]
pub fn limits() -> (Limits, TableLimits) {
    let limits = Limits {
        text_bytes: 96 * 1024 * 1024,
        inflated_bytes: 400 * 1024 * 1024,
        memory_bytes: 512 * 1024 * 1024,
        time_ms: 60_000,
        ..Limits::default()
    };
    (limits, TableLimits { rows: 120_000, columns: 100, cells: 3_000_000, cell_chars: 2_000, sheets: 10 })
}
