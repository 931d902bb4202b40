//! What follows the signature: a printed-and-distributed plan (印发…方案) or attachments.
//!
//! Must never mix the articles of a notice with those of its attachment: one of them is the document's body, the other is kept as text.

use std::ops::Range;

use crate::classify::ends_like_title;
use crate::lines::Line;
use crate::marker::Style;
use crate::outline::{decide, markers};
use crate::{dates, organisation};

/// The body of the document, and the first line of the attachment that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) body: Range<usize>,
    pub(crate) set_aside: Option<usize>,
}

/// Decides where the body is in `lines[from..]`.
pub(crate) fn find(lines: &[Line], from: usize) -> Parts {
    let whole = Parts { body: from..lines.len(), set_aside: None };
    let Some((cover_end, start)) = boundary(lines, from) else {
        return whole;
    };
    let (cover, attached) = (articles(lines, from..cover_end), articles(lines, start..lines.len()));
    let is_plan = (start..lines.len())
        .filter(|&index| lines[index].is_open())
        .take(5)
        .any(|index| ends_like_title(&lines[index].string()));
    if attached > 0 && (cover == 0 || (is_plan && attached >= 3 * cover)) {
        return Parts { body: start..lines.len(), set_aside: None };
    }
    Parts { body: from..cover_end, set_aside: Some(start) }
}

fn articles(lines: &[Line], range: Range<usize>) -> usize {
    let found = markers(lines, range.start, range.end);
    let outline = decide(lines, &found);
    found.iter().filter(|(_, marker)| Some(marker.style) == outline.article).count()
}

/// One past the signed part, and the first line of what is attached.
fn boundary(lines: &[Line], from: usize) -> Option<(usize, usize)> {
    let mut seen_text = false;
    for index in from..lines.len() {
        if !lines[index].is_open() {
            continue;
        }
        let text = lines[index].string();
        if seen_text && is_attachment_heading(&text) {
            return Some((index, index));
        }
        if seen_text && is_signature_date(&text) {
            let start = (index + 1..lines.len())
                .find(|&next| lines[next].is_open() && !is_note(&lines[next].string()))?;
            return has_structure(lines, start).then_some((start, start));
        }
        seen_text = true;
    }
    None
}

fn has_structure(lines: &[Line], start: usize) -> bool {
    is_attachment_heading(&lines[start].string())
        || markers(lines, start, lines.len())
            .iter()
            .any(|(_, marker)| marker.value == 1 && marker.style <= Style::Digit)
}

/// 附件, 附件1, 附件2： alone in its line.
pub(crate) fn is_attachment_heading(text: &str) -> bool {
    let rest =
        text.strip_prefix("附件").or_else(|| text.strip_prefix("附表")).or_else(|| text.strip_prefix("附录"));
    rest.is_some_and(|rest| {
        let rest = rest.trim_end_matches(['：', ':']);
        rest.chars().count() <= 3
            && rest.chars().all(|char| char.is_ascii_digit() || crate::numeral::is_numeral(char))
            && (!rest.is_empty() || !text.ends_with(['：', ':']))
    })
}

/// A date alone, or behind the name of a body.
pub(crate) fn is_signature_date(text: &str) -> bool {
    dates::alone(text).is_some() || signed(text).is_some()
}

/// The body and the day of a line such as 某某厅2016年6月26日.
pub(crate) fn signed(text: &str) -> Option<(String, String)> {
    let found = dates::find(text)?;
    let name: String = text.chars().take(found.start).collect();
    (found.end == text.chars().count() && organisation::is_name(&name)).then_some((name, found.iso))
}

/// Lines below the signature that belong to the document's foot: 此件公开发布, 抄送, 印发.
pub(crate) fn is_note(text: &str) -> bool {
    let count = text.chars().count();
    let bracket = text.starts_with(['（', '(']) && text.ends_with(['）', ')']) && count <= 80;
    let opens = [
        "抄送",
        "主送",
        "抄报",
        "分送",
        "联系人",
        "联系电话",
        "此件",
        "主题词",
        "校对",
        "打字",
        "共印",
        "签发人",
        "信息公开选项",
        "公开方式",
        "附注",
    ];
    bracket
        || (count <= 300 && opens.iter().any(|word| text.starts_with(word)))
        || (count <= 60 && text.ends_with("印发") && dates::find(text).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_notes_and_attachment_headings() {
        assert_eq!(
            signed("某省人民政府办公厅2016年6月26日"),
            Some(("某省人民政府办公厅".into(), "2016-06-26".into()))
        );
        assert_eq!(signed("政策执行至2016年6月26日"), None);
        for note in [
            "（此件公开发布）",
            "抄送：省委办公厅，省人大常委会办公厅。",
            "某市人民政府办公室 2020年3月1日印发",
            "联系人：张三",
        ] {
            assert!(is_note(note), "{note}");
        }
        for heading in ["附件", "附件1", "附件2：", "附件一"] {
            assert!(is_attachment_heading(heading), "{heading}");
        }
        for text in ["附件：1.申请表", "附件：", "附件材料须齐全"] {
            assert!(!is_attachment_heading(text), "{text}");
        }
    }
}
