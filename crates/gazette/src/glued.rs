//! Lines that hold several chapters or articles because their line breaks were lost.
//!
//! Must never cut a sentence: a cut needs the end of a sentence before it and the number that is due behind it.

use crate::lines::{Line, Role};
use crate::marker::{self, Style};
use crate::outline::Outline;

/// Cuts lines in front of markers that stand in their middle.
pub(crate) fn cut(lines: &mut Vec<Line>, from: usize, outline: Outline) {
    let nothing_found = outline.article.is_none();
    let wanted = |style: Style| {
        if nothing_found {
            matches!(style, Style::Chapter | Style::Article | Style::Numeral | Style::Bracket)
        } else {
            // Lines that open with chapters may hold all their articles.
            let hidden = outline.chapter.is_none()
                && outline.article == Some(Style::Numeral)
                && style == Style::Bracket;
            Some(style) == outline.chapter || Some(style) == outline.article || hidden
        }
    };
    let mut last: Vec<(Style, u32)> = Vec::new();
    let mut index = from;
    while index < lines.len() {
        if lines[index].role == Role::Open {
            let opening = marker::parse(lines[index].text.chars());
            if let Some(marker) = &opening {
                note(&mut last, marker.style, marker.value);
            }
            let start = opening.map_or(1, |marker| marker.length);
            if let Some(at) =
                (start..lines[index].text.len()).find(|&at| is_cut(lines, index, at, &last, &wanted))
            {
                let (first, second) = lines[index].split(at);
                lines.splice(index..=index, [first, second]);
            }
        }
        index += 1;
    }
}

fn note(last: &mut Vec<(Style, u32)>, style: Style, value: u32) {
    match last.iter_mut().find(|(other, _)| *other == style) {
        Some(slot) => slot.1 = value,
        None => last.push((style, value)),
    }
}

fn is_cut(
    lines: &[Line],
    index: usize,
    at: usize,
    last: &[(Style, u32)],
    wanted: &impl Fn(Style) -> bool,
) -> bool {
    let chars = lines[index].text.chars();
    let spaced = lines[index].gaps.iter().any(|gap| gap.at == at);
    let colon = matches!(chars[at - 1], '：' | ':');
    if !spaced && !colon && !matches!(chars[at - 1], '。' | '）' | ')' | '！') {
        return false;
    }
    let Some(marker) = marker::parse(&chars[at..]).filter(|marker| wanted(marker.style)) else {
        return false;
    };
    let previous = last.iter().find(|(style, _)| *style == marker.style).map_or(0, |(_, value)| *value);
    // （一） directly behind a colon opens a list inside a sentence.
    let due = marker.value == previous + 1 && (spaced || !colon || marker.style != Style::Bracket);
    let elsewhere = lines[index + 1..]
        .iter()
        .filter(|line| line.is_open())
        .filter_map(|line| marker::parse(line.text.chars()))
        .any(|other| other.style == marker.style && other.value == marker.value);
    due && !elsewhere
}
