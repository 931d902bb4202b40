//! Putting indicators on one scale (标准化): so many usual spreads worse than usual. A missing figure stays missing.

use serde::{Deserialize, Serialize};

use crate::detect::centre_and_spread;

/// Which way is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More is worse (逆向): unemployment.
    MoreIsWorse,
    /// Less is worse (正向): vacancies.
    LessIsWorse,
}

/// One indicator (指标) over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// Which way is bad.
    pub direction: Direction,
    /// One value a period; all indicators of an index have equally many.
    pub values: Vec<Option<f64>>,
}

/// No indicator counts for more than this many spreads, so that one wild figure is not the whole index.
const LARGEST: f64 = 5.0;

/// Spreads worse than the median of the first `reference` periods; with less than four values there, all is missing.
pub fn standardise(indicator: &Indicator, reference: usize) -> Vec<Option<f64>> {
    let base: Vec<f64> = indicator.values.iter().take(reference).flatten().copied().collect();
    let (centre, spread) = centre_and_spread(&base);
    if base.len() < 4 {
        return vec![None; indicator.values.len()];
    }
    let sign = if indicator.direction == Direction::MoreIsWorse { 1.0 } else { -1.0 };
    let score = |value: f64| {
        let away = sign * (value - centre);
        // An indicator that never moved: any move is as large as it gets.
        if away == 0.0 { 0.0 } else { (away / spread).clamp(-LARGEST, LARGEST) }
    };
    indicator.values.iter().map(|value| value.map(score)).collect()
}
