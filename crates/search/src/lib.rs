//! Full-text search over the articles of official documents (公文条文检索): what is indexed, how a query is read, how hits are marked.
//!
//! The database is the truth and the index is disposable: every failure to open one ends in "build it again", never in lost data.
//! This crate must never know the database, the web or a clock, and never decides who may see an article: the caller filters.

mod atoms;
mod collect;
mod cursor;
mod entry;
mod error;
mod explain;
mod facets;
mod fold;
mod index;
mod number;
mod open;
mod parse;
mod plan;
mod query;
mod schema;
mod segments;
mod snippet;
mod state;
mod tokens;
mod units;
mod words;
mod writer;

pub use entry::ArticleEntry;
pub use error::{QueryFault, SearchError};
pub use explain::{terms_of_query, terms_of_text};
pub use index::Index;
pub use open::{Opened, Reason, open, recreate};
pub use query::{Count, Facets, Hit, Order, Page, Part, Query, Snippet};
pub use snippet::marks;
pub use writer::Writer;
