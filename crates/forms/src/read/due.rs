//! Due days, validity, days and periods as the files write them. It must never take a month for a day in silence.

use anye_law::day::Day;

use super::table::{File, Tab};
use crate::model::{Due, DueException, Valid};
use crate::period::Period;

pub(super) fn due(tab: &Tab<'_>) -> Due {
    let Some(due) = tab.tab("due") else { return Due::default() };
    due.keys(&["day", "setting", "next_working_day", "exceptions"]);
    let day = |tab: &Tab<'_>| tab.whole("day", 0..=366).and_then(|day| u16::try_from(day).ok());
    let exceptions = due.tabs("exceptions");
    Due {
        day: day(&due),
        setting: due.flag("setting").unwrap_or(false),
        next_working_day: due.flag("next_working_day").unwrap_or(false),
        exceptions: exceptions
            .iter()
            .filter_map(|one| {
                one.keys(&["place", "unit", "period", "day"]);
                if !one.has("day") {
                    one.missing("day");
                }
                Some(DueException {
                    place: one.text("place").map(|place| place.value.to_owned()).unwrap_or_default(),
                    unit: one.text("unit").map(|unit| unit.value.to_owned()).unwrap_or_default(),
                    period: period(one, "period"),
                    day: day(one)?,
                })
            })
            .collect(),
    }
}

/// A period as text.
pub(crate) fn period(tab: &Tab<'_>, key: &str) -> Option<Period> {
    let text = tab.text(key)?;
    text.value
        .parse::<Period>()
        .map_err(|error| tab.file.error(text.at, "R011", error.zh(), error.to_string()))
        .ok()
}

/// `valid = { from, to }`.
pub(super) fn valid(tab: &Tab<'_>) -> Valid {
    let Some(valid) = tab.tab("valid") else { return Valid::default() };
    valid.keys(&["from", "to"]);
    let out = Valid { from: day(&valid, "from", false), to: day(&valid, "to", true) };
    if let (Some(from), Some(to)) = (out.from, out.to)
        && from > to
    {
        tab.file.error(
            valid.place("to"),
            "R112",
            "止于的日期早于开始的日期",
            "the last day comes before the first",
        );
    }
    out
}

/// A day as written, as its first or its last day: `2016-12` ends on the 31st.
fn day(tab: &Tab<'_>, key: &str, last: bool) -> Option<Day> {
    let text = tab.text(key).filter(|text| !text.value.is_empty())?;
    let Some(day) = read_day(text.value) else {
        told_no_day(&tab.file, text.at, text.value);
        return None;
    };
    match text.value.len() {
        4 if last => day.plus_months(12)?.plus_days(-1),
        7 if last => Some(day.month_end()),
        _ => Some(day),
    }
}

/// `2016`, `2016-11`, `2016-11-30`: the first day of it.
pub(crate) fn read_day(text: &str) -> Option<Day> {
    if text.len() == 4 { Day::new(text.parse().ok()?, 1, 1) } else { Day::parse(text) }
}

/// Text that is no day.
pub(super) fn told_no_day(file: &File<'_>, at: usize, text: &str) {
    file.error(
        at,
        "R011",
        format!("“{text}”不是日期;写 2016、2016-11 或 2016-11-30"),
        format!("'{text}' is no day; write 2016, 2016-11 or 2016-11-30"),
    );
}
