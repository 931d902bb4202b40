//! The source as lines: numbered, trimmed, without stray spaces, each with its place in the source.
//!
//! Must never drop a line: what a line is for is decided later, by its role.

use anye_findings::Span;

use crate::letters::{columns, is_invisible, is_terminal};
use crate::spacing::{self, Gap};
use crate::traced::Traced;

/// What a line is for. Every line of a source ends up with one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Not decided (only while reading).
    Open,
    /// Nothing but spaces.
    Blank,
    /// Page furniture: navigation, page numbers, buttons.
    Furniture,
    /// A field of the metadata table above the document (索引号、发文机关 …).
    Metadata,
    /// When and by whom the page was published (发布时间 …).
    Publication,
    /// Masthead (某某文件): names the issuer.
    Masthead,
    /// Part of the title.
    Title,
    /// Document number (发文字号).
    Number,
    /// Addressees (主送机关).
    Addressees,
    /// Text before the first chapter or article.
    Preamble,
    /// Chapter heading.
    Chapter,
    /// Part of the article with this index.
    Article(usize),
    /// Text after the last article.
    Closing,
    /// Signature (落款) or its date.
    Signature,
}

/// A line of the source.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// From 1.
    pub(crate) number: u32,
    /// Where it stands in the source, without its line break.
    pub(crate) span: Span,
    /// Clean text.
    pub(crate) text: Traced,
    /// Where spaces were.
    pub(crate) gaps: Vec<Gap>,
    /// Columns of space before the text.
    pub(crate) indent: usize,
    /// Columns the line takes on its page, spaces included.
    pub(crate) width: usize,
    pub(crate) role: Role,
}

impl Line {
    pub(crate) fn string(&self) -> String {
        self.text.text()
    }

    pub(crate) fn is_open(&self) -> bool {
        self.role == Role::Open
    }

    /// Ends like a sentence or a list item, not in the middle of one.
    pub(crate) fn ends_complete(&self) -> bool {
        self.text.last().is_some_and(|char| is_terminal(char) || crate::letters::is_closer(char))
    }

    /// The line as two lines with the same number.
    pub(crate) fn split(&self, at: usize) -> (Self, Self) {
        let middle = self.text.at(at) as usize;
        let mut first = self.clone();
        first.text = self.text.slice(0, at);
        first.span.end = middle;
        first.gaps.retain(|gap| gap.at < at);
        let mut second = self.clone();
        second.text = self.text.from(at);
        second.span.start = middle;
        second.indent = 4;
        first.width = first.indent + columns(first.text.chars());
        second.gaps =
            self.gaps.iter().filter(|gap| gap.at > at).map(|gap| Gap { at: gap.at - at, ..*gap }).collect();
        (first, second)
    }
}

/// The lines of a text whose positions are those of the source.
pub(crate) fn split(text: &Traced, source_length: usize) -> Vec<Line> {
    let littered = spacing::is_littered(text.chars());
    let chars = text.chars();
    let mut lines = Vec::new();
    let (mut start, mut number) = (0, 1);
    let mut source_start = 0;
    for index in 0..=chars.len() {
        let at_end = index == chars.len();
        if !at_end && !is_break(chars[index]) {
            continue;
        }
        let source_end = if at_end { source_length } else { text.at(index) as usize };
        // The line feed behind a carriage return belongs to the same break.
        let second_half = index > 0 && !at_end && chars[index] == '\n' && chars[index - 1] == '\r';
        if !second_half {
            lines.push(line(
                &text.slice(start, index),
                number,
                Span { start: source_start, end: source_end },
                littered,
            ));
            number += 1;
        }
        start = index + 1;
        source_start = source_end + 1;
    }
    lines
}

fn is_break(char: char) -> bool {
    matches!(char, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn line(raw: &Traced, number: u32, span: Span, littered: bool) -> Line {
    let indent = raw
        .chars()
        .iter()
        .filter(|char| !is_invisible(**char))
        .take_while(|char| char.is_whitespace())
        .map(|&char| if char == '\u{3000}' { 2 } else { 1 })
        .sum();
    let (text, gaps) = spacing::clean(raw, littered);
    let shown: Vec<char> = raw.chars().iter().copied().filter(|char| !is_invisible(*char)).collect();
    let trailing = shown.iter().rev().take_while(|char| char.is_whitespace()).count();
    let width = columns(&shown[..shown.len() - trailing]);
    let role = if text.is_empty() { Role::Blank } else { Role::Open };
    Line { number, span, text, gaps, indent, width, role }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sort_of_line_break_counts_once() {
        let source = "甲\r\n乙\n\n　　丙\r丁\u{2028}戊";
        let lines = split(&Traced::of_source(source), source.chars().count());
        let seen: Vec<(u32, String, usize)> =
            lines.iter().map(|line| (line.number, line.string(), line.indent)).collect();
        let expect = [(1, "甲", 0), (2, "乙", 0), (3, "", 0), (4, "丙", 4), (5, "丁", 0), (6, "戊", 0)];
        assert_eq!(seen, expect.map(|(number, text, indent)| (number, text.to_owned(), indent)));
        assert_eq!(lines[1].span, Span { start: 3, end: 4 });
    }

    #[test]
    fn a_split_line_keeps_its_number() {
        let source = "各市：请办理";
        let lines = split(&Traced::of_source(source), 6);
        let (first, second) = lines[0].split(3);
        assert_eq!((first.string(), second.string(), second.number), ("各市：".into(), "请办理".into(), 1));
        assert_eq!(second.span, Span { start: 3, end: 6 });
    }
}
