//! Tables over the pack's registers, on every database.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that goes wrong")]
#![allow(dead_code, reason = "the rooms of the other tests are used in part")]

mod ask;
mod firms;
mod large;
mod lists;
mod moves;
mod persons;
#[path = "../it/rooms.rs"]
mod rooms;
#[path = "../it/world.rs"]
mod world;

/// A day.
fn day(text: &str) -> anye_base::Date {
    text.parse().unwrap()
}
