//! Rows of the library. The only place of this crate that knows SQL; transactions come in as arguments.

pub mod article;
mod bulk;
pub mod counter;
pub mod document;
pub mod edit;
pub mod relation;
pub mod unit;
