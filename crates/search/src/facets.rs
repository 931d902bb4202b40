//! Counting hits by issuer, place, year and kind (分面统计). Must never count an article that the filters keep out.

use std::collections::BTreeMap;
use std::io;

use tantivy::DocId;

use crate::query::{Count, Facets};
use crate::segments::{Columns, NO_VALUE, Texts};

/// How many articles are counted at once.
pub const BLOCK: usize = 128;

/// Hits by value, over segments.
type Tally = BTreeMap<String, u64>;

/// The counts of one segment, by ordinal.
pub struct Counter {
    issuer: Vec<u64>,
    place: Vec<u64>,
    kind: Vec<u64>,
    year_from: i64,
    year: Vec<u64>,
}

/// The counts of one or more segments, by value.
#[derive(Debug, Default)]
pub struct Tallies {
    issuer: Tally,
    place: Tally,
    kind: Tally,
    year: BTreeMap<i64, u64>,
}

impl Counter {
    /// Nothing counted yet.
    pub fn new(columns: &Columns) -> Self {
        let (from, to) = (columns.year.min_value(), columns.year.max_value());
        let years = usize::try_from(to.saturating_sub(from)).unwrap_or(0) + 1;
        Self {
            issuer: vec![0; columns.issuer.len()],
            place: vec![0; columns.place.len()],
            kind: vec![0; columns.kind.len()],
            year_from: from,
            year: vec![0; years.min(1 << 17)],
        }
    }

    /// Counts some articles, at most [`BLOCK`].
    pub fn add(&mut self, columns: &Columns, docs: &[DocId]) {
        let mut ords = [0; BLOCK];
        let ords = &mut ords[..docs.len()];
        for (texts, counts) in [
            (&columns.issuer, &mut self.issuer),
            (&columns.place, &mut self.place),
            (&columns.kind, &mut self.kind),
        ] {
            texts.ords(docs, ords);
            ords.iter().for_each(|ord| one(counts, *ord));
        }
        let mut years = [0; BLOCK];
        let years = &mut years[..docs.len()];
        columns.year.get_vals(docs, years);
        for year in years.iter().filter(|year| **year != 0) {
            one(&mut self.year, u64::try_from(year - self.year_from).unwrap_or(NO_VALUE));
        }
    }

    /// By value.
    pub fn finish(self, columns: &Columns) -> io::Result<Tallies> {
        let years = (self.year_from..).zip(self.year).filter(|(_, hits)| *hits > 0);
        Ok(Tallies {
            issuer: by_value(&columns.issuer, &self.issuer)?,
            place: by_value(&columns.place, &self.place)?,
            kind: by_value(&columns.kind, &self.kind)?,
            year: years.collect(),
        })
    }
}

/// Articles without a value have an ordinal beyond all values.
fn one(counts: &mut [u64], ord: u64) {
    if let Some(count) = usize::try_from(ord).ok().and_then(|ord| counts.get_mut(ord)) {
        *count += 1;
    }
}

fn by_value(texts: &Texts, counts: &[u64]) -> io::Result<Tally> {
    let (ords, hits): (Vec<u64>, Vec<u64>) =
        (0..).zip(counts.iter().copied()).filter(|(_, hits)| *hits > 0).unzip();
    Ok(texts.values(&ords)?.into_iter().zip(hits).collect())
}

impl Tallies {
    /// Adds another segment's.
    pub fn add(&mut self, other: Self) {
        let join = |into: &mut Tally, from: Tally| {
            from.into_iter().for_each(|(value, hits)| *into.entry(value).or_default() += hits);
        };
        join(&mut self.issuer, other.issuer);
        join(&mut self.place, other.place);
        join(&mut self.kind, other.kind);
        other.year.into_iter().for_each(|(year, hits)| *self.year.entry(year).or_default() += hits);
    }

    /// As shown.
    pub fn finish(self) -> Facets {
        let years = self.year.into_iter().rev().map(|(year, hits)| Count { value: year.to_string(), hits });
        Facets {
            issuers: most_first(self.issuer),
            places: most_first(self.place),
            years: years.collect(),
            kinds: most_first(self.kind),
        }
    }
}

fn most_first(tally: Tally) -> Vec<Count> {
    let known = tally.into_iter().filter(|(value, _)| !value.is_empty());
    let mut counts: Vec<Count> = known.map(|(value, hits)| Count { value, hits }).collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.hits));
    counts
}
