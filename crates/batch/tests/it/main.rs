//! The whole population against one by one, what was granted before, and populations as they should not be.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod agree;
mod bad_input;
mod close;
mod ledger;
mod pack;
#[path = "../../../signals/tests/it/panel.rs"]
mod panel;
mod presumed;
mod small;
