//! Values of fields: read as people write them, kept as JSON, shown again (填写、显示). It must never guess: what can mean two things is refused with a question.

mod check;
mod enter;
mod fact;
mod fits;
mod show;

pub use check::EntryFault;
pub use enter::FieldError;
