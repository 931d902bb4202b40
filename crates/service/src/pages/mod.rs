//! Pages of programmes: they parse, call one use case and answer. They must never show a number in full, nor a sealed field.

pub mod api;
mod apply;
mod case;
mod case_act;
mod catalogue;
mod my;
mod offers;
mod public;
mod statistics;
mod together;
mod words;

pub use apply::{check, fill, save, send, start};
pub use case::{cases, show};
pub use case_act::act;
pub use catalogue::{catalogue, find, link, programme};
pub use my::my;
pub use offers::{answer, offers};
pub use public::{certificate, object, progress, progress_ask, publicity, verify};
pub use statistics::statistics;
pub use together::{decide, list as waiting};
