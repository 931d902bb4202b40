//! What tests share: both databases, a clock that can be moved, chance that repeats.
//!
//! Only ever a dev-dependency. PostgreSQL takes part where `ANYE_TEST_POSTGRES` holds the address of a scratch database; without
//! it every test says so and runs on SQLite alone.

#![expect(clippy::print_stderr, reason = "a skipped test says so where a person sees it")]

mod i18n;
mod store;
mod world;

pub use i18n::check_keys;
pub use store::{TestDb, databases, sqlite};
pub use world::{TestClock, test_world};
