//! From facts to decisions with reasons. It must never guess what is not known.

mod things;

pub use things::{Entry, Things};
