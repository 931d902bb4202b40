//! Working days (工作日): how many more weekdays a month has than is usual for it. Public holidays are not in it: they belong to the season or to Spring Festival.

use jiff::civil::Weekday;

use crate::series::Period;

/// Weekdays less 5/2 of the weekend days of each period: 0 when all days of the week are equally many. Unit: days.
pub fn trading_regressor(start: Period, length: usize) -> Vec<f64> {
    let mut at = start;
    let mut regressor = Vec::with_capacity(length);
    for _ in 0..length {
        regressor.push(contrast(at).unwrap_or(0.0));
        at = at.next();
    }
    regressor
}

fn contrast(period: Period) -> Option<f64> {
    let (first, last) = (period.first_day()?, period.last_day()?);
    let days = first.duration_until(last).as_hours() / 24 + 1;
    let mut weekend = days / 7 * 2;
    let mut weekday = first.weekday();
    for _ in 0..days % 7 {
        weekend += i64::from(matches!(weekday, Weekday::Saturday | Weekday::Sunday));
        weekday = weekday.next();
    }
    Some((days - weekend) as f64 - 2.5 * weekend as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_counted_on_the_wall_calendar() {
        // February 2021: four whole weeks. May 2020: 21 weekdays, 10 weekend days. February 2020: 20 and 9.
        let days = trading_regressor(Period::month(2020, 1).unwrap(), 14);
        assert_eq!((days[13], days[4], days[1]), (0.0, 21.0 - 25.0, 20.0 - 22.5));
    }
}
