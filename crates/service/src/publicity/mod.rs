//! Publicity (公示): what is to be given is shown, masked, for the days the text says; it begins and ends by itself, and objections hold it or are noted.
//!
//! It must never show a number or a whole name.

mod begin;
mod object;
mod over;

pub(crate) use begin::begin;
pub use begin::{archive, current};
pub(crate) use object::settle;
pub use object::{Objecting, object};
pub(crate) use over::again;
pub use over::turn;
