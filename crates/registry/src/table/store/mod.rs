//! The store's side of tables: SQL that both databases read alike. It must never put into the text what a caller sent: that is bound.

pub mod ask;
mod expr;
pub mod places;
pub mod spells;
pub mod was;

pub use ask::{Plan, Raw};
