//! Deadlines (时限): when something is due, with the time in which the clock stood still. It must never count a pause as time used.

use anye_forms::Calendar;
use anye_law::day::Day;

use crate::model::{Span, SpanUnit};

/// Seconds of an hour.
const HOUR: i64 = 3600;

/// Times in which the clock stands still (中止): the day on which papers were asked for and the day on which they came; without the latter it still does. As time runs from the day
/// after something happened, the day of asking is used and the day of coming is not: asked and brought on one day loses nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clock {
    pauses: Vec<(Day, Option<Day>)>,
}

impl Clock {
    /// With these pauses, which may touch and overlap.
    #[must_use]
    pub fn new(mut pauses: Vec<(Day, Option<Day>)>) -> Self {
        pauses.sort_by_key(|(from, _)| *from);
        Self { pauses }
    }

    /// Whether it stands still at the end of this day.
    #[must_use]
    pub fn paused(&self, on: Day) -> bool {
        self.pauses.iter().any(|(from, to)| *from <= on && to.is_none_or(|to| on < to))
    }

    /// Whether this day counts.
    fn runs(&self, on: Day) -> bool {
        !self.pauses.iter().any(|(from, to)| *from < on && to.is_none_or(|to| on <= to))
    }

    /// A pause that has not ended.
    fn stopped(&self) -> Option<Day> {
        self.pauses.iter().filter(|(_, to)| to.is_none()).map(|(from, _)| *from).min()
    }

    /// Calendar days that pauses took between two days, each counted once.
    fn days_lost(&self, from: Day, to: Day) -> i64 {
        let days = (from.0.saturating_add(1)..=to.0).filter(|day| !self.runs(Day(*day)));
        i64::try_from(days.count()).unwrap_or(i64::MAX)
    }
}

impl Span {
    /// The last day on which it is still in time; the day it begins does not count (自次日起算). Hours are whole days, rounded up; see [`Span::due_at`].
    #[must_use]
    pub fn due(&self, from: Day, calendar: &Calendar) -> Option<Day> {
        self.due_paused(from, calendar, &Clock::default())
    }

    /// The same with pauses; `None` while the clock stands still before it is due, and beyond the days there are.
    #[must_use]
    pub fn due_paused(&self, from: Day, calendar: &Calendar, clock: &Clock) -> Option<Day> {
        let due = match self.unit {
            SpanUnit::WorkingDay => return count(from, self.n, clock, &|day| calendar.is_working_day(day)),
            SpanUnit::Day => return count(from, self.n, clock, &|_| true),
            SpanUnit::Hour => return count(from, self.n.div_ceil(24), clock, &|_| true),
            SpanUnit::Month => from.plus_months(i64::from(self.n))?,
        };
        // Months: as many days later as the clock stood still, and again for pauses on those days.
        let mut last = due;
        for _ in 0..64 {
            if clock.stopped().is_some_and(|stopped| stopped < last) {
                return None;
            }
            let moved = due.plus_days(clock.days_lost(from, last))?;
            if moved == last {
                return Some(last);
            }
            last = moved;
        }
        None
    }

    /// The second at which hours run out, from the second they began; other units end with the day they are due on and have none.
    #[must_use]
    pub fn due_at(&self, from: i64) -> Option<i64> {
        (self.unit == SpanUnit::Hour).then(|| from.saturating_add(i64::from(self.n).saturating_mul(HOUR)))
    }
}

/// The n-th day after `from` that counts and on which the clock runs.
fn count(from: Day, n: u32, clock: &Clock, counts: &dyn Fn(Day) -> bool) -> Option<Day> {
    let mut at = from;
    let mut left = n;
    while left > 0 {
        at = at.plus_days(1)?;
        if clock.stopped().is_some_and(|stopped| stopped < at) {
            return None;
        }
        if clock.runs(at) && counts(at) {
            left -= 1;
        }
    }
    Some(at)
}
