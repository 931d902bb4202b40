//! Periods (报告期): year, half-year, quarter, month, half-month, ten-day, day and wave. It must never ask what day it is.

mod read;
mod write;

use anye_law::day::Day;
use serde::Serialize;

pub use read::PeriodError;

/// How often a form is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PeriodType {
    /// 年.
    Year,
    /// 半年.
    HalfYear,
    /// 季.
    Quarter,
    /// 月.
    Month,
    /// 半月: to the 15th and from the 16th.
    HalfMonth,
    /// 旬: to the 10th, to the 20th, the rest.
    TenDay,
    /// 日.
    Day,
    /// 期 (of a follow-up), numbered from 1.
    Wave,
}

/// One period. Periods of one type are ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    kind: PeriodType,
    /// Counts the periods of its type: for parts of a year `year × parts + part`, for days those since 1970-01-01, for waves their number.
    index: i32,
}

impl PeriodType {
    /// All of them with the word of the files.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Year, "year"),
        (Self::HalfYear, "half-year"),
        (Self::Quarter, "quarter"),
        (Self::Month, "month"),
        (Self::HalfMonth, "half-month"),
        (Self::TenDay, "ten-day"),
        (Self::Day, "day"),
        (Self::Wave, "wave"),
    ];

    /// By the word of the files.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, own)| *own == word).map(|(kind, _)| kind)
    }

    /// The word of the files.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(own, _)| *own == self).map_or("", |(_, word)| word)
    }

    /// How many make a year; 0 for days and waves.
    #[must_use]
    pub const fn per_year(self) -> i32 {
        match self {
            Self::Year => 1,
            Self::HalfYear => 2,
            Self::Quarter => 4,
            Self::Month => 12,
            Self::HalfMonth => 24,
            Self::TenDay => 36,
            Self::Day | Self::Wave => 0,
        }
    }
}

impl Period {
    /// A part of a year, counted from 1: `of_year(Month, 2020, 5)`.
    #[must_use]
    pub fn of_year(kind: PeriodType, year: i32, part: i32) -> Option<Self> {
        let parts = kind.per_year();
        ((1900..=2199).contains(&year) && (1..=parts).contains(&part))
            .then_some(Self { kind, index: year * parts + part - 1 })
    }

    /// A month.
    #[must_use]
    pub fn month(year: i32, month: i32) -> Option<Self> {
        Self::of_year(PeriodType::Month, year, month)
    }

    /// A wave, from 1.
    #[must_use]
    pub fn wave(number: u16) -> Option<Self> {
        (number > 0).then_some(Self { kind: PeriodType::Wave, index: i32::from(number) })
    }

    /// The period of a type that a day lies in; `None` for waves.
    #[must_use]
    pub fn of_day(kind: PeriodType, day: Day) -> Option<Self> {
        let (year, month, date) = day.ymd();
        let (month, date) = (i32::try_from(month).ok()?, i32::try_from(date).ok()?);
        let part = match kind {
            PeriodType::Day => {
                return (Day::MIN..=Day::MAX).contains(&day).then_some(Self { kind, index: day.0 });
            }
            PeriodType::Wave => return None,
            PeriodType::HalfMonth => (month - 1) * 2 + i32::from(date > 15) + 1,
            PeriodType::TenDay => (month - 1) * 3 + ((date - 1) / 10).min(2) + 1,
            _ => (month - 1) / (12 / kind.per_year()) + 1,
        };
        Self::of_year(kind, year, part)
    }

    /// Its type.
    #[must_use]
    pub const fn kind(self) -> PeriodType {
        self.kind
    }

    /// The year, for what has one.
    #[must_use]
    pub fn year(self) -> Option<i32> {
        match self.kind {
            PeriodType::Wave => None,
            PeriodType::Day => Some(Day(self.index).ymd().0),
            kind => Some(self.index.div_euclid(kind.per_year())),
        }
    }

    /// Which part of the year, from 1; a day's part is its day of the year, a wave's its number.
    #[must_use]
    pub fn part(self) -> i32 {
        match self.kind {
            PeriodType::Wave => self.index,
            PeriodType::Day => {
                self.index - Day::new(Day(self.index).ymd().0, 1, 1).map_or(self.index, |day| day.0) + 1
            }
            kind => self.index.rem_euclid(kind.per_year()) + 1,
        }
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        self.shifted(1)
    }

    /// The one before it.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        self.shifted(-1)
    }

    /// So many later (or, negative, earlier).
    #[must_use]
    pub fn shifted(self, by: i32) -> Option<Self> {
        let next = Self { kind: self.kind, index: self.index.checked_add(by)? };
        let fits = match self.kind {
            PeriodType::Wave => (1..=i32::from(u16::MAX)).contains(&next.index),
            PeriodType::Day => (Day::MIN.0..=Day::MAX.0).contains(&next.index),
            _ => next.year().is_some_and(|year| (1900..=2199).contains(&year)),
        };
        fits.then_some(next)
    }

    /// The same period a year before (上年同期); 29 February answers 28 February. Waves have none.
    #[must_use]
    pub fn year_ago(self) -> Option<Self> {
        match self.kind {
            PeriodType::Wave => None,
            PeriodType::Day => {
                Day(self.index).plus_months(-12).map(|day| Self { kind: self.kind, index: day.0 })
            }
            kind => self.shifted(-kind.per_year()),
        }
    }

    /// Its first day; a wave has none of its own.
    #[must_use]
    pub fn first_day(self) -> Option<Day> {
        let year = self.year()?;
        let part = u32::try_from(self.part()).ok()?;
        match self.kind {
            PeriodType::Wave => None,
            PeriodType::Day => Some(Day(self.index)),
            PeriodType::HalfMonth => Day::new(year, (part - 1) / 2 + 1, (part - 1) % 2 * 15 + 1),
            PeriodType::TenDay => Day::new(year, (part - 1) / 3 + 1, (part - 1) % 3 * 10 + 1),
            kind => Day::new(year, (part - 1) * 12 / u32::try_from(kind.per_year()).ok()? + 1, 1),
        }
    }

    /// Its last day; a wave has none of its own.
    #[must_use]
    pub fn last_day(self) -> Option<Day> {
        match self.kind {
            PeriodType::Wave => None,
            PeriodType::Day => Some(Day(self.index)),
            _ => match self.next().and_then(Self::first_day) {
                Some(next) => Some(Day(next.0 - 1)),
                None => Some(Day::MAX),
            },
        }
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        Self::of_day(self.kind, day) == Some(self)
    }
}

impl Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
