//! The pages of reporting: what I owe, one report, the office's front, its queue, panels, definitions, figures.
//!
//! A handler parses, calls one use case and answers. This room must never decide what may be done: the use cases do.

mod acts;
mod definition;
mod drill;
mod entered;
mod export;
mod figures;
mod fill;
mod front;
mod live;
mod mine;
mod panel;
mod panels;
mod parquet;
mod queue;
mod receipt;
mod routes;
mod said;
mod series;
mod sheet;
mod story;

pub use export::file;
pub use front::{Where, seen};
pub use routes::{Desk, NAV, openapi, routes};
pub use said::{Choice, is_shown, problems, with_status, worded};
