//! Entries of registers (名册条目): opened, changed, ended, corrected, moved between places, counted, taken in and given out. What a register is, the pack says.
//!
//! No limit is passed and nothing stands twice that may stand once, however many write at once. Nothing is deleted. This room must never know a register by its name.

pub mod bond;
mod certificate;
mod change;
mod confirm;
pub mod duty;
pub mod export;

pub mod import;
mod key;
mod lapse;
pub mod list;
pub mod lookup;
mod model;
mod move_on;
mod number;
pub mod objection;
mod open;
pub mod public;
pub mod quota;
pub mod sealed;
mod settle;
mod span;
pub(crate) mod store;

pub mod sweep;
mod transfer;

pub use crate::table::{Cell, CountAsked, Table, count};
pub use certificate::{Verified, qr_svg, verify};
pub use change::{change, change_in, correct, end_in};
pub use confirm::{confirm, decide_wish, refuse};
pub use duty::{DutyFilter, Task, duties, duty_done};
pub use lapse::{Lapsed, lapse};
pub use list::{Filter, history, list, of_subject, show, tally};
pub use model::{Change, Entry, Happened, Mend, NewEntry, Turn, Wish};
pub use move_on::{MoveOn, move_on};
pub use open::{open, open_in};
pub use quota::{NewQuota, Quota, decide_quota, propose_quota, quotas};
pub use sealed::reveal;
pub(crate) mod subject;
pub use subject::Subject;
pub use sweep::{Swept, sweep};
pub use transfer::transfer;
pub(crate) use transfer::{move_in, note_in};
