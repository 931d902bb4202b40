//! Tests of the law language.

mod syntax;
mod syntax_format;
