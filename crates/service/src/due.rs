//! When things are due (时限): working days by the pack's calendar, days that end at midnight in China, time that stands still. It must never guess a holiday.

use anye_base::Date;
use anye_forms::Calendar;
use anye_law::day::Day;
use anye_programmes::{Span, SpanUnit};

const DAY_MS: i64 = 86_400_000;
const CHINA_MS: i64 = 8 * 3_600_000;

/// The Chinese day of a moment.
#[must_use]
pub fn day_of(ms: i64) -> Day {
    Day(i32::try_from((ms + CHINA_MS).div_euclid(DAY_MS)).unwrap_or_default())
}

/// The last moment of a Chinese day.
#[must_use]
pub fn end_of(day: Day) -> i64 {
    (i64::from(day.0) + 1) * DAY_MS - CHINA_MS - 1
}

/// The first moment of a Chinese day.
#[must_use]
pub fn start_of(day: Day) -> i64 {
    i64::from(day.0) * DAY_MS - CHINA_MS
}

/// A calendar day as the law counts days.
#[must_use]
pub fn law_day(date: Date) -> Day {
    Day::parse(&date.to_string()).unwrap_or(Day::MIN)
}

/// A day of the law as a calendar day.
#[must_use]
pub fn date(day: Day) -> Option<Date> {
    day.to_string().parse().ok()
}

/// The last moment at which it is in time, counted from a moment. Hours run out to the minute, everything else with its day.
#[must_use]
pub fn due(span: Span, calendar: &Calendar, from_ms: i64) -> i64 {
    if span.unit == SpanUnit::Hour {
        return from_ms + i64::from(span.n) * 3_600_000;
    }
    let from = day_of(from_ms);
    // Beyond the days there are it is due at once: better too early than never.
    end_of(span.due(from, calendar).unwrap_or(from))
}

/// The deadline after the clock stood still from one moment to another: the day of asking was used, the day of coming is not.
#[must_use]
pub fn resumed(span: Option<Span>, calendar: &Calendar, due_ms: i64, stopped_ms: i64, now_ms: i64) -> i64 {
    let moved = due_ms + (now_ms - stopped_ms).max(0);
    let Some(span) = span.filter(|span| span.unit != SpanUnit::Hour) else { return moved };
    let (due, stopped, now) = (day_of(due_ms), day_of(stopped_ms), day_of(now_ms));
    if span.unit == SpanUnit::WorkingDay {
        let left = calendar.working_days_between(stopped, due).max(0);
        let again = calendar.add_working_days(now, u32::try_from(left).unwrap_or_default());
        return again.map_or(moved, end_of);
    }
    let left = i64::from((due.0 - stopped.0).max(0));
    now.plus_days(left).map_or(moved, end_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(day: &str, hour: i64) -> i64 {
        start_of(Day::parse(day).unwrap()) + hour * 3_600_000
    }

    #[test]
    fn a_pause_gives_back_exactly_the_working_days_that_were_left() {
        let (calendar, five) = (Calendar::default(), Span { n: 5, unit: SpanUnit::WorkingDay });
        // Friday 5 June 2020, five working days: Friday 12 June.
        let due_ms = due(five, &calendar, ms("2020-06-05", 9));
        assert_eq!(day_of(due_ms).to_string(), "2020-06-12");
        // Asked on Tuesday, given on the Tuesday after: three were left.
        let again = resumed(Some(five), &calendar, due_ms, ms("2020-06-09", 16), ms("2020-06-16", 8));
        assert_eq!(day_of(again).to_string(), "2020-06-19");
        // Asked and given on one day: nothing is lost and nothing won.
        assert_eq!(resumed(Some(five), &calendar, due_ms, ms("2020-06-09", 9), ms("2020-06-09", 17)), due_ms);
    }

    #[test]
    fn hours_run_to_the_minute_and_days_end_at_midnight_in_china() {
        let calendar = Calendar::default();
        let from = ms("2020-06-05", 9);
        assert_eq!(due(Span { n: 48, unit: SpanUnit::Hour }, &calendar, from), from + 48 * 3_600_000);
        assert_eq!(due(Span { n: 1, unit: SpanUnit::Day }, &calendar, from), ms("2020-06-07", 0) - 1);
        let hours = Some(Span { n: 48, unit: SpanUnit::Hour });
        assert_eq!(resumed(hours, &calendar, from + 100, from, from + 50), from + 150);
    }
}
