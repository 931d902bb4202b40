//! What is written into the index for a text: every character, every pair of neighbours (bigram, 二元), every long word, every number.
//!
//! Must never look at anything but atoms and the dictionary, or index and query drift apart.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::atoms::{Atom, Kind, atoms, han_runs};
use crate::words;

/// The name the index knows the tokenizer by.
pub const NAME: &str = "anye";

/// The longest word of letters or digits that is kept, in bytes; more is a code or noise.
pub const MAX_WORD: usize = 64;

/// Turns a text into terms for the index.
#[derive(Clone, Default)]
pub struct Terms;

/// The terms of one text, one after the other in one buffer.
#[derive(Default)]
pub struct TermStream {
    buffer: String,
    // Position, and where the term ends in the buffer; it begins where the one before ends.
    ends: Vec<(u32, u32, u32)>,
    next: usize,
    token: Token,
}

impl Tokenizer for Terms {
    type TokenStream<'a> = TermStream;

    fn token_stream(&mut self, text: &str) -> TermStream {
        stream(text)
    }
}

impl TokenStream for TermStream {
    fn advance(&mut self) -> bool {
        let Some(&(position, start, end)) = self.ends.get(self.next) else { return false };
        self.next += 1;
        self.token.position = position as usize;
        self.token.text.clear();
        self.token.text.push_str(&self.buffer[start as usize..end as usize]);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

impl TermStream {
    fn push(&mut self, position: u32, parts: &[&str]) {
        let start = self.buffer.len() as u32;
        parts.iter().for_each(|part| self.buffer.push_str(part));
        self.ends.push((position, start, self.buffer.len() as u32));
    }
}

/// All terms of a text with their positions, in order of position.
pub fn terms(text: &str) -> Vec<(u32, String)> {
    let TermStream { buffer, ends, .. } = stream(text);
    ends.into_iter()
        .map(|(position, start, end)| (position, buffer[start as usize..end as usize].to_owned()))
        .collect()
}

fn stream(text: &str) -> TermStream {
    let atoms = atoms(text);
    let mut terms = TermStream { buffer: String::with_capacity(text.len() * 4), ..TermStream::default() };
    terms.ends.reserve(atoms.len() * 5 / 2);
    let mut utf8 = [0; 4];
    for atom in &atoms {
        match &atom.kind {
            Kind::Han(char) => terms.push(atom.position, &[char.encode_utf8(&mut utf8)]),
            Kind::Word(word) if word.len() <= MAX_WORD => terms.push(atom.position, &[word]),
            Kind::Word(_) => {}
        }
    }
    let mut second = [0; 4];
    for run in han_runs(&atoms) {
        let chars: String = run.iter().filter_map(Atom::han).collect();
        for pair in run.windows(2) {
            if let (Some(one), Some(other)) = (pair[0].han(), pair[1].han()) {
                terms.push(pair[0].position, &[one.encode_utf8(&mut utf8), other.encode_utf8(&mut second)]);
            }
        }
        for (start, word) in words::long_words(&chars) {
            terms.push(run[start].position, &[word]);
        }
    }
    terms.ends.sort_by_key(|(position, ..)| *position);
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_pairs_long_words_and_numbers_are_indexed() {
        let shown: Vec<_> = terms("實名制28號").into_iter().map(|(at, term)| format!("{term}{at}")).collect();
        assert_eq!(shown, ["实0", "实名0", "实名制0", "名1", "名制1", "制2", "283", "号4"]);
    }
}
