//! Approval up the tree (审核): one report, or all clean ones of a place in one act by a job that can be cut off at any moment.
//!
//! It must never approve what its submitter alone has seen, nor skip a level.

mod exception;
mod follow;
mod level;
mod many;
mod one;
mod queue;

pub use exception::{ApprovalInput, ApproveWork, KIND, WithDoubts, enqueue};
pub use follow::Follower;
pub use level::{level_path, next_level};
pub use many::{Chunk, approve_chunk};
pub use one::approve;
pub use queue::{Queue, queue};
