//! Detection (异常发现): when a series or an employer departs from its own habit, and how often that would happen by chance.
//!
//! Thresholds come in as values, or as a stated rate of false alarms. Nothing here may look at a figure later than the one it judges.

mod change;
mod critical;
mod cusum;
mod draw;
mod employer;
mod fdr;
mod innovation;
mod robust;
mod scan;
mod silence;
mod simulate;
mod watch;

pub use change::Change;
pub use critical::{STATED_RATES, Tails, critical, rate_of};
pub use cusum::Cusum;
pub use draw::Draw;
pub use employer::{Employer, EmployerScan, Limits, scan_employer};
pub use fdr::false_discovery;
pub use innovation::{Innovation, follow, smoothing};
pub use robust::{centre_and_spread, median};
pub use scan::{Scan, WINDOWS};
pub use silence::silence;
pub use simulate::{Trial, alarm_rates, simulate};
pub use watch::{Detector, Reading, Watch, Worse};
