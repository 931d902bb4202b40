//! From facts to decisions with reasons. It must never guess what is not known.

mod aggregate;
pub mod answer;
mod blame;
mod cross;
mod engine;
mod eval;
mod facts;
mod force;
mod groups;
mod limits;
mod missing;
mod one;
mod pay;
mod ranking;
mod read;
mod reads;
mod record;
mod run;
mod schema;
mod things;
mod truth;

pub use answer::{Answer, Decision, Query, decide};
pub use engine::{Engine, Fault, Frame, Session};
pub use eval::Found;
pub use facts::Facts;
pub use force::{Force, Reason, Standing};
pub use missing::Need;
pub use pay::split;
pub use read::{FactError, nearest};
pub use reads::{Reads, children, kinds, reads, reads_of};
pub use record::{Excluded, Outcome, Rank, Record, Status, Verdict, failing};
pub use run::Wishes;
pub use schema::schema;
pub use things::{Entry, Things};
pub use truth::{Truth, compare};
