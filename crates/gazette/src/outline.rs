//! Which markers are chapters and which are articles in this document.
//!
//! Must never depend on one document: the decision comes from how often markers occur and how they nest.

use crate::letters::is_terminal;
use crate::lines::Line;
use crate::marker::{self, Marker, Style};

/// The styles of a document's chapters and articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Outline {
    pub(crate) chapter: Option<Style>,
    /// 第一节 headings part the chapters.
    pub(crate) sections: bool,
    pub(crate) article: Option<Style>,
}

/// A marker with the index of its line.
pub(crate) type Placed = (usize, Marker);

/// The markers at the start of lines in `lines[from..to]`. Digits count only where they go up in steps.
pub(crate) fn markers(lines: &[Line], from: usize, to: usize) -> Vec<Placed> {
    let mut found: Vec<Placed> = Vec::new();
    for (index, line) in lines.iter().enumerate().take(to).skip(from) {
        if !line.is_open() {
            continue;
        }
        let Some(marker) = marker::parse(line.text.chars()) else {
            continue;
        };
        let previous =
            found.iter().rev().find(|(_, other)| other.style == marker.style).map(|(_, other)| other.value);
        let follows = previous.is_some_and(|value| marker.value > value && marker.value <= value + 2);
        if marker.style < Style::Digit || marker.value == 1 || follows {
            found.push((index, marker));
        }
    }
    found
}

/// Decides which styles are chapters and articles.
pub(crate) fn decide(lines: &[Line], markers: &[Placed]) -> Outline {
    let of = |style: Style| markers.iter().filter(move |(_, marker)| marker.style == style);
    let is_used = |style: Style| of(style).count() >= 2 || of(style).any(|(_, marker)| marker.value == 1);
    let sections = is_used(Style::Section);
    if is_used(Style::Article) {
        let chapter = [Style::Chapter, Style::Part].into_iter().find(|&style| is_used(style));
        return Outline { chapter, sections: sections && chapter.is_some(), article: Some(Style::Article) };
    }
    let order =
        [Style::Part, Style::Chapter, Style::Numeral, Style::Bracket, Style::Digit, Style::DigitBracket];
    let used: Vec<Style> = order.into_iter().filter(|&style| is_used(style)).collect();
    let (Some(&top), lower) = (used.first(), used.get(1)) else {
        return Outline::default();
    };
    match lower {
        _ if top <= Style::Chapter => Outline { chapter: Some(top), sections, article: lower.copied() },
        Some(&lower) if nests_as_chapters(lines, markers, top, lower) => {
            Outline { chapter: Some(top), sections: false, article: Some(lower) }
        }
        _ => Outline { chapter: None, sections: false, article: Some(top) },
    }
}

/// Whether markers of `top` are headings over articles of `lower`, and not articles with a few listed items.
fn nests_as_chapters(lines: &[Line], markers: &[Placed], top: Style, lower: Style) -> bool {
    let (mut total, mut bare, mut holding, mut items) = (0, 0, 0, 0);
    let mut current_holds = false;
    for (index, marker) in markers {
        if marker.style == top {
            total += 1;
            bare += usize::from(is_bare_heading(&lines[*index], marker));
            current_holds = false;
        } else if marker.style == lower && total > 0 {
            items += 1;
            holding += usize::from(!current_holds);
            current_holds = true;
        }
    }
    // Questions with their answers are articles, whatever the answers list.
    let questions = markers
        .iter()
        .filter(|(index, marker)| {
            marker.style == top && lines[*index].text.last().is_some_and(|char| matches!(char, '？' | '?'))
        })
        .count();
    if questions * 2 > total {
        return false;
    }
    let mostly_bare = bare * 2 >= total;
    match lower {
        Style::Bracket if mostly_bare => items >= 2 && !are_listed(lines, markers, lower),
        Style::Bracket => holding == total,
        _ => {
            mostly_bare
                && holding * 2 >= total
                && !are_listed(lines, markers, lower)
                && (runs_through(markers, top, lower) || are_long(lines, markers, lower))
        }
    }
}

/// The numbers of `lower` go on from chapter to chapter.
fn runs_through(markers: &[Placed], top: Style, lower: Style) -> bool {
    let chapters = markers.iter().filter(|(_, marker)| marker.style == top).count();
    let starts = markers.iter().filter(|(_, marker)| marker.style == lower && marker.value == 1).count();
    chapters > 1 && starts == 1
}

fn are_long(lines: &[Line], markers: &[Placed], style: Style) -> bool {
    let lengths: Vec<usize> = markers
        .iter()
        .enumerate()
        .filter(|(_, (_, marker))| marker.style == style)
        .map(|(place, (index, _))| {
            let end = markers.get(place + 1).map_or(*index + 1, |(next, _)| *next);
            lines[*index..end].iter().filter(|line| line.is_open()).map(|line| line.text.len()).sum()
        })
        .collect();
    lengths.iter().sum::<usize>() >= 45 * lengths.len()
}

/// Most items are entries of an enumeration (…的；), not articles.
fn are_listed(lines: &[Line], markers: &[Placed], style: Style) -> bool {
    let (mut all, mut listed) = (0, 0);
    let mut in_list = false;
    for (index, marker) in markers.iter().filter(|(_, marker)| marker.style == style) {
        all += 1;
        let ends_item = lines[*index].text.last().is_some_and(|char| matches!(char, '；' | ';'));
        // The last item ends with a full stop, but goes on from the items before it.
        in_list = ends_item || in_list && marker.value > 1;
        listed += usize::from(in_list);
        in_list = ends_item;
    }
    listed * 2 > all
}

/// Nothing but a heading stands behind the marker.
pub(crate) fn is_bare_heading(line: &Line, marker: &Marker) -> bool {
    let rest = &line.text.chars()[marker.length.min(line.text.len())..];
    let body = match rest.split_last() {
        Some((last, body)) if is_terminal(*last) => body,
        _ => rest,
    };
    body.len() <= 45 && !body.iter().any(|&char| is_terminal(char))
}
