//! The trigger of Sahm's kind (萨姆型触发): the mean of three months against its best in the twelve before. It must only see figures as they
//! were known when each period was new; revised ones would make it look cleverer than it was.

use serde::{Deserialize, Serialize};

use crate::detect::Worse;
use crate::series::{Frequency, Period, Series};

/// What became of the trigger in one period.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trigger {
    /// The period whose first vintage this is.
    pub period: Period,
    /// Mean of the last quarter less the best such mean of the year before, in the unit of the series and positive when worse; `None`
    /// when a value of the fifteen months is missing.
    pub value: Option<f64>,
    /// Whether it reached the threshold.
    pub on: bool,
}

/// The newest value of one vintage; `threshold` in the unit of the series (0.5 percentage points in the original).
///
/// For months: mean of 3 against the best of the 12 means before. For quarters: the quarter against the best of the 4 before.
pub fn trigger(vintage: &Series, threshold: f64, worse: Worse) -> Option<Trigger> {
    let (width, year) = match vintage.frequency {
        Frequency::Month => (3, 12),
        Frequency::Quarter => (1, 4),
    };
    let last = vintage.len().checked_sub(1)?;
    let wanted = width + year;
    let value = (vintage.len() >= wanted)
        .then(|| gap(&vintage.values[vintage.len() - wanted..], width, worse))
        .flatten();
    Some(Trigger { period: vintage.period(last), value, on: value.is_some_and(|value| value >= threshold) })
}

/// Over vintages in the order in which they were known; each gives its newest period.
pub fn triggers<'a>(
    vintages: impl IntoIterator<Item = &'a Series>,
    threshold: f64,
    worse: Worse,
) -> Vec<Trigger> {
    vintages.into_iter().filter_map(|vintage| trigger(vintage, threshold, worse)).collect()
}

fn gap(values: &[Option<f64>], width: usize, worse: Worse) -> Option<f64> {
    let values: Vec<f64> = values.iter().copied().collect::<Option<_>>()?;
    let means: Vec<f64> =
        values.windows(width).map(|window| window.iter().sum::<f64>() / width as f64).collect();
    let (now, before) = means.split_last()?;
    let lowest = before.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = before.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Some(match worse {
        Worse::Up => now - lowest,
        Worse::Down => highest - now,
        Worse::Either => (now - lowest).max(highest - now),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monthly(values: &[f64]) -> Series {
        Series::new(Period::month(2007, 1).unwrap(), values.iter().map(|value| Some(*value)).collect())
    }

    /// The US rate as known in July 2008 and its neighbours: the real-time rule passed 0.5 early that year.
    #[test]
    fn three_months_against_the_best_of_twelve() {
        let rate = [4.6, 4.5, 4.4, 4.5, 4.5, 4.5, 4.7, 4.7, 4.7, 4.8, 4.7, 5.0, 4.9, 4.8, 5.1];
        let at = trigger(&monthly(&rate), 0.5, Worse::Up).unwrap();
        // Mean of 4.9, 4.8, 5.1 is 4.933; the lowest before is 4.467 (February to April).
        assert!((at.value.unwrap() - 0.4667).abs() < 1e-3 && !at.on, "{at:?}");
        let mut more = rate.to_vec();
        more.push(4.9);
        assert!(!trigger(&monthly(&more), 0.5, Worse::Up).unwrap().on);
        more.push(5.5);
        assert!(trigger(&monthly(&more), 0.5, Worse::Up).unwrap().on);
    }

    #[test]
    fn only_the_vintage_of_the_time_counts() {
        let first = monthly(&[4.0; 16]);
        let mut revised: Vec<f64> = vec![4.0; 15];
        revised.extend([5.8, 5.8]);
        let found = triggers([&first, &monthly(&revised)], 0.5, Worse::Up);
        assert_eq!(found.iter().map(|t| t.on).collect::<Vec<_>>(), [false, true]);
        assert_eq!(found[0].period.to_string(), "2008-04");
    }

    #[test]
    fn too_short_or_with_a_gap_is_not_off_but_unknown() {
        assert_eq!(trigger(&monthly(&[4.0; 14]), 0.5, Worse::Up).unwrap().value, None);
        let mut gap = monthly(&[4.0; 20]);
        gap.values[12] = None;
        assert_eq!(trigger(&gap, 0.5, Worse::Up).unwrap().value, None);
        let jobs = monthly(&[
            100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 97.0, 97.0,
            97.0,
        ]);
        assert_eq!(trigger(&jobs, 2.0, Worse::Down).unwrap().value, Some(3.0));
    }
}
