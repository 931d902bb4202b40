//! A state of the index: one commit as readers see it, with its columns open, so that a query opens nothing.
//!
//! Must never change once made.

use std::sync::Arc;

use tantivy::{Searcher, TantivyError};

use crate::cursor::hash;
use crate::segments::Columns;

/// One commit as readers see it.
pub struct State {
    /// Names it: the same segments with the same deletions rank the same, before and after a restart.
    pub name: u64,
    /// What the engine searches.
    pub searcher: Searcher,
    /// The columns of each segment, in the searcher's order.
    pub columns: Vec<Arc<Columns>>,
}

impl State {
    /// Opens the columns of a searcher.
    pub fn open(searcher: Searcher) -> Result<Self, TantivyError> {
        let segments = searcher.generation().segments().iter();
        let parts: Vec<String> =
            segments.map(|(id, deleted)| format!("{}{deleted:?}", id.uuid_string())).collect();
        let readers = searcher.segment_readers().iter();
        let columns = readers.map(|reader| Columns::open(reader).map(Arc::new)).collect::<Result<_, _>>()?;
        Ok(Self { name: hash(parts.join(",").as_bytes()), searcher, columns })
    }
}
