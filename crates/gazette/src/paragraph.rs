//! Lines back into paragraphs: joined where a line break fell into a sentence, parted where a paragraph ends.
//!
//! Must never lose a character, and never put one in that the source does not have: even the break between paragraphs has its place there.

use crate::letters::{is_closer, is_han, is_latin, is_terminal};
use crate::lines::Line;
use crate::traced::Traced;
use crate::{annex, marker};

/// How the source breaks its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Layout {
    /// Lines are wrapped at about this many columns.
    pub(crate) width: Option<usize>,
    /// Paragraphs open with an indent.
    pub(crate) indented: bool,
}

/// Looks at all lines of the text: most lines of a wrapped text are equally long and end in mid-sentence.
pub(crate) fn layout(lines: &[Line]) -> Layout {
    let text: Vec<&Line> = lines.iter().filter(|line| line.is_open()).collect();
    let mut widths: Vec<usize> = text.iter().map(|line| line.width).filter(|width| *width >= 24).collect();
    let breaks = text.iter().filter(|line| line.width >= 24 && !line.ends_complete()).count();
    widths.sort_unstable();
    let width = widths.get(widths.len().saturating_sub(1) * 4 / 5).copied().unwrap_or(0);
    let full = widths.iter().filter(|other| **other + 6 >= width).count();
    let wrapped =
        (24..=140).contains(&width) && breaks * 3 >= text.len() && full * 3 >= widths.len() && breaks >= 3;
    let indented = text.iter().filter(|line| line.indent >= 2).count();
    Layout { width: wrapped.then_some(width), indented: indented >= 2 && indented < text.len() }
}

/// The text of lines, as paragraphs parted by line feeds.
pub(crate) fn assemble(lines: &[Line], layout: Layout, source: &[char]) -> Traced {
    let mut text = Traced::default();
    let mut paragraph = 0;
    for (index, line) in lines.iter().enumerate() {
        if index > 0 && !text.is_empty() {
            if joins(&lines[index - 1], line, &text.chars()[paragraph..], layout) {
                let apart =
                    text.last().is_some_and(is_word_end) && line.text.first().is_some_and(is_word_end);
                if apart && let Some(at) = separator(source, text.at(text.len() - 1), line.text.at(0)) {
                    text.push(' ', at);
                }
            } else if let Some(at) = separator(source, text.at(text.len() - 1), line.text.at(0)) {
                text.push('\n', at);
                paragraph = text.len();
            }
        }
        text.append(&line.text);
    }
    text
}

fn is_word_end(char: char) -> bool {
    is_latin(char) && char.is_alphabetic()
}

/// The white space between two characters of the source, a line break where there is one.
fn separator(source: &[char], before: u32, behind: u32) -> Option<u32> {
    let between = before as usize + 1..behind as usize;
    let is_break = |at: &usize| matches!(source[*at], '\n' | '\r' | '\u{2028}' | '\u{2029}');
    let at =
        between.clone().find(is_break).or_else(|| between.clone().find(|at| source[*at].is_whitespace()))?;
    u32::try_from(at).ok()
}

/// Whether the line break between two lines fell into a sentence.
fn joins(previous: &Line, next: &Line, paragraph: &[char], layout: Layout) -> bool {
    if marker::parse(next.text.chars()).is_some()
        || is_note(next)
        || next.string().starts_with("附件")
        || opens_with_label(next) && !is_in_bracket(paragraph)
    {
        return false;
    }
    let Some(last) = previous.text.last() else {
        return false;
    };
    if matches!(last, '，' | ',' | '、' | '《' | '“' | '（' | '(') {
        return true;
    }
    if layout.indented && next.indent >= previous.indent.max(1) + 2 {
        return false;
    }
    let full = layout.width.is_some_and(|width| previous.width + 6 >= width);
    if is_note(previous) && !full {
        return false;
    }
    let complete = is_terminal(last) || is_closer(last);
    if complete {
        return full && layout.indented && next.indent < 2 && !is_colon(last);
    }
    let prose = paragraph.len() >= 40
        || paragraph.iter().any(|&char| is_terminal(char) || matches!(char, '，' | ','));
    let goes_on = next.text.first().is_some_and(|char| is_han(char) || is_latin(char) || !is_opener(char));
    full || (prose && goes_on)
}

/// 责任单位：, 完成时限：, 责任领导：: a line of its own under the task it belongs to.
fn opens_with_label(line: &Line) -> bool {
    const OPENINGS: &[&str] = &[
        "责任",
        "牵头",
        "配合",
        "主办",
        "协办",
        "承办",
        "参与",
        "参加",
        "主管",
        "负责",
        "完成",
        "分管",
        "落实",
        "实施",
        "整改",
        "时间",
        "时限",
        "办结",
        "协助",
        "协同",
        "工作目标",
        "工作要求",
        "工作措施",
        "联系",
    ];
    const ENDINGS: &[&str] = &[
        "单位", "部门", "领导", "人", "时限", "时间", "主体", "机构", "牵头", "配合", "分工", "期限", "日期",
        "电话", "目标", "节点", "要求", "措施", "内容", "任务",
    ];
    let chars = line.text.chars();
    let Some(colon) = chars.iter().take(10).position(|char| is_colon(*char)) else {
        return false;
    };
    let label: String = chars[..colon].iter().collect();
    colon >= 2
        && OPENINGS.iter().any(|word| label.starts_with(word))
        && ENDINGS.iter().any(|word| label.ends_with(word))
}

/// A bracket that the paragraph opened is still open: what follows stands inside it.
fn is_in_bracket(paragraph: &[char]) -> bool {
    let count = |signs: [char; 2]| paragraph.iter().filter(|char| signs.contains(char)).count();
    count(['（', '(']) > count(['）', ')'])
}

fn is_note(line: &Line) -> bool {
    annex::is_note(&line.string())
}

fn is_colon(char: char) -> bool {
    matches!(char, '：' | ':')
}

fn is_opener(char: char) -> bool {
    matches!(char, '（' | '(' | '【' | '*' | '●' | '■' | '·')
}
