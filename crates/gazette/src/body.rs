//! The body: chapters, articles and the text between them, as blocks of lines.
//!
//! Must never drop an article because its number came before: a second （三） is an article too.

use std::ops::Range;

use crate::lines::{Line, Role};
use crate::marker::{self, Marker, Style};
use crate::outline::Outline;

/// An article or a lead, with the lines it consists of.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// `None` for a lead.
    pub(crate) marker: Option<Marker>,
    /// Index into [`Body::chapters`].
    pub(crate) chapter: Option<usize>,
    /// Its lines without the marker of the article.
    pub(crate) lines: Vec<Line>,
    /// Characters the heading takes in the first line.
    pub(crate) heading: usize,
    /// First and one past the last character in the source.
    pub(crate) source: Range<usize>,
}

/// A chapter heading.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    pub(crate) number: String,
    pub(crate) ordinal: u32,
    pub(crate) heading: String,
    pub(crate) line: u32,
    pub(crate) is_section: bool,
}

/// The body as blocks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Body {
    pub(crate) chapters: Vec<Opening>,
    pub(crate) blocks: Vec<Block>,
}

/// Reads `lines[range]` and gives the lines their roles. Lines before the first marker become the preamble.
pub(crate) fn read(lines: &mut Vec<Line>, range: Range<usize>, outline: Outline, littered: bool) -> Body {
    let mut body = Body::default();
    let mut index = range.start;
    let mut end = range.end;
    while index < end {
        if !lines[index].is_open() {
            index += 1;
            continue;
        }
        let marker = marker::parse(lines[index].text.chars());
        match marker {
            Some(marker) if is_chapter(&marker, outline) => {
                let (taken, added) = open_chapter(&mut body, lines, index, &marker, outline, end);
                index += taken;
                end += added;
                continue;
            }
            Some(marker) if Some(marker.style) == outline.article => {
                open_article(&mut body, &lines[index], marker)
            }
            _ => continue_text(&mut body, &lines[index]),
        }
        lines[index].role =
            if body.blocks.is_empty() { Role::Preamble } else { Role::Article(body.blocks.len() - 1) };
        index += 1;
    }
    set_headings(&mut body, littered);
    body
}

fn is_chapter(marker: &Marker, outline: Outline) -> bool {
    Some(marker.style) == outline.chapter || (outline.sections && marker.style == Style::Section)
}

/// Reads a chapter heading; returns how many lines it takes and how many lines were added by cutting off text that runs on behind it.
fn open_chapter(
    body: &mut Body,
    lines: &mut Vec<Line>,
    index: usize,
    marker: &Marker,
    outline: Outline,
    end: usize,
) -> (usize, usize) {
    let length = super::heading::length(&lines[index], marker.style, marker.length, true, false);
    let whole = lines[index].text.len() - marker.length;
    let mut added = 0;
    // "一、总体要求。以…为指导": the text behind the heading is the chapter's lead.
    let mut cut = marker.length + length;
    if lines[index].text.chars().get(cut).is_some_and(|char| crate::letters::is_terminal(*char)) {
        cut += 1;
    }
    if length > 0 && cut < lines[index].text.len() {
        let (first, second) = lines[index].split(cut);
        lines.splice(index..=index, [first, second]);
        added = 1;
    }
    let mut heading = lines[index].text.from(marker.length).text();
    lines[index].role = Role::Chapter;
    let mut taken = 1;
    if added == 0
        && length == whole
        && let Some(next) = continued(lines, index, end + added, outline)
    {
        heading.push_str(&lines[next].string());
        lines[next].role = Role::Chapter;
        taken = next - index + 1;
    }
    let heading = heading.trim_end_matches(['。', '：', ':', '；', ';', '.']).to_owned();
    let is_section = marker.style == Style::Section;
    let number = if is_section {
        let parent = body.chapters.iter().rev().find(|chapter| !chapter.is_section);
        format!("{}·{}", parent.map_or("", |chapter| chapter.number.as_str()), marker.printed)
    } else {
        marker.printed.clone()
    };
    body.chapters.push(Opening {
        number,
        ordinal: marker.value,
        heading,
        line: lines[index].number,
        is_section,
    });
    (taken, added)
}

/// The second line of a heading: short, without the end of a sentence, right above a marker.
fn continued(lines: &[Line], index: usize, end: usize, outline: Outline) -> Option<usize> {
    let mut open = (index + 1..end).filter(|&next| lines[next].is_open());
    let (next, after) = (open.next()?, open.next()?);
    let is_marker = |at: usize| marker::parse(lines[at].text.chars());
    let above_marker = is_marker(after)
        .is_some_and(|marker| Some(marker.style) == outline.article || is_chapter(&marker, outline));
    let short = lines[next].text.len() <= 20 && !lines[next].ends_complete() && is_marker(next).is_none();
    (short && above_marker && lines[index].text.len() >= 12 && !lines[index].ends_complete()).then_some(next)
}

fn open_article(body: &mut Body, line: &Line, marker: Marker) {
    let mut first = line.clone();
    first.text = line.text.from(marker.length);
    first.gaps = line
        .gaps
        .iter()
        .filter(|gap| gap.at > marker.length)
        .map(|gap| crate::spacing::Gap { at: gap.at - marker.length, ..*gap })
        .collect();
    body.blocks.push(Block {
        marker: Some(marker),
        chapter: body.chapters.len().checked_sub(1),
        lines: vec![first],
        heading: 0,
        source: source_of(line),
    });
}

/// Text goes on in the article, opens the lead of a new chapter, or belongs to the preamble.
fn continue_text(body: &mut Body, line: &Line) {
    let chapter = body.chapters.len().checked_sub(1);
    match body.blocks.last_mut() {
        Some(block) if block.chapter == chapter => {
            block.source.end = source_of(line).end;
            block.lines.push(line.clone());
        }
        _ if chapter.is_some() => {
            body.blocks.push(Block {
                marker: None,
                chapter,
                lines: vec![line.clone()],
                heading: 0,
                source: source_of(line),
            });
        }
        _ => {}
    }
}

fn source_of(line: &Line) -> Range<usize> {
    line.text
        .source_span()
        .map_or(line.span.start..line.span.end, |span| span.start..span.end.max(line.span.end))
}

/// Finds the headings, and cuts a heading that only a space parts from the text into a line of its own.
fn set_headings(body: &mut Body, littered: bool) {
    for block in &mut body.blocks {
        let Some(marker) = &block.marker else {
            continue;
        };
        let length =
            crate::heading::length(&block.lines[0], marker.style, 0, block.lines.len() > 1, littered);
        block.heading = length;
        if block.lines[0].gaps.iter().any(|gap| gap.at == length)
            && length > 0
            && length < block.lines[0].text.len()
        {
            let (first, second) = block.lines[0].split(length);
            block.lines.splice(0..1, [first, second]);
        }
    }
}
