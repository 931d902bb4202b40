//! Jobs (后台任务): a queue that is a table. Enqueued in the caller's transaction, run one at a time, resumed after a crash, cancelled on wish.
//!
//! A job is idempotent and named: enqueuing the same name twice gives the same job. This crate must never know what a job does:
//! features bring a [`Work`] for each kind.

mod model;
mod queue;
mod runner;
mod store;

pub use model::{Failure, Filter, Job, NewJob, State};
pub use queue::{cancel, enqueue, find, list, retry, waiting};
pub use runner::{Progress, Runner, Running, Work};
