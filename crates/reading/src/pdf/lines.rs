//! Glyphs to lines, top to bottom and left to right. Must not decide what a paragraph is.

use super::page::Glyph;

/// One line of a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub(crate) x0: f64,
    pub(crate) x1: f64,
    pub(crate) y: f64,
    pub(crate) size: f64,
    pub(crate) text: String,
}

/// The lines of one page, and how wide the page is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sheet {
    pub(crate) width: f64,
    pub(crate) lines: Vec<Line>,
}

/// Puts the glyphs of one page into lines.
pub(crate) fn of_page(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    // A stable sort: glyphs of one height stay in the order they were drawn.
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut lines = Vec::new();
    let mut row: Vec<Glyph> = Vec::new();
    for glyph in glyphs {
        let same = row.first().is_none_or(|first| {
            // Signs raised or lowered a little belong to the line; the next line is a size away at least.
            (glyph.y - first.y).abs() <= 0.4 * first.size.max(glyph.size)
        });
        if !same {
            lines.extend(line(std::mem::take(&mut row)));
        }
        row.push(glyph);
    }
    lines.extend(line(row));
    lines
}

fn line(mut row: Vec<Glyph>) -> Option<Line> {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    // Bold is sometimes one glyph drawn twice, a hair apart.
    row.dedup_by(|b, a| a.text == b.text && (b.x - a.x).abs() < 0.15 * a.size);
    let seen = |glyph: &&Glyph| !glyph.text.chars().all(char::is_whitespace) || glyph.text.is_empty();
    let x0 = row.iter().find(seen)?.x;
    let x1 = row.iter().rev().find(seen)?.end;
    let size = median(row.iter().filter(seen).map(|glyph| glyph.size));
    let y = row.first()?.y;
    let mut text = String::new();
    let mut end: Option<f64> = None;
    for glyph in &row {
        let shown = if glyph.text.is_empty() { "\u{fffd}" } else { &glyph.text };
        if let Some(end) = end {
            gap(&mut text, shown, (glyph.x - end) / size.max(1.0));
        }
        text.push_str(shown);
        end = Some(glyph.end);
    }
    Some(Line { x0, x1, y, size, text: text.trim().to_owned() })
}

/// Writes the white space that a gap between two glyphs stands for; the gap is in font sizes.
fn gap(text: &mut String, next: &str, gap: f64) {
    let (Some(before), Some(after)) = (text.chars().next_back(), next.chars().next()) else { return };
    if before.is_whitespace() || after.is_whitespace() {
        return;
    }
    let latin = before.is_ascii() && after.is_ascii();
    if gap > 3.0 {
        text.push('\t');
    } else if gap > 0.7 || (latin && gap > 0.2) {
        text.push(' ');
    }
}

pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Takes away first and last lines that only number the page; says how many.
pub(crate) fn drop_page_numbers(sheets: &mut [Sheet]) -> u64 {
    let mut dropped = 0;
    for Sheet { lines, .. } in sheets {
        if lines.len() > 1 && lines.last().is_some_and(|line| is_page_number(&line.text)) {
            lines.pop();
            dropped += 1;
        }
        if lines.len() > 1 && lines.first().is_some_and(|line| is_page_number(&line.text)) {
            lines.remove(0);
            dropped += 1;
        }
    }
    dropped
}

/// 12, — 12 —, 第 3 页 共 9 页, 3/9.
fn is_page_number(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = bare.trim_matches(['-', '—', '–', '－', '―', '·', '~']);
    let bare = bare.strip_prefix('第').unwrap_or(bare);
    let mut parts = bare.splitn(2, ['/', '页', '／']);
    let number =
        |part: &str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let rest = |part: &str| {
        let part =
            part.trim_start_matches(['，', ',', '/', '共', '(', '（']).trim_end_matches(['页', ')', '）']);
        part.is_empty() || number(part)
    };
    parts.next().is_some_and(number) && parts.next().is_none_or(rest)
}

#[cfg(test)]
mod tests {
    use super::is_page_number;

    #[test]
    fn page_numbers_are_told_from_text() {
        for number in ["12", "— 3 —", "- 4 -", "第 1 页 共 3 页", "2/9", "第12页", "第 2 页，共 8 页"]
        {
            assert!(is_page_number(number), "{number}");
        }
        for text in ["2024年", "第一条", "第三页", "12345", "1. 目的", "3/9/2", "共 3 页", ""] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
