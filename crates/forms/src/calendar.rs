//! Working days (工作日): weekends, the public holidays (法定节假日) and the exchanged working days (调休上班) of the years that a pack states. Pure.
//!
//! It must never guess a holiday: in a year that the data does not cover only Saturdays and Sundays are days off, and [`Calendar::doubt`] says so.

use std::collections::{BTreeMap, BTreeSet};

use anye_law::day::Day;

use crate::finding::Finding;
use crate::model::Words;

/// How far a step over days off may go: the longest run of days off ever ordered is far below it.
const LONGEST: u32 = 60;

/// Days off and working days by year (节假日日历). The default knows no year: weekends only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Years stated, each with the notices it was taken from.
    pub(crate) years: BTreeMap<i32, Vec<String>>,
    /// Days off with the name of the holiday.
    pub(crate) off: BTreeMap<Day, Words>,
    /// Saturdays and Sundays that are worked.
    pub(crate) work: BTreeSet<Day>,
}

impl Calendar {
    /// Reads `calendar.toml`.
    ///
    /// # Errors
    /// Everything that is wrong in it, each with line and column.
    pub fn from_toml(text: &str) -> Result<Self, Vec<Finding>> {
        let (calendar, found) = Self::read("calendar.toml", text);
        if found.iter().any(|one| one.error) { Err(found) } else { Ok(calendar) }
    }

    /// The same for a file of this path; a year with something wrong in it is left out.
    #[must_use]
    pub fn read(path: &str, text: &str) -> (Self, Vec<Finding>) {
        crate::read::calendar(path, text)
    }

    /// Whether people work on this day.
    #[must_use]
    pub fn is_working_day(&self, day: Day) -> bool {
        self.work.contains(&day) || (!is_weekend(day) && !self.off.contains_key(&day))
    }

    /// The holiday this day off belongs to.
    #[must_use]
    pub fn holiday(&self, day: Day) -> Option<&Words> {
        self.off.get(&day)
    }

    /// Whether the day is a Saturday or Sunday that is worked for a day off elsewhere (调休上班).
    #[must_use]
    pub fn is_exchanged(&self, day: Day) -> bool {
        self.work.contains(&day)
    }

    /// This day when it is worked, else the next one that is.
    #[must_use]
    pub fn on_or_after(&self, day: Day) -> Option<Day> {
        let mut at = day;
        for _ in 0..LONGEST {
            if self.is_working_day(at) {
                return Some(at);
            }
            at = at.plus_days(1)?;
        }
        None
    }

    /// So many working days later; the first day does not count (自次日起算), and zero is the day itself. `None` beyond the days there are.
    #[must_use]
    pub fn add_working_days(&self, from: Day, count: u32) -> Option<Day> {
        let mut at = from;
        for _ in 0..count {
            at = self.on_or_after(at.plus_days(1)?)?;
        }
        Some(at)
    }

    /// Working days after `from` up to and with `to`; negative when `to` comes first. So `working_days_between(a, add_working_days(a, n)) == n`.
    #[must_use]
    pub fn working_days_between(&self, from: Day, to: Day) -> i64 {
        let (first, last, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
        let days = (first.0.saturating_add(1)..=last.0).filter(|day| self.is_working_day(Day(*day)));
        sign * i64::try_from(days.count()).unwrap_or(i64::MAX)
    }

    /// Whether the data states the year of this day.
    #[must_use]
    pub fn covers(&self, day: Day) -> bool {
        self.years.contains_key(&day.ymd().0)
    }

    /// The years stated, in order, each with its sources.
    pub fn years(&self) -> impl Iterator<Item = (i32, &[String])> {
        self.years.iter().map(|(year, sources)| (*year, sources.as_slice()))
    }

    /// What to say beside a day that was counted over years which are not stated: `None` when all are.
    #[must_use]
    pub fn doubt(&self, from: Day, to: Day) -> Option<Words> {
        let (first, last) = (from.min(to).ymd().0, from.max(to).ymd().0);
        let missing: Vec<i32> = (first..=last).filter(|year| !self.years.contains_key(year)).collect();
        let (start, end) = (missing.first()?, missing.last()?);
        let span = if start == end { start.to_string() } else { format!("{start}–{end}") };
        Some(Words::new(
            format!("节假日日历没有 {span} 年,只按周六、周日为休息日计算"),
            format!(
                "the calendar does not state the holidays of {span}; only Saturdays and Sundays are taken as days off"
            ),
        ))
    }
}

/// Saturday or Sunday; 1970-01-01 was a Thursday.
#[must_use]
pub fn is_weekend(day: Day) -> bool {
    (day.0 + 3).rem_euclid(7) >= 5
}
