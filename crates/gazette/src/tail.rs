//! The tail of a document: closing words, attachment list, signature (落款), date, notes and the foot of the page.
//!
//! Must never take a paragraph of the last article: what opens the tail is a known form, not a guess.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::lines::{Line, Role};
use crate::{annex, dates, furniture, organisation};

/// What the tail says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tail {
    pub(crate) signed_by: Vec<String>,
    pub(crate) signed_on: Option<String>,
}

static CLOSING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?: 特此(?:通知|公告|通告|函复|函告|批复|报告|说明|答复)|专此|此复|此函|以上(?:答复|意见|报告)|希望您|感谢您|再次感谢|衷心感谢|诚挚感谢|最后[，,]|欢迎您
        |您(?:对|如)|如(?:您|有疑问|对)|真诚|妥否|当否
        |本[\p{Han}]{2,8}?(?:自|由|从|有效期|印发|执行中|未尽)|此前[\p{Han}，,]{0,30}(?:不一致|停止|废止)|附件?[:：]|附件?\s?\d|附表|附录 )",
    )
    .ok()
});

static UNITS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[（(](?:[^（）()]|[（(][^（）()]*[）)])*(?:单位|部门|厅|局|政府|委|办|负责|分工|部[、，,）)等])(?:[^（）()]|[（(][^（）()]*[）)])*[）)]。?$").ok()
});

/// Marks the tail among `lines[range]`, which start behind the line that opens the last article. `in_text`: what stands there is an article.
pub(crate) fn mark(lines: &mut [Line], range: Range<usize>, in_text: bool) -> Tail {
    let start =
        range.clone().find(|&index| lines[index].is_open() && opens_tail(lines, index, &range, in_text));
    let Some(start) = start else {
        return Tail::default();
    };
    let mut tail = Tail::default();
    for index in start..range.end {
        if lines[index].is_open() {
            let text = lines[index].string();
            lines[index].role = role(&mut tail, lines, index, &text, range.end);
        }
    }
    tail
}

fn role(tail: &mut Tail, lines: &[Line], index: usize, text: &str, end: usize) -> Role {
    if let Some((name, day)) = annex::signed(text) {
        tail.signed_by.push(name);
        tail.signed_on.get_or_insert(day);
        return Role::Signature;
    }
    if let Some(day) = dates::alone(text) {
        tail.signed_on.get_or_insert(day);
        return Role::Signature;
    }
    if is_signature(lines, index, end) {
        tail.signed_by.extend(organisation::names(&lines[index]));
        return Role::Signature;
    }
    if tail.signed_on.is_some() && furniture::is_foot(text) { Role::Furniture } else { Role::Closing }
}

fn opens_tail(lines: &[Line], index: usize, range: &Range<usize>, in_text: bool) -> bool {
    let text = lines[index].string();
    let known = CLOSING.as_ref().is_some_and(|regex| regex.is_match(&text));
    annex::is_signature_date(&text)
        || annex::is_note(&text) && !UNITS.as_ref().is_some_and(|regex| regex.is_match(&text))
        || is_signature(lines, index, range.end)
        || (in_text && (known || follows_units(lines, index, range)))
        || (!in_text && (text.starts_with("附件：") || text.starts_with("附件:")))
}

/// A body's name on a line of its own, with a date or the end of the document soon below it.
fn is_signature(lines: &[Line], index: usize, end: usize) -> bool {
    if organisation::names(&lines[index]).is_empty() {
        return false;
    }
    let below: Vec<String> =
        lines[index + 1..end].iter().filter(|line| line.is_open()).take(6).map(Line::string).collect();
    below.is_empty() || below.iter().any(|text| annex::is_signature_date(text))
}

/// The text before ends with its responsible units in brackets: the article is complete.
fn follows_units(lines: &[Line], index: usize, range: &Range<usize>) -> bool {
    // A list of units is wrapped over a few lines at most.
    let from = range.start.saturating_sub(1).max(index.saturating_sub(12));
    let before: String = lines[from..index].iter().filter(|line| line.is_open()).map(Line::string).collect();
    let starts_marker = crate::marker::parse(lines[index].text.chars()).is_some();
    let opens_units = lines[index].text.first().is_some_and(|char| matches!(char, '（' | '('));
    !starts_marker && !opens_units && UNITS.as_ref().is_some_and(|regex| regex.is_match(&before))
}
