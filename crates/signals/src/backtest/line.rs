//! One date of one series in a back-test. Every figure in it must follow from that date's vintage alone.

use serde::Serialize;

use super::alarm::Alarm;
use crate::lights::Light;
use crate::series::Period;

/// What could be said at a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Too little history yet: no score, no light.
    Learning,
    /// No value at this date: the light of before stays.
    Gap,
    /// Judged.
    Judged,
}

/// A forecast made at a date for a later one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point {
    /// The period foretold.
    pub date: Period,
    /// Expected.
    pub mean: f64,
    /// Lower end of the interval.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// One date.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// The period.
    pub date: Period,
    /// What came in.
    pub value: Option<f64>,
    /// Seasonally adjusted with what was known then (季调, 当时所知); without adjustment the value.
    pub adjusted: Option<f64>,
    /// Trend with what was known then; without adjustment the level that the next value is expected from.
    pub trend: Option<f64>,
    /// Robust residual score; positive is up.
    pub score: Option<f64>,
    /// Alarms per 100 series a year that chance alone would raise at this strength.
    pub chance_rate: Option<f64>,
    /// Light with inertia.
    pub light: Option<Light>,
    /// Bare light of this date alone.
    pub light_now: Option<Light>,
    /// What could be said.
    pub state: State,
    /// Alarms with reason; empty below the yellow light.
    pub alarms: Vec<Alarm>,
    /// Forecasts made at this date.
    pub forecasts: Vec<Point>,
}

impl Line {
    /// Whether an alarm is on.
    pub fn alarmed(&self) -> bool {
        self.light.is_some_and(|light| light >= Light::Yellow)
    }
}
