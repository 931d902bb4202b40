//! Reads the text of an official document (公文) as published into chapters, articles and findings.
//!
//! Pure: text in, document out. This crate must never know files, file formats, the database, the web or the clock.

pub mod model;

pub use model::*;
