//! From text to tree and back: lexer, parser, formatter. It must never know what a name means.

pub mod ast;
