//! Commitments (承诺): what a decision owes, to whom, for which period, out of which fund, borne by whom.

mod beyond;
mod commit;
mod model;
mod release;
pub(crate) mod store;

pub use beyond::{Stop, Stopped, stop};
pub use commit::{commit, commit_many, note_refusal};
pub use model::{Commitment, NewCommitment, Share};
pub use release::{release, release_as};
pub use store::{Filter, find, list};
