//! The trial page (试算): a rule as written, a form of the facts that it reads, and what comes out while one types. Nothing is kept.

mod answer;
mod draft;
mod facts;
mod form;
mod links;
mod load;
mod maker;
mod page;
mod text;

pub use facts::written;
pub use page::{answer_part, change, show};

#[cfg(test)]
mod tests;
