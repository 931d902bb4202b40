//! Tests of the law language.

mod syntax;
mod syntax_any;
mod syntax_errors;
mod syntax_format;
mod syntax_tree;
