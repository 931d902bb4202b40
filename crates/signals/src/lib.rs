//! Signals (监测预警): from reported headcounts to estimates, adjusted series, forecasts, alarms and lights.
//!
//! Pure: figures and text in, figures out, the same every time. It must never read a file, a clock, a database or the network.

pub mod adjust;
mod algebra;
pub mod areas;
pub mod backtest;
pub mod calendar;
pub mod close;
pub mod detect;
pub mod estimate;
pub mod forecast;
pub mod lights;
pub mod series;
pub mod trigger;

pub use adjust::{Adjusted, adjust};
pub use forecast::{Forecast, forecast};
pub use series::{Frequency, Period, Series, read_csv};
