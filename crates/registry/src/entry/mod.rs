//! Entries of registers (名册条目): opened, changed, ended, corrected, moved between places, counted, taken in and given out. What a register is, the pack says.
//!
//! No limit is passed and nothing stands twice that may stand once, however many write at once. Nothing is deleted. This room must never know a register by its name.

mod certificate;
mod change;
mod confirm;
pub mod count;
pub mod duty;
pub mod export;

pub mod import;
mod key;
pub mod list;
mod model;
mod number;
mod open;
pub mod public;
pub mod quota;
mod settle;
mod store;

pub mod sweep;
mod transfer;

pub use certificate::{Verified, qr_svg, verify};
pub use change::{change, change_in, correct, end_in};
pub use confirm::{confirm, decide_wish, refuse};
pub use count::{Cell, CountAsked, Table, count};
pub use duty::{DutyFilter, Task, duties, duty_done};
pub use list::{Filter, history, list, of_subject, show, tally};
pub use model::{Change, Entry, Happened, Mend, NewEntry, Turn, Wish};
pub use open::{open, open_in};
pub use quota::{NewQuota, Quota, decide_quota, propose_quota, quotas};
pub(crate) mod subject;
pub use subject::Subject;
pub use sweep::{Swept, sweep};
pub use transfer::transfer;
