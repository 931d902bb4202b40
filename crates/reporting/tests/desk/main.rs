//! The pages of reporting in both languages, and files of reports: every way in which a sheet is odd has its answer.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that goes wrong")]

mod collecting;
mod files;
mod filling;
mod office;
mod people;
mod send;
mod through;
mod units;
mod uploads;
mod vanished;
#[path = "../it/world.rs"]
#[expect(dead_code, reason = "these tests use a part of it")]
mod world;
