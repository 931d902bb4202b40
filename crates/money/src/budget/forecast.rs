//! When a budget runs out (耗尽预测): what is left over the mean of the last months that are over. Pure. It must never say a month where nothing was committed yet.

use serde::Serialize;
use utoipa::ToSchema;

/// The forecast of a set of books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Forecast {
    /// Mean committed a month, over so many months.
    pub monthly: i64,
    /// How many months it rests on.
    pub months: i64,
    /// Whole months until nothing is left; 0 where nothing is left now.
    pub left: i64,
    /// The month in which it runs out, `2020-09`; nothing where it lasts the year.
    pub runs_out: Option<String>,
}

/// Months that the mean is taken over at most.
const BACK: usize = 3;

/// From what was committed in each month of the year so far (January first), the number of months that are over, and what is available now.
/// Nothing where no month is over or none of them had anything.
pub fn forecast(year: i64, committed: &[i64], over: usize, available: i64) -> Option<Forecast> {
    let over = over.min(committed.len());
    let last: Vec<i64> = committed[..over].iter().rev().take(BACK).copied().collect();
    let sum = crate::fen::sum(last.iter().copied())?;
    let months = i64::try_from(last.len()).ok()?;
    if months == 0 || sum <= 0 {
        return None;
    }
    // Rounded up: a month that is spent a little faster runs out a little earlier.
    let monthly = sum.checked_add(months - 1)? / months;
    let left = available.max(0) / monthly;
    let month = i64::try_from(over).ok()? + 1 + left;
    let runs_out = (month <= 12).then(|| format!("{year:04}-{month:02}"));
    Some(Forecast { monthly, months, left, runs_out })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_follows_from_the_last_three() {
        // Four months over, 100 a month lately, 250 left: May, June, and gone in July.
        let one = forecast(2020, &[10, 100, 100, 100], 4, 250).unwrap();
        assert_eq!((one.monthly, one.left, one.runs_out.as_deref()), (100, 2, Some("2020-07")));
        assert_eq!(forecast(2020, &[100; 6], 6, 600).unwrap().runs_out, None, "it lasts the year");
        assert_eq!(forecast(2020, &[100; 6], 6, 599).unwrap().runs_out.as_deref(), Some("2020-12"));
        assert_eq!(forecast(2020, &[100; 6], 6, -5).unwrap().runs_out.as_deref(), Some("2020-07"));
        assert_eq!(forecast(2020, &[0, 0], 2, 100), None);
        assert_eq!(forecast(2020, &[100], 0, 100), None, "January is not over");
    }
}
