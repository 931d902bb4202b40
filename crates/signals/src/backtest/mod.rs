//! Back-test (回测): what the system would have said at each date, knowing only what was known then. Truncating the future must never change a
//! line of the past; a test holds every line to that.

mod alarm;
mod event;
mod forecasts;
mod line;
mod run;
mod score;
mod together;

pub use alarm::{Alarm, Cause, Way};
pub use event::{Event, read_events};
pub use forecasts::{Ahead, forecast_errors};
pub use line::{Line, Point, State};
pub use run::{Order, run};
pub use score::{Hit, Score, Totals, score};
pub use together::{STEPS, Together, together};
