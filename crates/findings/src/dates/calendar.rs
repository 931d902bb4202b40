//! Days and their ISO form: years, halves, quarters, months and days as ranges of days.
//!
//! Must never ask what today is.

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day {
    pub year: i32,
    pub month: u32,
    pub day: u32,
}

impl Day {
    /// `2020-01-31`
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// The day before.
    pub fn previous(self) -> Self {
        match (self.month, self.day) {
            (1, 1) => Self { year: self.year - 1, month: 12, day: 31 },
            (month, 1) => Self { month: month - 1, day: days_in(self.year, month - 1), ..self },
            (_, day) => Self { day: day - 1, ..self },
        }
    }
}

/// How many days a month has.
pub(crate) fn days_in(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// From the first day of one month to the last day of another.
pub(crate) fn months(year: i32, first: u32, last: u32) -> (Day, Day) {
    (Day { year, month: first, day: 1 }, Day { year, month: last, day: days_in(year, last) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_on_their_last_day() {
        assert_eq!(months(2020, 2, 2).1.iso(), "2020-02-29");
        assert_eq!(months(2021, 2, 2).1.iso(), "2021-02-28");
        assert_eq!(months(1900, 2, 2).1.iso(), "1900-02-28");
        assert_eq!(months(2017, 4, 6).1.iso(), "2017-06-30");
    }

    #[test]
    fn the_day_before_crosses_months_and_years() {
        assert_eq!(months(2020, 1, 1).0.previous().iso(), "2019-12-31");
        assert_eq!(months(2020, 3, 3).0.previous().iso(), "2020-02-29");
        assert_eq!(months(2020, 3, 3).1.previous().iso(), "2020-03-30");
    }
}
