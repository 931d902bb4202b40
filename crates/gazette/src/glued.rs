//! Lines that hold several chapters or articles because their line breaks were lost.
//!
//! Must never cut a sentence: a cut needs the end of a sentence before it and the number that is due behind it.

use std::collections::HashMap;

use crate::letters::is_han;
use crate::lines::{Line, Role};
use crate::marker::{self, Style};
use crate::outline::Outline;

/// Longer lines are no paragraphs of a document.
const LONGEST: usize = 100_000;

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
    let openings = openings(&lines[from.min(lines.len())..]);
    let mut last: Vec<(Style, u32)> = Vec::new();
    let mut index = from;
    while index < lines.len() {
        if lines[index].role == Role::Open && lines[index].text.len() <= LONGEST {
            let opening = marker::parse(lines[index].text.chars());
            if let Some(marker) = &opening {
                note(&mut last, marker.style, marker.value);
            }
            let start = opening.map_or(1, |marker| marker.length);
            if let Some(at) = (start..lines[index].text.len())
                .find(|&at| is_cut(&lines[index], at, &last, &openings, &wanted))
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

/// The last line, by number, that a marker opens.
fn openings(lines: &[Line]) -> HashMap<(Style, u32), u32> {
    let open = lines.iter().filter(|line| line.is_open());
    open.filter_map(|line| {
        marker::parse(line.text.chars()).map(|marker| ((marker.style, marker.value), line.number))
    })
    .collect()
}

fn is_cut(
    line: &Line,
    at: usize,
    last: &[(Style, u32)],
    openings: &HashMap<(Style, u32), u32>,
    wanted: &impl Fn(Style) -> bool,
) -> bool {
    let chars = line.text.chars();
    let spaced = line.gaps.binary_search_by_key(&at, |gap| gap.at).is_ok();
    let colon = matches!(chars[at - 1], '：' | ':');
    let headed = matches!(chars[at], '（' | '(') && stands_behind_heading(chars, at);
    if !spaced && !colon && !headed && !matches!(chars[at - 1], '。' | '）' | ')' | '！') {
        return false;
    }
    let Some(marker) = marker::parse(&chars[at..]).filter(|marker| wanted(marker.style)) else {
        return false;
    };
    let previous = last.iter().find(|(style, _)| *style == marker.style).map_or(0, |(_, value)| *value);
    // （一） directly behind a colon opens a list inside a sentence.
    let due = marker.value == previous + 1 && (spaced || !colon || marker.style != Style::Bracket);
    let elsewhere = openings.get(&(marker.style, marker.value)).is_some_and(|&number| number > line.number);
    due && !elsewhere
}

/// 一、拓宽渠道（一）…: nothing but the heading of a chapter stands between the line's own marker and this place.
fn stands_behind_heading(chars: &[char], at: usize) -> bool {
    const LONGEST_HEADING: usize = 30;
    at <= LONGEST_HEADING
        && marker::parse(chars)
            .filter(|marker| marker.style <= Style::Numeral && marker.length + 3 <= at)
            .is_some_and(|marker| {
                chars[marker.length..at]
                    .iter()
                    .all(|&char| is_han(char) || matches!(char, '、' | '，' | '“' | '”'))
            })
}
