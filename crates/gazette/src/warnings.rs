//! What a person should know or look at, worded once.
//!
//! Must never hold a code that the list of codes below does not have: pages translate by code.

use crate::body::Body;
use crate::damage::Damage;
use crate::model::Warning;

/// Every code a reading can give.
pub const WARNING_CODES: [&str; 16] = [
    "empty",
    "no_articles",
    "article_gap",
    "article_duplicate",
    "article_out_of_order",
    "chapter_gap",
    "title_missing",
    "number_missing",
    "date_missing",
    "issuer_missing",
    "place_missing",
    "place_inferred",
    "text_converted",
    "glosses_removed",
    "damage_suspected",
    "attachment_set_aside",
];

pub(crate) fn warning(
    code: &str,
    about: impl Into<String>,
    line: Option<u32>,
    message: impl Into<String>,
) -> Warning {
    Warning { code: code.to_owned(), about: about.into(), line, message: message.into() }
}

/// Gaps, repetitions and wrong order in the numbers of chapters and articles.
pub(crate) fn numbering(body: &Body) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut chapter_before = 0;
    for chapter in body.chapters.iter().filter(|chapter| !chapter.is_section) {
        if chapter.ordinal > chapter_before + 1 {
            let about = missing(chapter_before + 1, chapter.ordinal - 1);
            let message = format!("Chapter {about} is missing before chapter {}.", chapter.ordinal);
            warnings.push(warning("chapter_gap", about, Some(chapter.line), message));
        }
        chapter_before = chapter.ordinal;
    }
    articles(body, &mut warnings);
    warnings
}

fn articles(body: &Body, warnings: &mut Vec<Warning>) {
    let mut seen: Vec<(Option<usize>, u32)> = Vec::new();
    let mut highest = 0;
    let mut chapter = None;
    let restarts = restarts(body);
    for block in &body.blocks {
        let Some(marker) = &block.marker else {
            continue;
        };
        let (value, line) = (marker.value, block.lines.first().map(|line| line.number));
        if restarts && block.chapter != chapter {
            highest = 0;
        }
        chapter = block.chapter;
        let key = (block.chapter.filter(|_| restarts), value);
        if seen.contains(&key) {
            let message = format!("Article {value} occurs more than once; each is kept.");
            warnings.push(warning("article_duplicate", value.to_string(), line, message));
        } else if value < highest {
            let message = format!("Article {value} stands behind article {highest}.");
            warnings.push(warning("article_out_of_order", value.to_string(), line, message));
        } else if value > highest + 1 {
            let about = missing(highest + 1, value - 1);
            let message = format!("Article {about} is missing before article {value}.");
            warnings.push(warning("article_gap", about, line, message));
        }
        seen.push(key);
        highest = highest.max(value);
    }
}

/// Numbering starts anew in some chapter after the first.
fn restarts(body: &Body) -> bool {
    let mut firsts: Vec<(Option<usize>, u32)> = Vec::new();
    for block in &body.blocks {
        if let Some(marker) = &block.marker
            && firsts.last().is_none_or(|(chapter, _)| *chapter != block.chapter)
        {
            firsts.push((block.chapter, marker.value));
        }
    }
    firsts.iter().skip(1).any(|(_, value)| *value == 1)
}

fn missing(from: u32, to: u32) -> String {
    if from == to { from.to_string() } else { format!("{from}-{to}") }
}

/// Damaged places, repaired or not.
pub(crate) fn damage(damages: &[Damage], source: &[char]) -> Vec<Warning> {
    damages
        .iter()
        .map(|damage| {
            let before = source.iter().take(damage.at as usize);
            let line =
                u32::try_from(before.filter(|char| **char == '\n').count()).ok().map(|count| count + 1);
            let message = if damage.repaired.is_empty() {
                format!("The text is damaged at “{}”; it is kept as it stands.", damage.words)
            } else {
                format!("The text is damaged at “{}”; it was read as “{}”.", damage.words, damage.repaired)
            };
            warning("damage_suspected", damage.words.clone(), line, message)
        })
        .collect()
}
