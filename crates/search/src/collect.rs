//! One pass over all matches: filter, count, and keep the best of the page. Equal ranks are ordered by key, so the order is total.
//!
//! Must never depend on the order in which segments are visited.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::cursor::After;
use crate::facets::{BLOCK, Counter, Tallies};
use crate::query::Query;
use crate::segments::{Columns, Filter};

/// Collects a page.
pub struct Collect<'a> {
    /// The filters.
    pub query: &'a Query,
    /// The columns of each segment.
    pub columns: &'a [Arc<Columns>],
    /// By day of issue instead of by score.
    pub newest: bool,
    /// Where the page before ended.
    pub after: Option<&'a After>,
    /// How many hits to keep.
    pub keep: usize,
}

/// A kept hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// Higher comes first.
    pub rank: u64,
    /// Among equal ranks, lower comes first.
    pub key: String,
    /// Where it is stored.
    pub address: DocAddress,
}

/// What one pass found.
#[derive(Default)]
pub struct Found {
    /// All matches.
    pub total: u64,
    /// The best after the cursor, in order.
    pub best: Vec<Ranked>,
    /// Counts over all matches.
    pub tallies: Tallies,
}

/// The score a rank was made from.
pub fn score_of(rank: u64) -> f32 {
    f32::from_bits(u32::try_from(rank).unwrap_or(0))
}

/// The pass over one segment.
pub struct InSegment {
    columns: Arc<Columns>,
    filter: Filter,
    counter: Counter,
    total: u64,
    newest: bool,
    keep: usize,
    // Rank of the cursor and the first key ordinal after it.
    after: Option<(u64, u64)>,
    // The worst kept is on top.
    best: BinaryHeap<(Reverse<u64>, u64, DocId)>,
    segment: SegmentOrdinal,
    // Matches that wait to be counted together.
    waiting: Vec<DocId>,
    filtered: bool,
}

impl Collector for Collect<'_> {
    type Fruit = io::Result<Found>;
    type Child = InSegment;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<InSegment> {
        let columns = match self.columns.get(segment as usize) {
            Some(columns) => Arc::clone(columns),
            None => Arc::new(Columns::open(reader)?),
        };
        let after = match self.after {
            Some(after) => Some((after.rank, columns.key.first_after(&after.key)?)),
            None => None,
        };
        let filter = Filter::new(self.query, &columns)?;
        Ok(InSegment {
            filtered: !filter.is_open(),
            filter,
            waiting: Vec::with_capacity(BLOCK),
            counter: Counter::new(&columns),
            columns,
            total: 0,
            newest: self.newest,
            keep: self.keep,
            after,
            best: BinaryHeap::with_capacity(self.keep + 1),
            segment,
        })
    }

    fn requires_scoring(&self) -> bool {
        !self.newest
    }

    fn merge_fruits(&self, parts: Vec<io::Result<Found>>) -> tantivy::Result<io::Result<Found>> {
        let mut all = Found::default();
        for part in parts {
            let part = match part {
                Ok(part) => part,
                Err(fault) => return Ok(Err(fault)),
            };
            all.total += part.total;
            all.best.extend(part.best);
            all.tallies.add(part.tallies);
        }
        all.best.sort_by(|one, other| (Reverse(one.rank), &one.key).cmp(&(Reverse(other.rank), &other.key)));
        all.best.truncate(self.keep);
        Ok(Ok(all))
    }
}

impl SegmentCollector for InSegment {
    type Fruit = io::Result<Found>;

    fn collect(&mut self, doc: DocId, score: Score) {
        if self.filtered && !self.filter.allows(&self.columns, doc) {
            return;
        }
        self.waiting.push(doc);
        if self.waiting.len() == BLOCK {
            self.count();
        }
        let rank = if self.newest {
            // Days are small against the bias, so the order stays.
            self.columns.issued.get_val(doc).cast_unsigned() ^ (1 << 63)
        } else {
            u64::from(score.max(0.0).to_bits())
        };
        if let Some((worst, ..)) = self.best.peek().filter(|_| self.best.len() == self.keep)
            && rank < worst.0
        {
            return;
        }
        let key = self.columns.key.ord(doc);
        if self.after.is_some_and(|(last, first)| rank > last || rank == last && key < first) {
            return;
        }
        self.best.push((Reverse(rank), key, doc));
        if self.best.len() > self.keep {
            self.best.pop();
        }
    }

    fn harvest(mut self) -> io::Result<Found> {
        self.count();
        let mut kept = self.best.into_vec();
        kept.sort_by_key(|(_, key, _)| *key);
        let ords: Vec<u64> = kept.iter().map(|(_, key, _)| *key).collect();
        let best = self.columns.key.values(&ords)?.into_iter().zip(kept);
        let best = best.map(|(key, (Reverse(rank), _, doc))| Ranked {
            rank,
            key,
            address: DocAddress::new(self.segment, doc),
        });
        Ok(Found { total: self.total, best: best.collect(), tallies: self.counter.finish(&self.columns)? })
    }
}

impl InSegment {
    fn count(&mut self) {
        self.total += self.waiting.len() as u64;
        self.counter.add(&self.columns, &self.waiting);
        self.waiting.clear();
    }
}
