//! Programmes from the pack, over a real store, through the routes.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

mod faults;
mod killed;
mod walk;
mod world;
