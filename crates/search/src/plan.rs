//! A query that has been read, as a query of the engine. Must never decide what is wanted: that is `parse`'s part.

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, Occur, PhrasePrefixQuery, PhraseQuery, Query as EngineQuery,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::atoms::Kind;
use crate::parse::Parsed;
use crate::schema::Fields;
use crate::tokens::MAX_WORD;
use crate::units::{Unit, steps};

type Boxed = Box<dyn EngineQuery>;

// What ranks how much beside the plain match; tried on the sample documents of the tests.
const SIDE_BY_SIDE: f32 = 0.5;
const OWN_NUMBER: f32 = 50.0;

/// The most words a prefix may stand for.
const MAX_PREFIX: u32 = 512;

/// The engine's query.
pub fn plan(parsed: &Parsed, fields: &Fields) -> Boxed {
    let mut parts: Vec<(Occur, Boxed)> = Vec::new();
    for unit in &parsed.wanted {
        parts.push((Occur::Must, wanted(unit, fields)));
    }
    if parts.is_empty() {
        parts.push((Occur::Must, Box::new(AllQuery)));
    }
    for query in parsed.near.iter().filter_map(|unit| find(unit, fields.all)) {
        parts.push((Occur::Should, Box::new(BoostQuery::new(query, SIDE_BY_SIDE))));
    }
    for unit in &parsed.excluded {
        parts.push((Occur::MustNot, wanted(unit, fields)));
    }
    if let [(Occur::Must, _)] = parts.as_slice()
        && let Some((_, only)) = parts.pop()
    {
        return only;
    }
    Box::new(BooleanQuery::new(parts))
}

/// A number is found in the documents that bear it, then in those that cite it; anything else by its atoms.
fn wanted(unit: &Unit, fields: &Fields) -> Boxed {
    let cited = find(unit, fields.all).unwrap_or_else(|| Box::new(tantivy::query::EmptyQuery));
    let Some(number) = &unit.number else { return cited };
    let text = if number.code.is_empty() { number.tail() } else { number.whole() };
    let own = TermQuery::new(Term::from_field_text(fields.number, &text), IndexRecordOption::Basic);
    let own = tantivy::query::ConstScoreQuery::new(Box::new(own), OWN_NUMBER);
    Box::new(BooleanQuery::union(vec![Box::new(own), cited]))
}

fn find(unit: &Unit, field: Field) -> Option<Boxed> {
    if let ([only], true) = (unit.atoms.as_slice(), unit.prefix)
        && let Kind::Word(word) = &only.kind
    {
        return Some(beginning(word, field));
    }
    let mut terms: Vec<(usize, Term)> = steps(&unit.atoms)
        .into_iter()
        .map(|(offset, term)| (offset, Term::from_field_text(field, &term)))
        .collect();
    match terms.len() {
        0 => None,
        1 => terms.pop().map(|(_, term)| term_query(term)),
        _ => Some(Box::new(PhraseQuery::new_with_offset(terms))),
    }
}

fn term_query(term: Term) -> Boxed {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

/// The word itself, or longer words that begin so.
fn beginning(word: &str, field: Field) -> Boxed {
    let term = Term::from_field_text(field, word);
    if word.len() > MAX_WORD {
        return term_query(term);
    }
    let mut longer = PhrasePrefixQuery::new(vec![term.clone()]);
    longer.set_max_expansions(MAX_PREFIX);
    Box::new(BooleanQuery::union(vec![term_query(term), Box::new(longer)]))
}
