//! A cluster on loopback, as processes: one scheduler, two executors, and the same bytes as in one process.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that goes wrong")]

mod cluster;
mod month;
#[path = "../../../signals/tests/it/panel.rs"]
mod panel;
mod run;
