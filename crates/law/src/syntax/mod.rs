//! From text to tree and back: lexer, parser, formatter. It must never know what a name means.

pub mod ast;
mod cite;
mod clause;
mod comparison;
mod entry;
mod expression;
mod file;
mod format;
mod group;
mod keyword;
mod kind;
mod layout;
mod lexer;
mod money;
mod number;
mod outcome;
mod parameter;
mod parser;
mod primary;
mod rule;
mod scenario;
mod section;
mod sign;
mod spacing;
mod take;
mod token;
mod unit;

pub use entry::{parse, parse_expression};
pub use format::format;
pub use keyword::{heads, sections};
