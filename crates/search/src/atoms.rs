//! Cutting folded text into atoms (最小单位): single Chinese characters, and words of letters or digits. What is indexed, what is asked
//! for and what is marked are all made of the same atoms, so they cannot disagree.
//!
//! Must never depend on the dictionary.

use std::ops::Range;

use crate::fold::{Folded, fold, is_han};

/// What an atom is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One Chinese character.
    Han(char),
    /// A run of letters and digits: covid, 2020, 0.5.
    Word(String),
}

/// One atom and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Atom {
    /// What it is.
    pub kind: Kind,
    /// Counted so that a phrase crosses commas and brackets, but not the end of a sentence.
    pub position: u32,
    /// Nothing but space stands between it and the atom before.
    pub joined: bool,
    /// Characters of the original text.
    pub span: Range<usize>,
}

impl Atom {
    /// The Chinese character, if it is one.
    pub fn han(&self) -> Option<char> {
        match self.kind {
            Kind::Han(char) => Some(char),
            Kind::Word(_) => None,
        }
    }
}

/// All atoms of a text.
pub fn atoms(text: &str) -> Vec<Atom> {
    atoms_of(&fold(text))
}

/// All atoms of a folded text.
pub fn atoms_of(folded: &Folded) -> Vec<Atom> {
    let mut found: Vec<Atom> = Vec::with_capacity(folded.chars.len());
    let (mut at, mut position, mut joined) = (0, 0, false);
    while let Some(&char) = folded.chars.get(at) {
        let end = if is_han(char) { at + 1 } else { word_end(&folded.chars, at) };
        if end == at {
            // Text copied from print is full of stray spaces and line breaks: they part nothing.
            joined = joined && char.is_whitespace();
            position += u32::from(ends_sentence(char));
            at += 1;
            continue;
        }
        let kind =
            if is_han(char) { Kind::Han(char) } else { Kind::Word(folded.chars[at..end].iter().collect()) };
        let span = folded.origin[at] as usize..folded.origin[end - 1] as usize + 1;
        found.push(Atom { kind, position, joined, span });
        position += 1;
        joined = true;
        at = end;
    }
    found
}

/// The end of the word of letters and digits that begins here; where none begins, the same place. A point within digits belongs to them.
fn word_end(chars: &[char], start: usize) -> usize {
    let mut end = start;
    while let Some(&char) = chars.get(end) {
        let point = char == '.'
            && end > start
            && chars[end - 1].is_ascii_digit()
            && chars.get(end + 1).is_some_and(char::is_ascii_digit);
        if !(point || char.is_alphanumeric() && !is_han(char)) {
            break;
        }
        end += 1;
    }
    end
}

fn ends_sentence(char: char) -> bool {
    matches!(char, '。' | ';' | '!' | '?')
}

/// Runs of two or more Chinese characters with nothing between them.
pub fn han_runs(atoms: &[Atom]) -> impl Iterator<Item = &[Atom]> {
    atoms
        .chunk_by(|one, next| one.han().is_some() && next.han().is_some() && next.joined)
        .filter(|run| run.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let list = atoms(text).into_iter().map(|atom| match atom.kind {
            Kind::Han(char) => format!("{char}{}", atom.position),
            Kind::Word(word) => format!("{word}{}", format_args!("@{}", atom.position)),
        });
        list.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn text_is_cut_the_same_way_however_it_is_typed() {
        for (text, expect) in [
            ("在建工程", "在0 建1 工2 程3"),
            ("費率0.5%。企業", "费0 率1 0.5@2 企4 业5"),
            ("〔2017〕28 号", "2017@0 28@1 号2"),
            ("ＣＯＶＩＤ-19", "covid@0 19@1"),
            ("1.发展", "1@0 发1 展2"),
            ("", ""),
        ] {
            assert_eq!(shown(text), expect, "{text}");
        }
    }

    #[test]
    fn stray_spaces_do_not_part_a_word_and_commas_do() {
        let spaced = atoms("实 施、意见");
        assert_eq!(spaced.iter().map(|atom| atom.joined).collect::<Vec<_>>(), [false, true, false, true]);
        assert_eq!(han_runs(&spaced).map(<[Atom]>::len).collect::<Vec<_>>(), [2, 2]);
        assert_eq!(spaced[1].span, 2..3);
    }
}
