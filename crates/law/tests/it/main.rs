//! Tests of the law language.

mod syntax;
