//! The terms of a text and of a query as they are, for comparing with other engines and for explaining a result.
//!
//! Must never be what searching itself is built on.

use crate::entry::ArticleEntry;
use crate::error::QueryFault;
use crate::parse::parse;
use crate::tokens::terms;
use crate::units::{Unit, steps};

/// Terms that stand side by side: (offset, term).
pub type Steps = Vec<(usize, String)>;

/// The terms an article is indexed under, with positions: its parts one after the other, a gap between.
pub fn terms_of_text(entry: &ArticleEntry) -> Vec<(u32, String)> {
    let mut list = Vec::new();
    let mut from = 0;
    for text in entry.parts() {
        let part = terms(text);
        let end = part.last().map_or(from, |(position, _)| from + position + 2);
        list.extend(part.into_iter().map(|(position, term)| (from + position, term)));
        from = end;
    }
    list
}

/// What a query looks for and what it excludes.
pub fn terms_of_query(text: &str) -> Result<(Vec<Steps>, Vec<Steps>), QueryFault> {
    let parsed = parse(text)?;
    let list = |units: &[Unit]| units.iter().map(|unit| steps(&unit.atoms)).collect();
    Ok((list(&parsed.wanted), list(&parsed.excluded)))
}
