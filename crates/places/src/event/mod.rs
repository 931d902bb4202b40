//! Change events (变更事件): read from a file and applied to a register, all or none. Applying must never alter what holds before an event's
//! day: it ends versions and links on that day and opens new ones.
//!
//! The file is CSV in UTF-8 with a header row; columns may come in any order, and those a kind does not need may be left out:
//!
//! | column | 中文 | |
//! |---|---|---|
//! | `date` | 生效日期 | first day of the new state, 2016-04-30 |
//! | `precision` | 日期精度 | `day` (or empty), `month`, `year`: how exactly the source dates it |
//! | `kind` | 变更类型 | `establish` 设立, `abolish` 撤销, `rename` 更名, `recode` 改码, `transfer` 划转, `split` 拆分, `merge` 合并 |
//! | `tree` | 适用口径 | `civil`, `statistical`, …; empty for all |
//! | `code`, `name` | 原代码、原名称 | the place before; the name, where given, is checked |
//! | `new_code`, `new_name` | 新代码、新名称 | the place after |
//! | `parent`, `new_parent` | 原上级、新上级 | the parent before (checked where given) and after |
//! | `source`, `source_url`, `note` | 出处、网址、备注 | |
//!
//! `split` and `merge` take one row per part. A part with the place's own code means that the place goes on. What stood below a recoded or
//! merged place moves along; what stood below an abolished or split place needs its own row for the same day.

mod day;
mod draft;
mod parse;
mod record;
mod verify;

pub use parse::read_events;
pub use record::{EventKind, EventRecord, Precision};

use crate::Register;

/// A change with the row it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// Row in the file; the header is row 1.
    pub row: u64,
    /// The change.
    pub event: EventRecord,
}

impl EventRow {
    /// Gives events made elsewhere the rows that a file of them would have.
    pub fn number(events: Vec<EventRecord>) -> Vec<Self> {
        events.into_iter().zip(2..).map(|(event, row)| Self { row, event }).collect()
    }
}

/// Why a row of an import was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// Row in the file; the header is row 1, the file as a whole 0.
    pub row: u64,
    /// Column, by its name in the header.
    pub column: &'static str,
    /// Stable code, for example `place_retired`.
    pub code: &'static str,
    /// One plain sentence.
    pub message: String,
}

impl std::fmt::Display for RowError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "row {}, column {}: {} [{}]", self.row, self.column, self.message, self.code)
    }
}

impl std::error::Error for RowError {}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Events applied.
    pub applied: usize,
    /// Events that the register already held.
    pub unchanged: usize,
    /// Codes of which a version was opened.
    pub opened: Vec<String>,
    /// Codes of which a version was ended.
    pub closed: Vec<String>,
    /// Codes that got another parent, in some tree.
    pub moved: Vec<String>,
}

/// Applies change events (变更导入): the new register and what changed, or every row that is wrong and no change at all. An event that the
/// register already holds changes nothing.
///
/// # Errors
/// The rows that cannot be applied, in the order of the file.
pub fn apply(register: &Register, events: &[EventRow]) -> Result<(Register, Changes), Vec<RowError>> {
    let mut known: std::collections::HashMap<_, Vec<&EventRecord>> = std::collections::HashMap::new();
    for event in register.events() {
        known.entry((event.date, event.kind, event.code.as_str())).or_default().push(event);
    }
    let mut changes = Changes::default();
    let mut fresh: Vec<&EventRow> = Vec::new();
    for row in events {
        let alike = known.entry((row.event.date, row.event.kind, row.event.code.as_str())).or_default();
        if alike.iter().any(|event| event.same_change(&row.event)) {
            changes.unchanged += 1;
        } else {
            alike.push(&row.event);
            fresh.push(row);
        }
    }
    if fresh.is_empty() {
        return Ok((register.clone(), changes));
    }
    fresh.sort_by_key(|row| row.event.date);
    let mut draft = draft::Draft::of(register);
    let mut errors = Vec::new();
    for group in fresh.chunk_by(|a, b| a.event.date == b.event.date) {
        errors.extend(day::apply_day(&mut draft, group));
        // What follows a day that went wrong would be judged against a state that never was.
        if !errors.is_empty() {
            break;
        }
    }
    if !errors.is_empty() {
        errors.sort_by_key(|error: &RowError| error.row);
        return Err(errors);
    }
    changes.applied = fresh.len();
    let records = draft.finish(&mut changes);
    let mut all = register.events().to_vec();
    all.extend(fresh.iter().map(|row| row.event.clone()));
    let built = Register::build(records, all).map_err(|problems| {
        let blame =
            |place: &str| fresh.iter().find(|row| row.event.code == place || row.event.new_code == place);
        let errors = problems.iter().map(|problem| RowError {
            row: blame(&problem.place).map_or(0, |row| row.row),
            column: "code",
            code: problem.code,
            message: format!("{}: {} ({})", problem.place, problem.message, problem.date),
        });
        errors.collect::<Vec<_>>()
    })?;
    Ok((built, changes))
}
