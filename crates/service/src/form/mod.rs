//! The form of an application (申请表): what the law's rules read about those it is about, without what the registry knows, the programme's own fields, and papers.
//!
//! It must never know a field by its name, nor ask anything twice.

mod ask;
mod check;
mod entries;
mod facts;
mod model;
mod slots;

pub use ask::form;
pub use check::{Look, Trouble, look};
pub(crate) use check::{by_officers, granted, wish};
pub(crate) use facts::{entries, given};
pub use facts::{facts, subject};
pub(crate) use model::subject as model_subject;
pub use model::{Ask, Form, Input, Known, Sheet};
pub use slots::{Slots, slots};
