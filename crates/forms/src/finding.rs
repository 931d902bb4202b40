//! What is wrong with a pack's reporting files, where, and what to write instead, in both languages. It must never stop at the first.

use serde::Serialize;

/// Line and column, both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Mark {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

impl Mark {
    /// Of a byte offset in `text`.
    #[must_use]
    pub fn at(text: &str, offset: usize) -> Self {
        let upto = text.get(..offset).unwrap_or(text);
        let line = upto.matches('\n').count() + 1;
        let column = upto.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }
}

/// One finding (问题). The codes are listed in `docs/reporting/findings.md`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Path of the file inside the pack.
    pub file: String,
    /// Line and column.
    pub mark: Mark,
    /// Stable code, `R0xx` files, `R1xx` forms, `R2xx` expressions, `R3xx` panels, `R4xx` indicators, lights and plans, `R5xx` cases.
    pub code: &'static str,
    /// Blocks the use of the pack; a warning does not.
    pub error: bool,
    /// One sentence in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// What to write instead, when it can be told.
    pub suggestion: Option<String>,
}

/// What the pack knows besides its reporting files: documents, articles, requirement rows, units.
pub struct Library<'a> {
    /// Whether there is such an article of such a document; an empty article asks for the document.
    pub article: &'a dyn Fn(&str, &str) -> bool,
    /// Whether the pack names such a unit or group of units.
    pub unit: &'a dyn Fn(&str) -> bool,
    /// Whether there is such a requirement row.
    pub requirement: &'a dyn Fn(&str) -> bool,
}
