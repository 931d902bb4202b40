//! What am I entitled to? (我能享受什么): a few questions that follow from what is still needed, then what is granted, what may be, and why not.
//! Nothing is kept, and no answer ever stands in an address.

mod answers;
mod ask;
mod field;
mod outcome;
mod run;
mod start;

pub use ask::ask;
pub use start::start;
