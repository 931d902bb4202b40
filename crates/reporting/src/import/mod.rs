//! Many reports at once (批量导入): all findings told, the sound ones accepted where that is wished, idempotent by content, never half.
//!
//! Rows come as cells; what a sheet or a file means is somebody else's. A chunk is one transaction: reports, sums, findings, one audit event.

mod candidates;
mod digest;
mod job;
mod known;
mod model;
mod past;
mod prepare;
mod rest;
mod run;
mod said;
mod stage;
mod store;
mod write;

pub use job::{ImportWork, KIND};
pub use model::{Accept, Counts, ImportOptions, ImportRow, Outcome, RowFinding};
pub use said::{dry_run, import, outcome_for};
pub use stage::stage;
pub use store::{findings, outcome};
