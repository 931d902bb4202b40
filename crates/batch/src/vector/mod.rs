//! Clauses over chunks of rows. It must never keep state between chunks.

mod mask;

pub use mask::{CHUNK, Mask};
