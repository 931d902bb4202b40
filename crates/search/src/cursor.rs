//! Where a page ended: the last hit's rank and key, and the state of the index the list was made from.
//!
//! Must never continue a list that it did not begin: better a clear refusal than a hit twice or never.

use anye_base::Cursor;

use crate::error::QueryFault;
use crate::query::{Order, Query};

/// A decoded cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// The state of the index, where the ranks depend on it.
    pub state: u64,
    /// Rank of the last hit; higher comes first.
    pub rank: u64,
    /// Key of the last hit; among equal ranks, lower comes first.
    pub key: String,
}

impl After {
    /// As an opaque cursor for the same query.
    pub fn encode(&self, query: &Query) -> Cursor {
        let part = |number: u64| format!("{number:x}");
        Cursor(vec![part(fingerprint(query)), part(self.state), part(self.rank), self.key.clone()])
    }

    /// Reads the cursor of this query, if it has one.
    pub fn decode(query: &Query) -> Result<Option<Self>, QueryFault> {
        let Some(Cursor(parts)) = &query.after else { return Ok(None) };
        let [asked, state, rank, key] = parts.as_slice() else { return Err(QueryFault::BadCursor) };
        let part = |text: &str| u64::from_str_radix(text, 16).map_err(|_| QueryFault::BadCursor);
        if part(asked)? != fingerprint(query) {
            return Err(QueryFault::BadCursor);
        }
        Ok(Some(Self { state: part(state)?, rank: part(rank)?, key: key.clone() }))
    }
}

/// What the list depends on, in a number: text, filters, order; not the length of a page.
fn fingerprint(query: &Query) -> u64 {
    let order = match query.order {
        Order::Relevance => "relevance",
        Order::Newest => "newest",
    };
    let filters = (&query.issuers, &query.places, query.years, &query.kinds, query.as_of);
    hash(format!("{order}\u{1f}{}\u{1f}{filters:?}", query.text).as_bytes())
}

/// FNV-1a: the same on every machine and in every version, unlike the standard library's.
pub fn hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
