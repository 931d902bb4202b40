//! Estimates from a panel of employers (监测企业): how many work there, how many posts were lost, and how sure that is.
//!
//! Matched-sample link-relatives by stratum, raised to the frame. Silence is never read as closure, and no figure leaves without its
//! response rate, imputed share and weight.

mod cell;
mod estimator;
mod flows;
mod frame;
mod link;
mod panel;
mod sums;

pub use cell::{Cell, Figures};
pub use estimator::{Estimator, Settings};
pub use flows::{Broken, FlowRates, FlowTotals, Flows, Identity, check_flows};
pub use frame::Stratum;
pub use panel::{Fault, Month, Status};
