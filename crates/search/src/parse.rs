//! Reading a query (检索式): words, “phrases”, `-excluded`, document numbers. Whatever a person may type ends in units or in a fault
//! that says where and what; there is no third way.
//!
//! Must never look into the index: the same text always reads the same.

use crate::atoms::atoms;
use crate::error::QueryFault;
use crate::number::numbers;
use crate::units::{Unit, split};

/// The most characters of a query.
pub const MAX_CHARS: usize = 10_000;
/// The most units that are looked for; what comes after is counted as ignored.
pub const MAX_UNITS: usize = 48;
/// The most atoms of a phrase or of one excluded item.
pub const MAX_PHRASE: usize = 256;
/// The longest item whose words are looked for side by side as well, to bring it to the front.
const MAX_NEAR: usize = 32;

/// A query that has been read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// All of these.
    pub wanted: Vec<Unit>,
    /// None of these.
    pub excluded: Vec<Unit>,
    /// Better where these stand side by side.
    pub near: Vec<Unit>,
    /// Units beyond the most.
    pub ignored: usize,
}

/// Reads a query. An empty text asks for everything.
pub fn parse(text: &str) -> Result<Parsed, QueryFault> {
    if text.chars().nth(MAX_CHARS).is_some() {
        return Err(QueryFault::TooLong { max: MAX_CHARS });
    }
    let mut parsed = Parsed::default();
    let mut dropped = Vec::new();
    for piece in pieces(text)? {
        if piece.quoted {
            parsed.add_whole(&piece)?;
        } else {
            parsed.add_plain(&piece, &mut dropped)?;
        }
    }
    if parsed.wanted.is_empty() && parsed.excluded.is_empty() {
        dropped.into_iter().for_each(|unit| parsed.want(unit));
    }
    if parsed.wanted.is_empty() && parsed.excluded.is_empty() && !text.trim().is_empty() {
        return Err(QueryFault::NothingToFind);
    }
    Ok(parsed)
}

/// A stretch of the query that is quoted or is not.
#[derive(Debug)]
struct Piece {
    text: String,
    at: usize,
    quoted: bool,
    negative: bool,
}

/// Quotation marks close each other within their family, so “a" of a mixed keyboard is a phrase too.
fn quote_family(char: char) -> Option<u8> {
    match char {
        '"' | '“' | '”' | '＂' | '„' | '‟' => Some(0),
        '「' | '」' | '『' | '』' | '｢' | '｣' => Some(1),
        _ => None,
    }
}

fn is_minus(char: char) -> bool {
    matches!(char, '-' | '－' | '−' | '﹣')
}

fn pieces(text: &str) -> Result<Vec<Piece>, QueryFault> {
    let mut done = Vec::new();
    let mut now = Piece { text: String::new(), at: 0, quoted: false, negative: false };
    let mut open = None;
    for (at, char) in text.chars().enumerate() {
        match (quote_family(char), open) {
            (Some(family), None) => {
                let negative = ends_in_minus(&now.text);
                if negative {
                    now.text.pop();
                }
                done.push(std::mem::replace(
                    &mut now,
                    Piece { text: String::new(), at, quoted: true, negative },
                ));
                open = Some(family);
            }
            (Some(family), Some(mark)) if family == mark => {
                let next = Piece { text: String::new(), at: at + 1, quoted: false, negative: false };
                done.push(std::mem::replace(&mut now, next));
                open = None;
            }
            _ => now.text.push(char),
        }
    }
    if open.is_some() {
        return Err(QueryFault::UnclosedQuote { at: now.at });
    }
    done.push(now);
    Ok(done)
}

fn ends_in_minus(text: &str) -> bool {
    let mut back = text.chars().rev();
    back.next().is_some_and(is_minus) && back.next().is_none_or(char::is_whitespace)
}

impl Parsed {
    /// A phrase or an excluded item: all of it, side by side.
    fn add_whole(&mut self, piece: &Piece) -> Result<(), QueryFault> {
        let unit = Unit::phrase(&atoms(&piece.text));
        if unit.atoms.len() > MAX_PHRASE {
            return Err(QueryFault::PhraseTooLong { at: piece.at, max: MAX_PHRASE });
        }
        match (unit.atoms.is_empty(), piece.negative) {
            (true, _) => {}
            (false, true) => self.exclude(unit),
            (false, false) => self.want(unit),
        }
        Ok(())
    }

    fn add_plain(&mut self, piece: &Piece, dropped: &mut Vec<Unit>) -> Result<(), QueryFault> {
        let chars: Vec<char> = piece.text.chars().collect();
        let mut from = 0;
        for (span, number) in numbers(&piece.text) {
            let before: String = chars[from..span.start].iter().collect();
            let negative = ends_in_minus(&before);
            let before = if negative { before.trim_end_matches(is_minus) } else { &before };
            self.add_items(before, piece.at + from, dropped)?;
            let unit = Unit { number: Some(number.clone()), ..Unit::phrase(&atoms(&number.cited())) };
            if negative {
                self.exclude(unit)
            } else {
                self.want(unit)
            }
            from = span.end;
        }
        self.add_items(&chars[from..].iter().collect::<String>(), piece.at + from, dropped)
    }

    fn add_items(&mut self, text: &str, at: usize, dropped: &mut Vec<Unit>) -> Result<(), QueryFault> {
        let mut start = at;
        for item in text.split(char::is_whitespace) {
            match item.strip_prefix(is_minus) {
                Some(rest) => {
                    let text = rest.trim_end_matches('*').to_owned();
                    self.add_whole(&Piece { text, at: start, quoted: true, negative: true })?;
                }
                None => self.add_words(item, dropped),
            }
            start += item.chars().count() + 1;
        }
        Ok(())
    }

    fn add_words(&mut self, item: &str, dropped: &mut Vec<Unit>) {
        let atoms = atoms(item);
        let units = split(&atoms, item.ends_with(['*', '＊']), dropped);
        if units.len() > 1 && atoms.len() <= MAX_NEAR {
            self.near.push(Unit::phrase(&atoms));
        }
        units.into_iter().for_each(|unit| self.want(unit));
    }

    fn want(&mut self, unit: Unit) {
        if self.wanted.iter().any(|known| known.same(&unit)) {
            return;
        }
        if self.wanted.len() == MAX_UNITS {
            self.ignored += 1;
        } else {
            self.wanted.push(unit);
        }
    }

    fn exclude(&mut self, unit: Unit) {
        if self.excluded.iter().any(|known| known.same(&unit)) {
            return;
        }
        if self.excluded.len() == MAX_UNITS {
            self.ignored += 1;
        } else {
            self.excluded.push(unit);
        }
    }
}
