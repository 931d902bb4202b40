//! Recognises a document of the pack in an import (识别), so that a second scan of the same notice is not taken for another document.
//!
//! A wrong match is worse than none: it would hang one document's rules on another's text. So one strong clue or three independent ones are needed, a clue
//! that contradicts ends it, and two candidates count as none.

use serde::Serialize;

use crate::document::DocumentMeta;
use crate::load::Pack;
use crate::number::{bare_title, canonical_number};

/// A title shorter than this is too common to identify a document even at one place.
const MIN_TITLE_CHARACTERS: usize = 12;

/// What an import found in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clues<'a> {
    /// Document number as printed.
    pub number: Option<&'a str>,
    /// Title as printed.
    pub title: Option<&'a str>,
    /// Division code of the place it is about.
    pub place: Option<&'a str>,
    /// Kind in the reader's words: notice, opinion, plan, reply …
    pub kind: Option<&'a str>,
    /// Numbers of the documents it names as its basis.
    pub basis_numbers: &'a [String],
    /// How many numbered articles it has.
    pub article_count: Option<u32>,
    /// SM3 of its content, in hexadecimal.
    pub content_hash: Option<&'a str>,
}

/// By which clue a document was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Its content is known.
    Content,
    /// 文号
    Number,
    /// Its title, at its place.
    Title,
    /// Place, basis documents and number of articles together.
    Structure,
}

/// The document that was recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Match {
    /// Its id in the pack.
    pub id: String,
    /// By what.
    pub by: By,
}

type Test = fn(&DocumentMeta, &Clues<'_>) -> bool;

impl Pack {
    /// The document of this pack that `clues` describe, if they are strong enough and point to one only.
    #[must_use]
    pub fn recognise(&self, clues: &Clues<'_>) -> Option<Match> {
        let tests: [(By, Test); 4] = [
            (By::Content, by_content),
            (By::Number, by_number),
            (By::Title, by_title),
            (By::Structure, by_structure),
        ];
        for (by, test) in tests {
            let mut found = self.documents.iter().filter(|document| test(document, clues));
            if let Some(document) = found.next() {
                return found.next().is_none().then(|| Match { id: document.id.clone(), by });
            }
        }
        None
    }
}

fn by_content(document: &DocumentMeta, clues: &Clues<'_>) -> bool {
    clues
        .content_hash
        .is_some_and(|hash| document.recognise.content.iter().any(|known| known.eq_ignore_ascii_case(hash)))
}

fn by_number(document: &DocumentMeta, clues: &Clues<'_>) -> bool {
    clue_number(clues).is_some_and(|number| document.recognise.numbers.contains(&number))
}

fn by_title(document: &DocumentMeta, clues: &Clues<'_>) -> bool {
    let Some(title) = clues.title.map(bare_title) else { return false };
    title.chars().count() >= MIN_TITLE_CHARACTERS
        && document
            .recognise
            .titles
            .iter()
            .any(|known| same_title(&title, &bare_title(known), &bare_title(&document.issuer.name.zh)))
        && clues.place == Some(document.place.as_str())
        && !contradicted(document, clues)
}

/// A letterhead may stand as a line of the title: the issuer's name before it makes no other document.
fn same_title(title: &str, known: &str, issuer: &str) -> bool {
    title.strip_suffix(known).is_some_and(|head| head.is_empty() || head == issuer)
}

fn by_structure(document: &DocumentMeta, clues: &Clues<'_>) -> bool {
    let basis = &document.recognise.basis;
    let named: Vec<String> =
        clues.basis_numbers.iter().filter_map(|number| canonical_number(number)).collect();
    !basis.is_empty()
        && basis.iter().all(|number| named.contains(number))
        && clues.place == Some(document.place.as_str())
        && clues.article_count == Some(document.recognise.articles)
        && !contradicted(document, clues)
}

/// Another number, another kind: whatever else agrees, it is another document.
fn contradicted(document: &DocumentMeta, clues: &Clues<'_>) -> bool {
    let other_number = clue_number(clues).is_some_and(|number| {
        !document.recognise.numbers.contains(&number) && !document.recognise.numbers.is_empty()
    });
    let other_kind = clues.kind.is_some_and(|kind| kind != "other" && kind != document.kind);
    other_number || other_kind
}

fn clue_number(clues: &Clues<'_>) -> Option<String> {
    clues.number.and_then(canonical_number)
}
