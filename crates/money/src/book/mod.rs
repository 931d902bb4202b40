//! The account book (工作台账): who received what, when, out of which fund, by which decision. Every line leads back and forward.

mod export;
mod gap;
mod query;
mod totals;

pub use export::{csv_of, totals_csv, workbook};
pub(crate) use export::{harmless, whom};
pub use gap::{ANY, Gap};
pub use query::{Asked, Entry, Refused, book, refusals};
pub use totals::{Total, totals};
