//! The account book (工作台账): who received what, when, out of which fund, by which decision. Every line leads back and forward.

mod export;
mod query;

pub(crate) use export::harmless;
pub use export::{csv_of, workbook};
pub use query::{Asked, Entry, Refused, book, refusals};
