//! The title (标题), over as many lines as it takes.
//!
//! Must never make a title up: lines are joined as they stand.

use crate::classify::ends_like_title;
use crate::lines::{Line, Role};
use crate::{number, organisation};

/// Titles run over at most this many lines.
const MOST_LINES: usize = 5;

/// The lines of the title among `lines[..end]`, which hold the head of the document.
pub(crate) fn find(lines: &[Line], end: usize) -> Option<(usize, usize)> {
    let mut best: Option<(i32, (usize, usize))> = None;
    for last in 0..end {
        let line = &lines[last];
        if !can_be_title(line) || !ends_like_title(&line.string()) {
            continue;
        }
        let range = (extend_up(lines, last), extend_down(lines, last, end));
        let score = score(lines, range);
        // A page repeats its title above the document: of two equals the lower is the document's own.
        if score > 0 && best.is_none_or(|(top, _)| score >= top) {
            best = Some((score, range));
        }
    }
    best.map(|(_, range)| range).or_else(|| untyped(lines, end))
}

/// A line of words without the end of a sentence.
fn can_be_title(line: &Line) -> bool {
    let count = line.text.len();
    line.is_open()
        && (2..=90).contains(&count)
        && !line.text.last().is_some_and(|char| "。；：，:;,".contains(char))
}

fn previous(lines: &[Line], index: usize) -> Option<usize> {
    (0..index).rev().find(|&before| lines[before].role != Role::Blank)
}

fn extend_up(lines: &[Line], last: usize) -> usize {
    let mut first = last;
    while last - first < MOST_LINES * 2 {
        let Some(before) = previous(lines, first) else {
            break;
        };
        let (line, text) = (&lines[before], lines[first..=last].iter().map(Line::string).collect::<String>());
        if !can_be_title(line)
            || !(belongs_above(&line.string(), &text) || is_joint_issuer(lines, before, first))
        {
            break;
        }
        first = before;
    }
    first
}

/// Whether a line continues into the title below it.
fn belongs_above(above: &str, below: &str) -> bool {
    if organisation::of_masthead(above).is_some()
        || number::in_line(above).is_some()
        || ends_like_title(above) && !is_open(above)
    {
        return false;
    }
    let starts_whole = organisation::opening(below).is_some() && !below.starts_with("人民政府");
    if is_open(above)
        || above.ends_with("关于")
        || ["转发", "印发", "的", "和", "与", "及", "、"].iter().any(|end| above.ends_with(end))
    {
        return true;
    }
    if starts_whole {
        return false;
    }
    if organisation::is_name(above) {
        return !stands_alone(below);
    }
    ((above.contains("关于") || above.starts_with("转发")) && !below.contains("关于"))
        || (opens_with_place(above) && !below.contains("关于") && !opens_with_place(below))
}

/// Bodies that issue a document together stand one below the other above its matter.
fn is_joint_issuer(lines: &[Line], above: usize, first: usize) -> bool {
    let (upper, lower) = (lines[above].string(), lines[first].string());
    organisation::is_name(&upper)
        && organisation::is_name(&lower)
        && upper != lower
        && above + 1 == first
        && !upper.ends_with("政府")
}

/// A title that names its matter without needing the body above it: under a letterhead, not behind an issuer.
fn stands_alone(text: &str) -> bool {
    let opens = ["关于", "转发", "印发", "批转", "《"].iter().any(|word| text.starts_with(word));
    !opens && text.chars().count() >= 12 && (text.contains('《') || text.contains("关于"))
}

/// 某市支持…: the first line of a title without 关于 names the place.
fn opens_with_place(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (6..=40).contains(&chars.len())
        && chars
            .iter()
            .all(|&char| crate::letters::is_han(char) || char.is_ascii_digit() || "“”、—".contains(char))
        && chars
            .iter()
            .position(|char| "省市县区州盟旗".contains(*char))
            .is_some_and(|at| (1..=8).contains(&at))
}

/// A title or bracket is open at the end of the text.
fn is_open(text: &str) -> bool {
    let count = |char: char| text.chars().filter(|other| *other == char).count();
    count('《') > count('》')
        || count('（') + count('(') > count('）') + count(')')
        || count('“') > count('”')
}

/// The type word may stand on a line of its own (的通知), and a bracket below (试行).
fn extend_down(lines: &[Line], last: usize, end: usize) -> usize {
    let Some(next) = (last + 1..end).find(|&next| lines[next].role != Role::Blank) else {
        return last;
    };
    let text = lines[next].string();
    let is_bracket = text.starts_with(['（', '('])
        && text.ends_with(['）', ')'])
        && text.chars().count() <= 12
        && number::in_line(&text).is_none()
        && crate::dates::find(&text).is_none();
    let is_rest = text.starts_with('的') && text.chars().count() <= 10 && ends_like_title(&text);
    if can_be_title(&lines[next]) && (is_bracket || is_rest) { next } else { last }
}

fn score(lines: &[Line], (first, last): (usize, usize)) -> i32 {
    let text: String = lines[first..=last].iter().map(Line::string).collect();
    let mut score = 0;
    if text.contains("关于") || text.contains("转发") || text.contains("印发") {
        score += 4;
    }
    if organisation::opening(&text).is_some() {
        score += 2;
    }
    if text.chars().count() >= 6 {
        score += 1;
    }
    if text.ends_with("的通知") || text.contains('的') {
        score += 1;
    }
    let next =
        (last + 1..lines.len()).find(|&next| !matches!(lines[next].role, Role::Blank | Role::Furniture));
    if next.is_some_and(|next| stands_below_a_title(&lines[next])) {
        score += 2;
    }
    // 文件, 公告 and the like alone are entries of a menu.
    if text.chars().count() < 5 { 0 } else { score }
}

fn stands_below_a_title(line: &Line) -> bool {
    let text = line.string();
    line.role == Role::Publication
        || number::in_line(&text).is_some()
        || text.ends_with(['：', ':', '。', '）', ')'])
}

/// A title without a type word: the line about something (关于) right above the number, the publication line or the text.
fn untyped(lines: &[Line], end: usize) -> Option<(usize, usize)> {
    (0..end).rev().find_map(|index| {
        let text = lines[index].string();
        let fits =
            can_be_title(&lines[index]) && text.chars().count() >= 6 && crate::dates::alone(&text).is_none();
        if !fits {
            return None;
        }
        let next = (index + 1..lines.len())
            .find(|&next| !matches!(lines[next].role, Role::Blank | Role::Furniture))?;
        let named = text.contains("关于")
            || number::in_line(&lines[next].string()).is_some()
            || lines[next].role == Role::Publication;
        (named && number::in_line(&text).is_none() && organisation::of_masthead(&text).is_none())
            .then(|| (extend_up(lines, index), index))
    })
}
