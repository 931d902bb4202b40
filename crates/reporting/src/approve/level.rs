//! The levels of a form's approval path, and the place of a level above a reporter.

use anye_forms::{Form, Level};

/// The level that is next for a report with so many approvals; `None`: all have approved it.
#[must_use]
pub fn next_level(form: &Form, approvals: i64) -> Option<Level> {
    usize::try_from(approvals).ok().and_then(|done| form.approve.get(done)).copied()
}

/// The path down to the place of a level: the province's, city's or county's. The reporter's own place stands for levels below it.
#[must_use]
pub fn level_path(path: &str, level: Level) -> &str {
    let depth = match level {
        Level::Province => 0,
        Level::City => 1,
        Level::County => 2,
        Level::Township => 3,
    };
    path.match_indices('/').nth(depth).map_or(path, |(at, _)| &path[..at])
}

/// The word of a level, as it is stored.
pub(super) fn word(level: Level) -> &'static str {
    match level {
        Level::Province => "province",
        Level::City => "city",
        Level::County => "county",
        Level::Township => "township",
    }
}
