//! What is new in a period (新息): the value against what was to be expected from the values before it. One wild value must not drag the
//! expectation along, a second one on the same side must.

use super::robust::{centre_and_spread, median};

/// The path of expectation through a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Innovation {
    /// Level after each period (水平): a plain trend where no better one is at hand.
    pub level: Vec<f64>,
    /// Value less expectation; 0 for the first and at gaps.
    pub error: Vec<f64>,
}

/// Beyond so many spreads a value is held back until the next one confirms it.
const WILD: f64 = 5.0;
/// Habit is judged on so many years.
const YEARS: usize = 10;
const GRID: [f64; 6] = [1.0, 0.7, 0.5, 0.35, 0.2, 0.1];

/// Follows a series with a smoothing between 0 (never learns) and 1 (expects the last value again), plus its usual drift.
pub fn follow(values: &[Option<f64>], smoothing: f64, per_year: usize) -> Innovation {
    let steps = steps(values, per_year);
    let (drift, spread) = centre_and_spread(&steps);
    let wild = WILD * spread;
    let first = values.iter().flatten().next().copied().unwrap_or(0.0);
    let (mut level, mut held, mut started) = (first, 0.0, false);
    let mut path =
        Innovation { level: Vec::with_capacity(values.len()), error: Vec::with_capacity(values.len()) };
    for value in values {
        let mut error = 0.0;
        match value {
            Some(value) if started => {
                let expected = level + drift;
                error = value - expected;
                if error.abs() <= wild || wild == 0.0 {
                    level = expected + smoothing * error;
                    held = 0.0;
                } else if held * error > 0.0 {
                    level = *value;
                    held = 0.0;
                } else {
                    level = expected;
                    held = error;
                }
            }
            Some(value) => (level, started) = (*value, true),
            None if started => level += drift,
            None => {}
        }
        path.level.push(level);
        path.error.push(error);
    }
    path
}

/// The smoothing that would have foretold the past best, by the median of absolute errors.
pub fn smoothing(values: &[Option<f64>], per_year: usize) -> f64 {
    let mut best = (f64::INFINITY, GRID[0]);
    for candidate in GRID {
        let mut errors: Vec<f64> = follow(values, candidate, per_year)
            .error
            .iter()
            .skip(per_year)
            .map(|error| error.abs())
            .collect();
        let size = median(&mut errors);
        // Quicker wins unless slower is clearly better.
        if size < best.0 * 0.98 {
            best = (size, candidate);
        }
    }
    best.1
}

/// Steps between neighbours of the last years.
fn steps(values: &[Option<f64>], per_year: usize) -> Vec<f64> {
    let from = values.len().saturating_sub(YEARS * per_year + 1);
    values[from..].windows(2).filter_map(|pair| Some(pair[1]? - pair[0]?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(count: usize) -> Vec<Option<f64>> {
        (0..count).map(|n| Some(100.0 + f64::from(u32::try_from(n * 7 % 5).unwrap()) * 0.1)).collect()
    }

    #[test]
    fn a_wild_value_is_held_back_and_a_second_believed() {
        let mut values = wave(40);
        values[30] = Some(50.0);
        let path = follow(&values, 0.5, 12);
        assert!(path.error[30] < -40.0 && path.error[31].abs() < 2.0, "{:?}", &path.error[29..33]);
        for value in &mut values[30..] {
            *value = Some(50.0);
        }
        let path = follow(&values, 0.5, 12);
        assert!(path.error[31] < -40.0 && path.error[32].abs() < 2.0, "{:?}", &path.error[29..34]);
    }

    #[test]
    fn gaps_are_bridged_and_noise_asks_for_a_slow_level() {
        let mut values = wave(60);
        values[20] = None;
        assert_eq!(follow(&values, 0.5, 12).error[20], 0.0);
        let mut draw = crate::detect::Draw::new(1);
        let noise: Vec<_> = (0..120).map(|_| Some(draw.normal())).collect();
        assert!(smoothing(&noise, 12) <= 0.35);
        let walk: Vec<_> = noise
            .iter()
            .scan(0.0, |sum, step| step.map(|step| Some(*sum + step).inspect(|now| *sum = *now)))
            .collect();
        assert!(smoothing(&walk, 12) >= 0.7);
    }
}
