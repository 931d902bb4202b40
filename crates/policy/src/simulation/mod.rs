//! A change of the law tried before it is issued (模拟): two rule books over made-up people or over a population the server may read, as a job.
//!
//! Who gains, who loses, what it costs. It must never keep what was decided about anybody, nor show made-up people as real ones.

mod add;
mod chart;
mod job;
mod model;
mod pages;
mod parts;
mod start;
mod store;

pub use job::{KIND, SimulateWork};
pub use model::{Example, Peoples, RuleSum, Side, Simulation, Sums};
pub use pages::{list as list_page, show as show_page, start as start_page};
pub use start::{LEAST, MOST, Wish, start};
pub use store::{find, is_simulated, list};
