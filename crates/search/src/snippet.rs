//! Marking (高亮): where in the stored text the query's units stand, and which excerpt shows most of them.
//!
//! Works on the same atoms as the index, so what is marked is what matched. Must never change a character of the text.

use std::ops::Range;

use crate::atoms::{Atom, Kind, atoms};
use crate::error::QueryFault;
use crate::parse::{Parsed, parse};
use crate::query::{Part, Snippet};
use crate::units::Unit;

/// Characters of an excerpt.
const EXCERPT: usize = 160;
/// Characters shown before the first mark of an excerpt.
const LEAD: usize = 24;

/// A place where a unit stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    unit: usize,
    span: Range<usize>,
}

/// What to mark in a text for a query: characters of the text, in order, not overlapping. For showing a whole document.
pub fn marks(query: &str, text: &str) -> Result<Vec<Range<usize>>, QueryFault> {
    let found = places(&parse(query)?, text);
    Ok(joined(found.into_iter().map(|place| place.span).collect()))
}

/// The snippets of an article: title, number, heading whole; the text in at most two excerpts.
pub fn snippets(parsed: &Parsed, parts: [(Part, &str); 4]) -> Vec<Snippet> {
    let mut list = Vec::new();
    for (part, text) in parts {
        if text.is_empty() {
            continue;
        }
        let found = places(parsed, text);
        if part == Part::Text {
            excerpts(text, &found, &mut list);
        } else {
            let marks = joined(found.into_iter().map(|place| place.span).collect());
            list.push(Snippet { part, start: 0, text: text.to_owned(), marks, cut: (false, false) });
        }
    }
    list
}

/// All places of all units, by position.
fn places(parsed: &Parsed, text: &str) -> Vec<Found> {
    let atoms = atoms(text);
    let mut found = Vec::new();
    for (unit, wanted) in parsed.wanted.iter().enumerate() {
        let mut at = 0;
        while at < atoms.len() {
            let len = stands(wanted, &atoms[at..]);
            if len > 0 {
                found.push(Found { unit, span: atoms[at].span.start..atoms[at + len - 1].span.end });
            }
            at += len.max(1);
        }
    }
    found.sort_by_key(|place| (place.span.start, place.span.end));
    found
}

/// How many atoms the unit takes at the beginning of these; 0 where it does not stand there. A document number is found without its
/// brackets' form, and without its issuer's code where the query has none.
fn stands(unit: &Unit, atoms: &[Atom]) -> usize {
    let (Some(wanted), Some(here)) = (unit.atoms.first(), atoms.first()) else { return 0 };
    if atoms.len() < unit.atoms.len() {
        return 0;
    }
    let fits = unit.atoms.iter().zip(atoms).all(|(one, other)| {
        other.position - here.position == one.position - wanted.position
            && match (&one.kind, &other.kind) {
                (Kind::Word(begin), Kind::Word(word)) if unit.prefix => word.starts_with(begin.as_str()),
                (one, other) => one == other,
            }
    });
    if fits { unit.atoms.len() } else { 0 }
}

/// Overlapping and touching spans as one.
fn joined(mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_by_key(|span| (span.start, span.end));
    let mut list: Vec<Range<usize>> = Vec::with_capacity(spans.len());
    for span in spans {
        match list.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => list.push(span),
        }
    }
    list
}

/// The excerpt with most different units, then one that adds others.
fn excerpts(text: &str, found: &[Found], list: &mut Vec<Snippet>) {
    let chars: Vec<char> = text.chars().collect();
    let Some((first, shown)) = richest(found, &[], None) else {
        list.push(excerpt(&chars, 0, &[]));
        return;
    };
    let mut starts = vec![found[first].span.start];
    if let Some((second, _)) = richest(found, &shown, Some(found[first].span.start)) {
        starts.push(found[second].span.start);
    }
    let mut starts: Vec<usize> = starts.into_iter().map(|start| begin(&chars, start)).collect();
    starts.sort_unstable();
    for start in starts {
        list.push(excerpt(&chars, start, found));
    }
}

/// The place from which an excerpt shows most units not yet shown, away from another excerpt.
fn richest(found: &[Found], shown: &[usize], away: Option<usize>) -> Option<(usize, Vec<usize>)> {
    let mut best: Option<(usize, Vec<usize>)> = None;
    for (at, place) in found.iter().enumerate() {
        if away.is_some_and(|other| other.abs_diff(place.span.start) < EXCERPT + LEAD) {
            continue;
        }
        let end = place.span.start + EXCERPT - LEAD;
        let within = found[at..].iter().take_while(|next| next.span.start < end);
        let mut units: Vec<usize> = within
            .filter(|next| next.span.end <= end || next.span.start == place.span.start)
            .map(|next| next.unit)
            .filter(|unit| !shown.contains(unit))
            .collect();
        units.sort_unstable();
        units.dedup();
        if units.len() > best.as_ref().map_or(0, |(_, most)| most.len()) {
            best = Some((at, units));
        }
    }
    best
}

/// Where an excerpt begins so that the mark has something before it: at a sentence or clause if one begins near.
fn begin(chars: &[char], mark: usize) -> usize {
    let earliest = mark.saturating_sub(LEAD);
    if earliest == 0 {
        return 0;
    }
    let lead = &chars[earliest..mark.min(chars.len())];
    let clause = lead.iter().position(|char| matches!(char, '。' | '；' | '，' | '\n'));
    clause.map_or(earliest, |at| earliest + at + 1)
}

fn excerpt(chars: &[char], start: usize, found: &[Found]) -> Snippet {
    let end = (start + EXCERPT).min(chars.len());
    let inside = found.iter().filter(|place| place.span.start < end && place.span.end > start);
    let marks = joined(inside.map(|place| place.span.start.max(start)..place.span.end.min(end)).collect());
    Snippet {
        part: Part::Text,
        start,
        text: chars[start..end].iter().collect(),
        marks,
        cut: (start > 0, end < chars.len()),
    }
}
