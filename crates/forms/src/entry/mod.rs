//! What people and sheets write into a cell (填写). It must never guess: what can mean two things is refused or noted.

use crate::cell::Cell;
use crate::model::{Item, Words};

/// A cell was read, but something about it should be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Stable code: `full_width`, `separators`, `minus`, `serial_date`, `dots_date`, `blank_word`, `unit_word`, `percent_sign`.
    pub code: &'static str,
    /// What was done.
    pub say: Words,
    /// Somebody should look at it before the report is sent.
    pub doubt: bool,
}

/// Why a cell could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryError {
    /// Stable code.
    pub code: &'static str,
    /// What is wrong and what to write.
    pub say: Words,
    /// What was probably meant, to be offered.
    pub suggestion: Option<String>,
}

/// Reads what stands in a cell.
///
/// # Errors
/// What cannot be read for certain, in words.
pub fn entry(item: &Item, text: &str) -> Result<(Cell, Option<Note>), EntryError> {
    let _ = item;
    if text.trim().is_empty() {
        return Ok((Cell::Missing, None));
    }
    Err(EntryError { code: "unread", say: Words::new("读不懂", "cannot be read"), suggestion: None })
}
