//! Cases over real stores: what two people may do, in which order, and what the clock does.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

mod cases;
mod groups;
mod world;
