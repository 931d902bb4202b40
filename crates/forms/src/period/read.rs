//! Reads periods: our own text (`2020-05`, `2020H1`) and that of DHIS2 (`202005`, `2020S1`). It must never take one for another.

use std::fmt;
use std::str::FromStr;

use anye_law::day::Day;

use super::{Period, PeriodType};

/// What could not be read as a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodError(pub String);

impl PeriodError {
    /// 中文。
    #[must_use]
    pub fn zh(&self) -> String {
        format!(
            "“{}”不是报告期;可写 2020、2020H1、2020Q2、2020-05、2020-05a(上半月)、2020-05x1(上旬)、2020-05-17、W3",
            self.0
        )
    }
}

impl fmt::Display for PeriodError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            to,
            "\"{}\" is no period; write 2020, 2020H1, 2020Q2, 2020-05, 2020-05a (first half of the month), 2020-05x1 (first ten days), 2020-05-17 or W3",
            self.0
        )
    }
}

impl std::error::Error for PeriodError {}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        own(text).ok_or_else(|| PeriodError(text.chars().take(40).collect()))
    }
}

impl Period {
    /// From DHIS2 text: `2020`, `2020S1`, `2020Q2`, `202005`, `20200517`. Half-months, ten-days and waves have none there.
    ///
    /// # Errors
    /// Anything else.
    pub fn from_dhis2(text: &str) -> Result<Self, PeriodError> {
        dhis2(text).ok_or_else(|| PeriodError(text.chars().take(40).collect()))
    }
}

fn own(text: &str) -> Option<Period> {
    if let Some(wave) = text.strip_prefix('W') {
        return Period::wave(digits(wave, 1..=5)?.try_into().ok()?);
    }
    let year = digits(text.get(..4)?, 4..=4)?;
    let rest = &text[4..];
    if rest.is_empty() {
        return Period::of_year(PeriodType::Year, year, 1);
    }
    if let Some(half) = rest.strip_prefix('H') {
        return Period::of_year(PeriodType::HalfYear, year, digits(half, 1..=1)?);
    }
    if let Some(quarter) = rest.strip_prefix('Q') {
        return Period::of_year(PeriodType::Quarter, year, digits(quarter, 1..=1)?);
    }
    let rest = rest.strip_prefix('-')?;
    let month = digits(rest.get(..2)?, 2..=2)?;
    Period::month(year, month)?;
    match rest.get(2..)? {
        "" => Period::month(year, month),
        "a" => Period::of_year(PeriodType::HalfMonth, year, month * 2 - 1),
        "b" => Period::of_year(PeriodType::HalfMonth, year, month * 2),
        "x1" => Period::of_year(PeriodType::TenDay, year, month * 3 - 2),
        "x2" => Period::of_year(PeriodType::TenDay, year, month * 3 - 1),
        "x3" => Period::of_year(PeriodType::TenDay, year, month * 3),
        day => {
            let day = digits(day.strip_prefix('-')?, 2..=2)?;
            day_of(year, month, day)
        }
    }
}

fn dhis2(text: &str) -> Option<Period> {
    let year = digits(text.get(..4)?, 4..=4)?;
    let rest = &text[4..];
    if let Some(half) = rest.strip_prefix('S') {
        return Period::of_year(PeriodType::HalfYear, year, digits(half, 1..=1)?);
    }
    if let Some(quarter) = rest.strip_prefix('Q') {
        return Period::of_year(PeriodType::Quarter, year, digits(quarter, 1..=1)?);
    }
    match rest.len() {
        0 => Period::of_year(PeriodType::Year, year, 1),
        2 => Period::month(year, digits(rest, 2..=2)?),
        4 => day_of(year, digits(rest.get(..2)?, 2..=2)?, digits(rest.get(2..)?, 2..=2)?),
        _ => None,
    }
}

fn day_of(year: i32, month: i32, day: i32) -> Option<Period> {
    let day = Day::new(year, month.try_into().ok()?, day.try_into().ok()?)?;
    Period::of_day(PeriodType::Day, day)
}

/// A number of that many ASCII digits.
fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<i32> {
    (length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}
