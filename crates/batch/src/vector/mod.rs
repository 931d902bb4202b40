//! Clauses over chunks of rows. It must never keep state between chunks.

mod chunk;
mod lane;
mod mask;
mod rule;

pub use mask::{CHUNK, Mask};
pub(crate) use rule::verdicts;
