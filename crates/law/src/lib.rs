//! The law language (法规语言): rules an officer can read, a checker can refuse and an engine can decide. The specification is `docs/law/language.md`.
//!
//! Pure: text and facts in, decisions and findings out. It must never read a file, a clock, a database or the network.

pub mod book;
pub mod check;
pub mod compile;
pub mod day;
pub mod decide;
pub mod explain;
pub mod num;
pub mod scenario;
pub mod span;
pub mod syntax;

pub use syntax::{format, parse, parse_expression};
