//! Pages of programmes: they parse, call one use case and answer. They must never show a number in full.

pub mod api;
mod apply;
mod case;
mod case_act;
mod case_acts;
mod case_parts;
mod case_found;
mod cases;
mod catalogue;
mod certificates;
mod check;
mod my;
mod my_looks;
mod offers;
mod papers;
mod public;
mod statistics;
mod statistics_public;
mod together;
mod words;

pub use apply::{fill, keep, save, start};
pub use case::show;
pub use case_act::act;
pub use cases::cases;
pub use catalogue::{catalogue, find, link, programme};
pub use certificates::{certificate, verify, void};
pub use check::{check, send};
pub use my::my;
pub use my_looks::my_looks;
pub use offers::{answer, offers};
pub use papers::{act as paper_act, attach, open as paper};
pub use public::{object, progress, progress_ask, publicity};
pub use statistics::{counted, export, statistics};
pub use statistics_public::{PUBLIC_STATISTICS, statistics_public};
pub use together::{decide, list as waiting};
