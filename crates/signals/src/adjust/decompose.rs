//! Trend, season and rest of a series that the prelude has cleared, by local regression (STL). It must never show a season that chance could have made.

use super::airline::Airline;
use crate::algebra::f_score;

/// The parts, on the scale of the work; they add up.
pub(crate) struct Parts {
    pub trend: Vec<f64>,
    pub seasonal: Vec<f64>,
    pub rest: Vec<f64>,
    /// Whether a season was shown.
    pub is_seasonal: bool,
}

/// Chance of showing a season that is none: one in a thousand.
const SEASON_SCORE: f64 = 3.09;

/// Takes apart `cleared`, at least three years of it.
pub(crate) fn decompose(cleared: &[f64], model: Airline) -> Parts {
    let season = model.season;
    let fitted =
        stlrs::params().seasonal_length(memory(model.seasonal, cleared.len() / season)).fit(cleared, season);
    let Ok(fitted) = fitted else {
        return Parts {
            trend: cleared.to_vec(),
            seasonal: vec![0.0; cleared.len()],
            rest: vec![0.0; cleared.len()],
            is_seasonal: false,
        };
    };
    let trend = fitted.trend().to_vec();
    let left: Vec<f64> = cleared.iter().zip(&trend).map(|(value, trend)| value - trend).collect();
    let is_seasonal = shows_season(&left, season);
    let seasonal = if is_seasonal { fitted.seasonal().to_vec() } else { vec![0.0; cleared.len()] };
    let rest = left.iter().zip(&seasonal).map(|(left, seasonal)| left - seasonal).collect();
    Parts { trend, seasonal, rest, is_seasonal }
}

/// Years of memory of the season (an odd number), from how stable the model finds it.
fn memory(stability: f64, years: usize) -> usize {
    match stability {
        ..0.4 => 7,
        0.4..0.7 => 11,
        0.7..0.85 => 21,
        _ => 10 * years + 1,
    }
}

/// Whether the months differ by more than chance (F test on what the trend leaves).
fn shows_season(left: &[f64], season: usize) -> bool {
    let mean = left.iter().sum::<f64>() / left.len() as f64;
    let (mut between, mut within) = (0.0, 0.0);
    for month in 0..season {
        let group: Vec<f64> = left.iter().skip(month).step_by(season).copied().collect();
        let own = group.iter().sum::<f64>() / group.len() as f64;
        between += group.len() as f64 * (own - mean).powi(2);
        within += group.iter().map(|value| (value - own).powi(2)).sum::<f64>();
    }
    let below = left.len() - season;
    // A season without any deviation is the clearest of all; one of rounding is none.
    let largest = left.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    if between <= 1e-18 * left.len() as f64 || largest == 0.0 {
        return false;
    }
    let f = (between / (season - 1) as f64) / (within / below as f64).max(1e-12 * between);
    f_score(f, season - 1, below) > SEASON_SCORE
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: Airline = Airline { season: 12, regular: 0.4, seasonal: 0.6 };

    #[test]
    fn parts_add_up_and_the_season_is_the_one_put_in() {
        let season = [3.0, -1.0, 2.0, 0.0, -2.0, 1.0, -3.0, 0.5, 1.5, -0.5, -1.5, 0.0];
        let values: Vec<f64> = (0..96).map(|t| 50.0 + 0.1 * f64::from(t) + season[t as usize % 12]).collect();
        let parts = decompose(&values, MODEL);
        assert!(parts.is_seasonal);
        for t in 0..96 {
            assert!((parts.trend[t] + parts.seasonal[t] + parts.rest[t] - values[t]).abs() < 1e-9);
            assert!((parts.seasonal[t] - season[t % 12]).abs() < 0.05, "{t} {}", parts.seasonal[t]);
        }
    }

    #[test]
    fn chance_is_no_season() {
        let values: Vec<f64> = (0..120_u64)
            .map(|t| (t.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as f64 / 16_777_216.0)
            .collect();
        assert!(!decompose(&values, MODEL).is_seasonal);
    }
}
