//! What is watched every day (资金监控): rules of the pack over the books; what is not as it should be becomes a case, once, until it ends.

mod floor;
mod judge;
mod run;
mod store;

pub use floor::{Floor, against_floors};
pub use judge::{Finding, Seen, judge};
pub use run::{outside_use, watch};
pub use store::{Alarm, Outside, open};
