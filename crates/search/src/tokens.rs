//! What is written into the index for a text: every character, every pair of neighbours (bigram, 二元), every long word, every number.
//!
//! Must never look at anything but atoms and the dictionary, or index and query drift apart.

use std::vec::IntoIter;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::atoms::{Kind, atoms, han_runs};
use crate::words;

/// The name the index knows the tokenizer by.
pub const NAME: &str = "anye";

/// The longest word of letters or digits that is kept, in bytes; more is a code or noise.
pub const MAX_WORD: usize = 64;

/// Turns a text into terms for the index.
#[derive(Clone, Default)]
pub struct Terms;

/// The terms of one text.
pub struct TermStream {
    rest: IntoIter<(u32, String)>,
    token: Token,
}

impl Tokenizer for Terms {
    type TokenStream<'a> = TermStream;

    fn token_stream(&mut self, text: &str) -> TermStream {
        TermStream { rest: terms(text).into_iter(), token: Token::default() }
    }
}

impl TokenStream for TermStream {
    fn advance(&mut self) -> bool {
        let Some((position, text)) = self.rest.next() else { return false };
        self.token.position = position as usize;
        self.token.text = text;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// All terms of a text with their positions, in order of position.
pub fn terms(text: &str) -> Vec<(u32, String)> {
    let atoms = atoms(text);
    let mut terms = Vec::with_capacity(atoms.len() * 2 + atoms.len() / 4);
    for atom in &atoms {
        match &atom.kind {
            Kind::Han(char) => terms.push((atom.position, char.to_string())),
            Kind::Word(word) if word.len() <= MAX_WORD => terms.push((atom.position, word.clone())),
            Kind::Word(_) => {}
        }
    }
    for run in han_runs(&atoms) {
        let chars: String = run.iter().filter_map(crate::atoms::Atom::han).collect();
        for pair in run.windows(2) {
            terms.push((pair[0].position, pair.iter().filter_map(crate::atoms::Atom::han).collect()));
        }
        for (start, word) in words::long_words(&chars) {
            terms.push((run[start].position, word.to_owned()));
        }
    }
    terms.sort_by_key(|(position, _)| *position);
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
