//! What one article of an official document says, found in its text: responsible units, figures, dates, citations and measures, each with its span.
//!
//! Pure: text in, findings out. This crate must never know documents, chapters, files, the database or the clock.

pub mod model;

pub use model::*;
