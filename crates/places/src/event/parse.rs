//! Reads the change file (变更表). It must never apply anything, and reports every row that cannot be read, not only the first.

use jiff::civil::Date;

use super::{EventRow, RowError};
use crate::{EventKind, EventRecord, Precision};

const COLUMNS: [&str; 13] = [
    "date",
    "precision",
    "kind",
    "tree",
    "code",
    "name",
    "new_code",
    "new_name",
    "parent",
    "new_parent",
    "source",
    "source_url",
    "note",
];

/// Reads change events from CSV; see the module for the columns. A byte-order mark and empty lines are allowed.
///
/// # Errors
/// Every cell that cannot be read, with row and column.
pub fn read_events(bytes: &[u8]) -> Result<Vec<EventRow>, Vec<RowError>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if std::str::from_utf8(bytes).is_err() {
        return Err(vec![error(
            0,
            "",
            "not_utf8",
            "the file is not UTF-8 text; save it as CSV UTF-8".into(),
        )]);
    }
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(fault) => return Err(vec![error(1, "", "bad_header", fault.to_string())]),
    };
    let at: Vec<Option<usize>> =
        COLUMNS.iter().map(|name| header.iter().position(|have| have == *name)).collect();
    let mut errors = Vec::new();
    for have in header.iter().filter(|have| !COLUMNS.contains(have)) {
        errors.push(error(1, "", "unknown_column", format!("the column {have:?} is not known")));
    }
    for need in ["date", "kind"] {
        if !header.iter().any(|have| have == need) {
            errors.push(error(1, need, "missing_column", format!("the column {need} is missing")));
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut rows = Vec::new();
    for (record, number) in reader.records().zip(2_u64..) {
        match record {
            Ok(record) => match read_row(&record, &at, number) {
                Ok(event) => rows.push(EventRow { row: number, event }),
                Err(faults) => errors.extend(faults),
            },
            Err(fault) => errors.push(error(number, "", "bad_row", fault.to_string())),
        }
    }
    if errors.is_empty() { Ok(rows) } else { Err(errors) }
}

fn error(row: u64, column: &'static str, code: &'static str, message: String) -> RowError {
    RowError { row, column, code, message }
}

fn read_row(
    record: &csv::StringRecord,
    at: &[Option<usize>],
    row: u64,
) -> Result<EventRecord, Vec<RowError>> {
    let cell = |column: usize| at[column].and_then(|at| record.get(at)).unwrap_or("");
    let mut errors = Vec::new();
    let date = cell(0).parse::<Date>().ok();
    if date.is_none() {
        errors.push(error(row, "date", "bad_date", format!("{:?} is not a date like 2016-04-30", cell(0))));
    }
    let precision = Precision::parse(cell(1));
    if precision.is_none() {
        errors.push(error(
            row,
            "precision",
            "bad_precision",
            format!("{:?} is not day, month or year", cell(1)),
        ));
    }
    let kind = EventKind::parse(cell(2));
    match kind {
        None => {
            let words: Vec<&str> = EventKind::ALL.iter().map(|kind| kind.as_str()).collect();
            errors.push(error(
                row,
                "kind",
                "bad_kind",
                format!("{:?} is none of {}", cell(2), words.join(", ")),
            ));
        }
        Some(kind) => {
            for column in needed(kind) {
                let at = COLUMNS.iter().position(|name| name == column).unwrap_or(0);
                if cell(at).is_empty() {
                    errors.push(error(row, column, "missing", format!("{} needs a {column}", kind.as_str())));
                }
            }
        }
    }
    let (Some(date), Some(precision), Some(kind), true) = (date, precision, kind, errors.is_empty()) else {
        return Err(errors);
    };
    let text = |column: usize| cell(column).to_owned();
    Ok(EventRecord {
        date,
        precision,
        kind,
        tree: text(3),
        code: text(4),
        name: text(5),
        new_code: text(6),
        new_name: text(7),
        parent: text(8),
        new_parent: text(9),
        source: text(10),
        source_url: text(11),
        note: text(12),
    })
}

/// Columns that a kind cannot do without.
fn needed(kind: EventKind) -> &'static [&'static str] {
    match kind {
        EventKind::Establish => &["new_code", "new_name", "new_parent"],
        EventKind::Abolish => &["code"],
        EventKind::Rename => &["code", "new_name"],
        EventKind::Recode => &["code", "new_code"],
        EventKind::Transfer => &["code", "new_parent"],
        EventKind::Split | EventKind::Merge => &["code", "new_code", "new_name"],
    }
}
