//! Days of the civil calendar, counted from 1970-01-01. It must never ask what day it is.

use std::fmt;

/// A day, as days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

impl Day {
    /// The earliest day accepted: 1900-01-01.
    pub const MIN: Self = Self(-25_567);
    /// The latest day accepted: 2199-12-31.
    pub const MAX: Self = Self(84_005);

    /// A calendar day; `None` when there is no such day between 1900 and 2199.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1900..=2199).contains(&year)
            || !(1..=12).contains(&month)
            || day == 0
            || day > days_in(year, month)
        {
            return None;
        }
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let of_era = y.rem_euclid(400);
        let m = i32::try_from(month).ok()?;
        let of_year = (153 * (if m > 2 { m - 3 } else { m + 9 }) + 2) / 5 + i32::try_from(day).ok()? - 1;
        Some(Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468))
    }

    /// Year, month, day.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i32::from(month <= 2);
        (year, month.unsigned_abs(), (doy - (153 * mp + 2) / 5 + 1).unsigned_abs())
    }

    /// `2020-03-01`, or `2020-03` for the first of that month; `None` when it is neither.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next().unwrap_or("1"));
        if parts.next().is_some() || year.len() != 4 {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// So many months later; the last day of the month when that month is shorter (31 January + 1 month = last day of February).
    #[must_use]
    pub fn plus_months(self, months: i64) -> Option<Self> {
        let (y, m, d) = self.ymd();
        let all = (i64::from(y) * 12 + i64::from(m) - 1).checked_add(months)?;
        let (y, m) = (i32::try_from(all.div_euclid(12)).ok()?, u32::try_from(all.rem_euclid(12)).ok()? + 1);
        if !(1900..=2199).contains(&y) {
            return None;
        }
        Self::new(y, m, d.min(days_in(y, m)))
    }

    /// So many days later.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Option<Self> {
        let day = i64::from(self.0).checked_add(days)?;
        (i64::from(Self::MIN.0)..=i64::from(Self::MAX.0))
            .contains(&day)
            .then(|| i32::try_from(day).ok().map(Self))?
    }

    /// Whole months from this day to `later`: the largest n with `self + n months <= later`; negative when `later` is before.
    #[must_use]
    pub fn whole_months_to(self, later: Self) -> i64 {
        let (y, m, d) = self.ymd();
        let (ly, lm, ld) = later.ymd();
        let months = (i64::from(ly) - i64::from(y)) * 12 + i64::from(lm) - i64::from(m);
        // So many months later lies in the same month as `later`, on the same day or on the last one.
        months - i64::from(d.min(days_in(ly, lm)) > ld)
    }

    /// The first day of its month.
    #[must_use]
    pub fn month_start(self) -> Self {
        Self(self.0 - i32::try_from(self.ymd().2).unwrap_or(1) + 1)
    }

    /// The last day of its month.
    #[must_use]
    pub fn month_end(self) -> Self {
        let (y, m, _) = self.ymd();
        Self(self.month_start().0 + i32::try_from(days_in(y, m)).unwrap_or(28) - 1)
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.ymd();
        write!(to, "{y:04}-{m:02}-{d:02}")
    }
}

fn days_in(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn days_and_months() {
        assert_eq!(day("1970-01-01").0, 0);
        assert_eq!(Day::MIN, day("1900-01-01"));
        assert_eq!(Day::MAX, day("2199-12-31"));
        for n in -25_567..84_005 {
            let (y, m, d) = Day(n).ymd();
            assert_eq!(Day::new(y, m, d), Some(Day(n)));
        }
        assert_eq!(day("2020-01-31").plus_months(1), Some(day("2020-02-29")));
        assert_eq!(day("2019-01-31").whole_months_to(day("2019-02-28")), 1);
        assert_eq!(day("2019-01-31").whole_months_to(day("2019-02-27")), 0);
        assert_eq!(day("2019-02-01").whole_months_to(day("2019-01-31")), -1);
        assert_eq!(day("2020-02").month_end(), day("2020-02-29"));
        assert!(Day::parse("2019-02-29").is_none());
        for (from, to) in (0..4_000).map(|n| (Day(10_000 + n % 97 * 5), Day(9_000 + n))) {
            let months = from.whole_months_to(to);
            assert!(
                from.plus_months(months) <= Some(to) && from.plus_months(months + 1) > Some(to),
                "{from} {to}"
            );
        }
    }
}
