//! Lines to paragraphs. A PDF does not say where a paragraph ends; the eye sees it by the indent, by a line that
//! stops short, by space between lines, by a change of size. So does this. Must not reorder lines.

use super::lines::{Line, Sheet, median};

/// Where the text of a page begins and ends across.
#[derive(Debug, Clone, Copy)]
struct Margins {
    left: f64,
    right: f64,
}

/// Pages with fewer lines than this take the margins of the whole document.
const LINES_FOR_MARGINS: usize = 8;
/// Text that runs on reaches at least this far across the page.
const TEXT_WIDTH: f64 = 0.6;
/// A line this many characters short of the margin may still be full: punctuation must not begin a line.
const SHORT: f64 = 2.2;
/// How far a line must stand in to begin a paragraph, in characters.
const INDENT: f64 = 0.8;

/// All pages to text, one paragraph a line.
pub(crate) fn assemble(sheets: &[Sheet]) -> String {
    let whole = margins(sheets.iter().flat_map(|sheet| &sheet.lines));
    let pitch = pitch(sheets);
    let mut out = String::new();
    let mut before: Option<(&Line, Margins)> = None;
    let mut first: Option<&Line> = None;
    for Sheet { width, lines } in sheets {
        let mut margins = if lines.len() >= LINES_FOR_MARGINS { margins(lines.iter()) } else { whole };
        margins.right = margins.right.max(width * TEXT_WIDTH);
        for (at, line) in lines.iter().enumerate() {
            let begins = match (before, first) {
                (Some((before, theirs)), Some(first)) => {
                    let far = at > 0 && line.y - before.y > pitch * 1.4;
                    far || begins_paragraph(line, margins, before, theirs, first)
                }
                _ => true,
            };
            if begins {
                if !out.is_empty() {
                    out.push('\n');
                }
                first = Some(line);
            } else {
                join(&mut out, &line.text);
            }
            out.push_str(&line.text);
            before = Some((line, margins));
        }
    }
    out.push('\n');
    out
}

fn begins_paragraph(line: &Line, here: Margins, before: &Line, there: Margins, first: &Line) -> bool {
    let size = line.size.max(1.0);
    if (line.size - before.size).abs() > 0.15 * size.max(before.size) {
        return true;
    }
    // A line that stops short is the last of its paragraph.
    if before.x1 < there.right - SHORT * size {
        return true;
    }
    if begins_item(&line.text) && before.text.ends_with(['。', '；', '：', '！', '？', '.', ';', ':']) {
        return true;
    }
    let in_by = (line.x0 - here.left) / size;
    if in_by <= INDENT {
        return false;
    }
    // In a hanging paragraph every line but the first stands in.
    let hanging = begins_item(&first.text) && line.x0 - here.left > first.x0 - there.left + 0.5 * size;
    !hanging
}

/// Lines that begin with the label of an article or an item.
fn begins_item(text: &str) -> bool {
    const COUNTS: &str = "〇零一二三四五六七八九十百千0123456789０１２３４５６７８９";
    let count =
        |text: &str| text.chars().take_while(|c| COUNTS.contains(*c)).map(char::len_utf8).sum::<usize>();
    let after = |text: &'_ str, ends: &[char]| {
        let length = count(text);
        length > 0 && text[length..].starts_with(ends)
    };
    let text = text.trim_start();
    if let Some(rest) = text.strip_prefix('第') {
        return after(rest, &['编', '章', '节', '条', '款', '项']);
    }
    if let Some(rest) = text.strip_prefix(['（', '(']) {
        return after(rest, &['）', ')']);
    }
    after(text, &['、', '.', '．', ')', '）'])
        || text.starts_with(|c: char| ('①'..='⒛').contains(&c) || c == '•')
}

/// Two lines of one paragraph: Chinese runs on, words of a Latin language are parted.
fn join(out: &mut String, next: &str) {
    let (Some(before), Some(after)) = (out.chars().next_back(), next.chars().next()) else { return };
    let latin = |c: char| c < '\u{2e80}' && !c.is_whitespace();
    if before == '-' && after.is_lowercase() {
        out.pop();
    } else if latin(before) && latin(after) {
        out.push(' ');
    }
}

/// The margins most lines keep: the leftmost start and the rightmost end that are not a single line's.
fn margins<'l>(lines: impl Iterator<Item = &'l Line>) -> Margins {
    let (mut starts, mut ends): (Vec<f64>, Vec<f64>) = lines.map(|line| (line.x0, line.x1)).unzip();
    starts.sort_by(f64::total_cmp);
    ends.sort_by(|a, b| b.total_cmp(a));
    let shared = |sorted: &[f64]| {
        sorted
            .windows(2)
            .find(|pair| (pair[0] - pair[1]).abs() < 4.0)
            .map(|pair| pair[0])
            .or(sorted.first().copied())
    };
    Margins { left: shared(&starts).unwrap_or(0.0), right: shared(&ends).unwrap_or(0.0) }
}

/// The usual distance from line to line.
fn pitch(sheets: &[Sheet]) -> f64 {
    let steps = sheets.iter().flat_map(|sheet| sheet.lines.windows(2)).map(|pair| pair[1].y - pair[0].y);
    let usual = median(steps.filter(|step| *step > 0.0));
    if usual > 0.0 { usual } else { f64::MAX }
}
