//! Forecast (预测) with intervals: the average of two models that err differently, chosen on holdouts earlier than the one of the benchmark.
//! It must never use a figure later than what it is given.

mod ets;
mod interval;
mod seasonal;
mod short;

use serde::Serialize;

use crate::adjust::{Note, Options, analyse};
use crate::series::{Series, usable};

/// What is to come, `horizon` periods from the one after the last of the series, in the unit of the series.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Forecast {
    /// Expected value (预测值).
    pub mean: Vec<f64>,
    /// Lower end of the interval (区间下限).
    pub lower: Vec<f64>,
    /// Upper end of the interval (区间上限).
    pub upper: Vec<f64>,
    /// Which model, in words a statistician knows.
    pub model: String,
}

/// Periods ahead at most; more is cut off.
pub const LONGEST: usize = 120;
/// Fewest values that show how large errors are.
const LEAST: usize = 3;

/// Forecasts `horizon` (at most 120) periods after the last one of the series, with intervals meant to hold each with probability `level` (0.5 to 0.99).
///
/// Trailing gaps belong to the series: the first forecast is for `series.period(series.len())`, whatever the last known value. `None` with fewer than three values.
/// Three years and more: gaps, Spring Festival and outliers are removed as in [`crate::adjust()`]; then the mean of (a) robust STL with the season of last year and the average of
/// trended and damped exponential smoothing and (b) the airline model. Less: exponential smoothing without a season.
pub fn forecast(series: &Series, horizon: usize, level: f64) -> Option<Forecast> {
    let level = if level.is_nan() { 0.95 } else { level.clamp(0.5, 0.99) };
    let last = series.values.iter().rposition(|value| value.is_some_and(usable))?;
    if series.values.iter().flatten().filter(|&&value| usable(value)).count() < LEAST {
        return None;
    }
    // Gaps at the end are forecast too and then left out.
    let skipped = series.len() - 1 - last;
    let steps = (horizon.min(LONGEST) + skipped).min(series.len() + LONGEST);
    let known = series.first(last + 1);
    let mut forecast = match analyse(&known, &Options::default()) {
        Ok(analysis) => seasonal::forecast(&known, &analysis, steps, level),
        Err(Note::Constant) => short::constant(&known, steps),
        Err(_) => short::forecast(&known, steps, level),
    }?;
    for list in [&mut forecast.mean, &mut forecast.lower, &mut forecast.upper] {
        list.drain(..skipped.min(list.len()));
    }
    Some(forecast)
}

#[cfg(test)]
mod tests;
