//! What is asked and what is answered: the shapes that callers see. No logic.
//!
//! Must never show a type of the engine.

use std::ops::Range;

use anye_base::{Cursor, Date, Limit};

/// Which hits come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Order {
    /// The best match first; where nothing is asked for but filters, the newest first.
    #[default]
    Relevance,
    /// The newest document first, its articles in their order.
    Newest,
}

/// A search.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// What was typed: words, “phrases”, `-excluded`, document numbers. Empty lists everything the filters let through.
    pub text: String,
    /// Only these issuers (发文机关); empty for all.
    pub issuers: Vec<String>,
    /// Only these places, descendants included by the caller; `None` for all, an empty list for none.
    pub places: Option<Vec<String>>,
    /// First and last year; an open end is `None`.
    pub years: (Option<i16>, Option<i16>),
    /// Only these sorts of document (文种); empty for all.
    pub kinds: Vec<String>,
    /// Only what is in force on this day (有效).
    pub as_of: Option<Date>,
    /// Which come first.
    pub order: Order,
    /// How many hits a page holds.
    pub limit: Limit,
    /// Where the page before ended.
    pub after: Option<Cursor>,
}

impl Query {
    /// A search for a text without filters.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// A part of an article that is shown with marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// 标题
    Title,
    /// 文号
    Number,
    /// 条标
    Heading,
    /// 正文
    Text,
}

/// A piece of stored text with what matched in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// Where it is from.
    pub part: Part,
    /// The position of its first character in the stored text.
    pub start: usize,
    /// The characters as stored.
    pub text: String,
    /// What to mark, in characters of the *stored* text, in order, not overlapping.
    pub marks: Vec<Range<usize>>,
    /// Text of the part goes on before or after the piece.
    pub cut: (bool, bool),
}

impl Snippet {
    /// The piece in order as (marked, text), ready for a page.
    pub fn pieces(&self) -> Vec<(bool, String)> {
        let chars: Vec<char> = self.text.chars().collect();
        let mut pieces = Vec::with_capacity(self.marks.len() * 2 + 1);
        let mut at = 0;
        let mut push = |marked: bool, part: &[char]| {
            if !part.is_empty() {
                pieces.push((marked, part.iter().collect()));
            }
        };
        for mark in &self.marks {
            let from = mark.start.saturating_sub(self.start).clamp(at, chars.len());
            let to = mark.end.saturating_sub(self.start).clamp(from, chars.len());
            push(false, &chars[at..from]);
            push(true, &chars[from..to]);
            at = to;
        }
        push(false, &chars[at..]);
        pieces
    }
}

/// One article found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its document.
    pub document_id: String,
    /// The article within the document.
    pub article_key: String,
    /// How well it matches; only comparable within one search. 0 where nothing was asked for but filters.
    pub score: f32,
    /// Title, number and heading whole where there are any, then up to two excerpts of the text.
    pub snippets: Vec<Snippet>,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The value as indexed.
    pub value: String,
    /// How many hits have it.
    pub hits: u64,
}

/// Counts over all hits of the search, not only of the page; most first, equal ones by value. Unknown values are not listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facets {
    /// 发文机关
    pub issuers: Vec<Count>,
    /// 区划
    pub places: Vec<Count>,
    /// 年份, newest first
    pub years: Vec<Count>,
    /// 文种
    pub kinds: Vec<Count>,
}

/// One page of hits.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The hits.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: u64,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
    /// Counts over all hits.
    pub facets: Facets,
    /// How many words of an over-long query were left out; 0 nearly always.
    pub ignored: usize,
}
