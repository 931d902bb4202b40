//! Forecast (预测) with intervals. It must never use a figure later than what it is given.

use serde::Serialize;

use crate::series::Series;

/// What is to come, `horizon` periods, in the unit of the series.
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

/// Forecasts `horizon` periods after the last one, with an interval meant to hold with probability `level` (0.5–0.99). `None` without any value.
pub fn forecast(_series: &Series, _horizon: usize, _level: f64) -> Option<Forecast> {
    None
}
