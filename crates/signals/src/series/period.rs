//! Months and quarters (月、季): ordered, countable, written as "2020-05" and "2020Q2". A period must never depend on a clock or a time zone.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How often a series has a value (频率).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Frequency {
    /// Monthly (月度).
    Month,
    /// Quarterly (季度).
    Quarter,
}

impl Frequency {
    /// Periods in a year: 12 or 4.
    pub const fn per_year(self) -> usize {
        match self {
            Self::Month => 12,
            Self::Quarter => 4,
        }
    }
}

/// One month or one quarter (期).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    frequency: Frequency,
    /// Periods since year 0.
    number: i32,
}

const YEARS: std::ops::RangeInclusive<i32> = 1..=9999;

impl Period {
    /// The `index`-th period (1-based) of a year between 1 and 9999.
    pub fn new(frequency: Frequency, year: i32, index: u32) -> Option<Self> {
        let per_year = frequency.per_year() as i32;
        let index = i32::try_from(index).ok().filter(|index| (1..=per_year).contains(index))?;
        YEARS.contains(&year).then(|| Self { frequency, number: year * per_year + index - 1 })
    }

    /// A month, 1–12.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        Self::new(Frequency::Month, year, month)
    }

    /// A quarter, 1–4.
    pub fn quarter(year: i32, quarter: u32) -> Option<Self> {
        Self::new(Frequency::Quarter, year, quarter)
    }

    /// The month or quarter in which a day lies.
    pub fn of(frequency: Frequency, day: Date) -> Self {
        let months_each = 12 / frequency.per_year() as i32;
        let index = (i32::from(day.month()) - 1) / months_each;
        Self { frequency, number: i32::from(day.year()) * frequency.per_year() as i32 + index }
    }

    /// Month or quarter.
    pub const fn frequency(self) -> Frequency {
        self.frequency
    }

    /// The calendar year.
    pub const fn year(self) -> i32 {
        self.number.div_euclid(self.frequency.per_year() as i32)
    }

    /// The place in the year, from 1.
    pub const fn index(self) -> usize {
        self.number.rem_euclid(self.frequency.per_year() as i32) as usize + 1
    }

    /// The period after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        self.add(1)
    }

    /// `count` periods later, or earlier if negative.
    #[must_use]
    pub const fn add(self, count: i32) -> Self {
        Self { frequency: self.frequency, number: self.number.saturating_add(count) }
    }

    /// Periods from `other` to this one; both of the same frequency.
    pub const fn since(self, other: Self) -> i32 {
        self.number.saturating_sub(other.number)
    }

    /// The first day, where the calendar reaches that far (years −9999 to 9999).
    pub fn first_day(self) -> Option<Date> {
        let month = (self.index() - 1) * (12 / self.frequency.per_year()) + 1;
        Date::new(i16::try_from(self.year()).ok()?, i8::try_from(month).ok()?, 1).ok()
    }

    /// The last day.
    pub fn last_day(self) -> Option<Date> {
        self.next().first_day()?.yesterday().ok()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.frequency {
            Frequency::Month => write!(formatter, "{:04}-{:02}", self.year(), self.index()),
            Frequency::Quarter => write!(formatter, "{:04}Q{}", self.year(), self.index()),
        }
    }
}

/// What was given is neither "2020-05" nor "2020Q2".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPeriod;

impl fmt::Display for NoPeriod {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a period is written like 2020-05 or 2020Q2")
    }
}

impl std::error::Error for NoPeriod {}

impl FromStr for Period {
    type Err = NoPeriod;

    fn from_str(text: &str) -> Result<Self, NoPeriod> {
        let (frequency, sign) =
            if text.contains('Q') { (Frequency::Quarter, 'Q') } else { (Frequency::Month, '-') };
        let (year, index) = text.split_once(sign).ok_or(NoPeriod)?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || !digits(year) || index.is_empty() || index.len() > 2 || !digits(index) {
            return Err(NoPeriod);
        }
        let (year, index) = (year.parse().map_err(|_| NoPeriod)?, index.parse().map_err(|_| NoPeriod)?);
        Self::new(frequency, year, index).ok_or(NoPeriod)
    }
}

impl TryFrom<String> for Period {
    type Error = NoPeriod;

    fn try_from(text: String) -> Result<Self, NoPeriod> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_read_back() {
        for text in ["2020-05", "1999-12", "2020Q2", "0001-01", "9999Q4"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "2020",
            "2020-13",
            "2020-00",
            "2020Q5",
            "20-05",
            "2020-5a",
            "2020-",
            "-2020-05",
            "２０２０-05",
            "2020-005",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn counting_crosses_years() {
        let may = Period::month(2020, 5).unwrap();
        assert_eq!(may.add(-5).to_string(), "2019-12");
        assert_eq!(may.add(8).to_string(), "2021-01");
        assert_eq!(may.since(Period::month(2018, 12).unwrap()), 17);
        assert_eq!(Period::quarter(2020, 4).unwrap().next().to_string(), "2021Q1");
        assert!(may < may.next());
    }

    #[test]
    fn days_and_periods_agree() {
        let february = Period::month(2020, 2).unwrap();
        assert_eq!(february.first_day().unwrap().to_string(), "2020-02-01");
        assert_eq!(february.last_day().unwrap().to_string(), "2020-02-29");
        let quarter = Period::quarter(2020, 2).unwrap();
        assert_eq!(
            (quarter.first_day().unwrap().to_string(), quarter.last_day().unwrap().to_string()),
            ("2020-04-01".into(), "2020-06-30".into())
        );
        assert_eq!(Period::of(Frequency::Quarter, "2020-06-30".parse().unwrap()), quarter);
        assert_eq!(Period::of(Frequency::Month, "2020-02-29".parse().unwrap()), february);
    }
}
