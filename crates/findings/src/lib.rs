//! What one article of an official document says, found in its text: responsible units, figures, dates, citations and measures, each with its span.
//!
//! Pure: text in, findings out. This crate must never know documents, chapters, files, the database or the clock.

mod context;
pub mod model;

pub use context::{Context, Level, NoResolver, UnitResolver};
pub use model::*;

/// Everything found in the clean, simplified text of one article. Spans count characters of `text`.
pub fn extract(text: &str, context: &Context) -> Findings {
    let _ = (text, context);
    Findings::default()
}
