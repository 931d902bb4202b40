//! Spring Festival (春节): its date by astronomy, and its share in each period as a regressor. It must never be used outside 1900–2100 without saying so.

use std::sync::LazyLock;

use calendrical_calculations::chinese_based::{Chinese, YearBounds};
use calendrical_calculations::gregorian::{fixed_from_gregorian, gregorian_from_fixed};
use jiff::civil::Date;

use crate::series::{Frequency, Period};

/// Years for which the dates are kept.
const YEARS: std::ops::Range<i32> = 1900..2101;

/// Worked out once: some milliseconds of astronomy. A function of nothing, so the crate stays pure.
static NEW_YEARS: LazyLock<Vec<Option<Date>>> = LazyLock::new(|| YEARS.map(compute).collect());

/// The first day of the lunar year (正月初一) in a Gregorian year from 1900 to 2100.
pub fn new_year(year: i32) -> Option<Date> {
    let index = usize::try_from(year.checked_sub(YEARS.start)?).ok()?;
    *NEW_YEARS.get(index)?
}

fn compute(year: i32) -> Option<Date> {
    // The lunar year that holds the first of July began at the new year of the same Gregorian year.
    let bounds = YearBounds::compute::<Chinese>(fixed_from_gregorian(year, 7, 1));
    let (year, month, day) = gregorian_from_fixed(bounds.new_year).ok()?;
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Which days around the first of the first month carry the effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First day, counted from the new year (−20: twenty days before).
    pub from: i32,
    /// Last day, included.
    pub to: i32,
}

impl Window {
    /// The run-up (节前): people go home.
    pub const BEFORE: Self = Self { from: -20, to: -1 };
    /// The week of the holiday (节中).
    pub const DURING: Self = Self { from: 0, to: 6 };
    /// Until the Lantern Festival and the return to work (节后).
    pub const AFTER: Self = Self { from: 7, to: 26 };
}

/// For each of `length` periods from `start`: the share of the window's days that lie in it, less the average share of that month or quarter over 1950–2049.
/// The average belongs to the season and not to the moving holiday; so the regressor is 0 outside January to March (months), first quarter and its neighbours.
/// Unit: shares, −1 to 1. Years outside 1900–2100 give 0.
pub fn spring_regressor(start: Period, length: usize, window: Window) -> Vec<f64> {
    let frequency = start.frequency();
    let average = average(frequency, window);
    let mut at = start;
    let mut regressor = Vec::with_capacity(length);
    for _ in 0..length {
        regressor.push(share(at, window).map_or(0.0, |share| share - average[at.index() - 1]));
        at = at.next();
    }
    regressor
}

/// Which part of the window of this or the next year's festival lies in the period.
fn share(period: Period, window: Window) -> Option<f64> {
    let (first, last) = (period.first_day()?, period.last_day()?);
    let festivals = [new_year(period.year())?, new_year(period.year() + 1)?];
    let days = f64::from(window.to - window.from + 1);
    let inside = festivals.into_iter().map(|festival| {
        let begin = (days_between(festival, first)).max(window.from);
        let end = (days_between(festival, last)).min(window.to);
        f64::from((end - begin + 1).max(0))
    });
    Some(inside.sum::<f64>() / days)
}

fn days_between(from: Date, to: Date) -> i32 {
    from.duration_until(to).as_hours().div_euclid(24) as i32
}

/// Average shares of a window by place in the year.
type Known = (Window, Vec<f64>);

fn average(frequency: Frequency, window: Window) -> Vec<f64> {
    static KNOWN: LazyLock<[Vec<Known>; 2]> = LazyLock::new(|| {
        let all = |frequency| {
            [Window::BEFORE, Window::DURING, Window::AFTER]
                .map(|window| (window, reckon(frequency, window)))
                .to_vec()
        };
        [all(Frequency::Month), all(Frequency::Quarter)]
    });
    let known = &KNOWN[usize::from(frequency == Frequency::Quarter)];
    known
        .iter()
        .find(|(other, _)| *other == window)
        .map_or_else(|| reckon(frequency, window), |(_, average)| average.clone())
}

fn reckon(frequency: Frequency, window: Window) -> Vec<f64> {
    let of = |index: usize| {
        let shares =
            (1950..2050).filter_map(|year| share(Period::new(frequency, year, index as u32)?, window));
        shares.sum::<f64>() / 100.0
    };
    (1..=frequency.per_year()).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published dates, one a row: 1980–2030 and some beyond (2033/34 is the year with the disputed leap month).
    const KNOWN: &str = "1980-02-16 1981-02-05 1982-01-25 1983-02-13 1984-02-02 1985-02-20 1986-02-09 1987-01-29 1988-02-17 1989-02-06
        1990-01-27 1991-02-15 1992-02-04 1993-01-23 1994-02-10 1995-01-31 1996-02-19 1997-02-07 1998-01-28 1999-02-16
        2000-02-05 2001-01-24 2002-02-12 2003-02-01 2004-01-22 2005-02-09 2006-01-29 2007-02-18 2008-02-07 2009-01-26
        2010-02-14 2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16 2019-02-05
        2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13
        2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08 2036-01-28 2037-02-15 2038-02-04 2039-01-24
        2040-02-12 2041-02-01 2042-01-22 2043-02-10 2044-01-30 2045-02-17 2046-02-06 2047-01-26 2048-02-14 2049-02-02
        2050-01-23 2051-02-11 2052-02-01 2053-02-19 2054-02-08 2055-01-28 2056-02-15 2057-02-04 2058-01-24 2059-02-12 2060-02-02";

    #[test]
    fn the_new_year_is_where_the_calendar_has_it() {
        for (year, known) in (1980..=2060).zip(KNOWN.split_whitespace()) {
            assert_eq!(new_year(year).unwrap().to_string(), known);
        }
        assert_eq!(KNOWN.split_whitespace().count(), 81);
        assert_eq!((new_year(1899), new_year(2101)), (None, None));
    }

    #[test]
    fn the_shares_of_one_festival_add_up_to_one() {
        for year in 1950..2050 {
            for window in [Window::BEFORE, Window::DURING, Window::AFTER] {
                let months: f64 = (0..6)
                    .filter_map(|step| share(Period::month(year - 1, 11).unwrap().add(step), window))
                    .sum();
                assert!((months - 1.0).abs() < 1e-12, "{year} {window:?} {months}");
            }
        }
    }

    #[test]
    fn an_early_and_a_late_festival_pull_apart() {
        let regressor = |year| spring_regressor(Period::month(year, 1).unwrap(), 12, Window::DURING);
        // 25 January 2020: all seven days in January. 12 February 2021: all in February.
        assert!(
            (regressor(2020)[0] - regressor(2021)[0] - 1.0).abs() < 1e-12
                && (regressor(2021)[1] - regressor(2020)[1] - 1.0).abs() < 1e-12
        );
        assert!(regressor(2020)[0] > 0.5 && regressor(2021)[0] < -0.2);
        assert!(regressor(2020)[3..].iter().all(|&share| share == 0.0));
    }
}
