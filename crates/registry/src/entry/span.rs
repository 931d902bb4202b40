//! Days, periods and levels of duties (职责的日子): what calendars and packs write, as this crate counts it. It must never look at an entry.

use anye_base::Date;
use anye_forms::PeriodType;
use anye_law::day::Day;
use anye_programmes::{EveryUnit, Level, Span, SpanUnit};

use crate::Registers;

pub(super) fn law_day(date: Date) -> Option<Day> {
    Day::new(i32::from(date.year()), u32::try_from(date.month()).ok()?, u32::try_from(date.day()).ok()?)
}

pub(super) fn date(day: Day) -> Option<Date> {
    let (year, month, day) = day.ymd();
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

pub(super) fn period_type(unit: EveryUnit) -> PeriodType {
    match unit {
        EveryUnit::Month => PeriodType::Month,
        EveryUnit::Quarter => PeriodType::Quarter,
        EveryUnit::HalfYear => PeriodType::HalfYear,
        EveryUnit::Year => PeriodType::Year,
    }
}

pub(super) fn level_word(level: Level) -> &'static str {
    match level {
        Level::Own => "",
        Level::Village => "village",
        Level::Township => "township",
        Level::County => "county",
        Level::City => "city",
        Level::Province => "province",
    }
}

/// So long before.
pub(super) fn before(rooms: &Registers, due_at: i64, due: Day, span: Option<Span>) -> i64 {
    let Some(span) = span else { return due_at };
    let day_ms = 86_400_000_i64;
    match span.unit {
        SpanUnit::Hour => due_at - i64::from(span.n) * 3_600_000,
        SpanUnit::Day => due_at - i64::from(span.n) * day_ms,
        SpanUnit::Month => {
            let back = due.plus_months(-i64::from(span.n)).unwrap_or(due);
            due_at - i64::from(due.0 - back.0) * day_ms
        }
        SpanUnit::WorkingDay => {
            let (mut at, mut left) = (due, span.n);
            while left > 0 {
                at = Day(at.0 - 1);
                left -= u32::from(rooms.calendar.is_working_day(at));
            }
            due_at - i64::from(due.0 - at.0) * day_ms
        }
    }
}
