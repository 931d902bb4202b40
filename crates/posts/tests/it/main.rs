//! Rounds over the pack's own registers and law.

#![expect(clippy::unwrap_used, reason = "a test may panic")]
#![expect(dead_code, reason = "the fresh register is shared with the tests of the registry")]

mod chain;
mod ends;
mod evaluation;
mod office;
#[path = "../../../registry/tests/it/rooms.rs"]
mod rooms;
mod roster;
mod rounds;
#[path = "../../../registry/tests/it/world.rs"]
mod world;
