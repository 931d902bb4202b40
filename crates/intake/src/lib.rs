//! Taking a document in (文件导入): text of a file to a document, with what the pack, the divisions and the units know.
//!
//! The same steps for the command line, the upload page, the API and a dry run. This crate must never know a store or the web.

mod gazetteer;
mod knowledge;
mod read;

pub use knowledge::{Knowledge, KnowledgeError, divisions};
pub use read::{IntakeError, Taken, kind_word, take};
