//! A list of units cut into its names: separators, labels inside, 等部门, A牵头、B配合, 和 between names.
//!
//! Must never cut inside brackets (教育(体育)局) or inside a name (工业和信息化局).

use super::form::{Likeness, is_generic, likeness};
use super::labels::{label_at, other_label_at, part_behind};
use super::pieces::{is_note, pieces};
use crate::model::{Role, Span};
use crate::source::Source;

/// One name of a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub span: Span,
    /// The name in the one form of brackets.
    pub name: String,
    pub role: Role,
    /// 等部门 follows it.
    pub open: bool,
    pub likeness: Likeness,
}

/// A list as read.
#[derive(Debug, Default)]
pub(crate) struct List {
    pub items: Vec<Item>,
    /// A label (责任单位:) or a part word (牵头) was seen.
    pub labelled: bool,
    /// How many pieces did not look like a name.
    pub strangers: usize,
}

/// Cuts a range into items.
pub(crate) fn read(source: &Source, range: Span) -> List {
    let mut list = List::default();
    let mut role = Some(Role::Responsible);
    let mut group = 0;
    for (piece, follows) in pieces(source, range) {
        let mut span = source.trimmed(piece, &['。', '.']);
        if let Some((labelled, after)) = label_at(source, span.start).filter(|(_, after)| *after <= span.end)
        {
            (role, group, list.labelled) = (Some(labelled), list.items.len(), true);
            span = source.trimmed(Span { start: after, end: span.end }, &['。', ':']);
        } else if other_label_at(source, span.start).is_some_and(|after| after <= span.end) {
            role = None;
            continue;
        } else if role.is_none() && follows == Some(';') {
            continue;
        }
        if is_note(source, span) {
            // 列第一位的为牵头单位
            if source.normal(span).contains("牵头")
                && let Some(first) = list.items.first_mut()
            {
                first.role = Role::Lead;
                list.labelled = true;
            }
            continue;
        }
        let Some(role) = role.as_mut() else { continue };
        if span.start < span.end {
            add(source, span, role, &mut group, &mut list);
        }
    }
    list
}

fn add(source: &Source, span: Span, role: &mut Role, group: &mut usize, list: &mut List) {
    let mut span = without_lead(source, span);
    // 由甲牵头,会同乙、丙负责: whoever is named behind 会同 is asked along, whatever follows.
    if let Some((_, length)) = source
        .longest(span.start, &["会同", "协同", "联合", "商"])
        .filter(|(_, length)| *length > 1 && !list.items.is_empty())
    {
        span.start += length;
        *role = Role::Support;
        list.labelled = true;
        *group = list.items.len();
    }
    let text = source.normal(span);
    let (text, part) = match part_behind(&text) {
        Some((part, rest)) if likeness(without_open(rest.trim()).0) > Likeness::No => {
            (rest.trim_end().to_owned(), Some(part))
        }
        _ => (text, None),
    };
    let part = part.filter(|part| !(*role == Role::Support && *part == Role::Responsible));
    let span = Span { start: span.start, end: span.start + text.chars().count() };
    let joint = source.norm[span.start..span.end].windows(2).position(|pair| pair == ['会', '同']);
    if let Some(offset) = joint.filter(|offset| *offset > 1) {
        let (left, right) =
            (Span { end: span.start + offset, ..span }, Span { start: span.start + offset + 2, ..span });
        push(source, left, part.unwrap_or(Role::Lead), list);
        push(source, right, Role::Support, list);
        // Who is named behind 会同 is asked along too.
        *role = Role::Support;
        list.labelled = true;
        *group = list.items.len();
        return;
    }
    push(source, span, *role, list);
    if let Some(part) = part {
        list.labelled = true;
        for item in &mut list.items[*group..] {
            item.role = part;
        }
        *group = list.items.len();
    }
}

/// Without 由, 以及 and the like before a name.
fn without_lead(source: &Source, span: Span) -> Span {
    let mut start = span.start;
    while let Some((_, length)) =
        source.longest(start, &["由", "以及", "及", "和", "与", "并由", "其中", "分别由", "统一由"])
    {
        if start + length >= span.end {
            break;
        }
        start += length;
    }
    source.trimmed(Span { start, end: span.end }, &[])
}

/// The name without 等部门, and whether it was there.
fn without_open(name: &str) -> (&str, bool) {
    #[rustfmt::skip]
    const KINDS: [&str; 31] = [
        "社会团体", "人民团体", "群团组织", "群团", "团体", "组织", "部门和单位", "部门单位", "单位和部门",
        "部门", "单位", "机构", "有关方面", "地区", "成员", "市直", "省直", "县直", "区直", "中直", "有关",
        "相关", "各", "职能", "主管", "责任", "配合", "个", "行业", "级", "和",
    ];
    for (index, _) in name.match_indices('等').collect::<Vec<_>>().into_iter().rev() {
        let mut rest = name[index + '等'.len_utf8()..].trim();
        loop {
            let digits = rest.trim_start_matches(|sign: char| {
                sign.is_ascii_digit() || "一二三四五六七八九十".contains(sign)
            });
            let shorter = KINDS.iter().find_map(|kind| digits.strip_prefix(kind)).unwrap_or(digits);
            if shorter.len() == rest.len() {
                break;
            }
            rest = shorter;
        }
        if rest.is_empty() && index > 0 {
            return (name[..index].trim_end(), true);
        }
    }
    (name, false)
}

/// Adds one piece, cut at 和 where both sides are names.
fn push(source: &Source, span: Span, role: Role, list: &mut List) {
    let whole = source.normal(span);
    let (closed, whole_open) = without_open(&whole);
    let span = Span { start: span.start, end: span.start + closed.chars().count() };
    for part in conjoined(source, span) {
        let part = source.trimmed(part, &[]);
        let text = source.normal(part);
        let (name, open) = without_open(&text);
        let part = Span { start: part.start, end: part.start + name.chars().count() };
        if name.is_empty() {
            continue;
        }
        let likeness = if is_generic(name) { Likeness::Strong } else { likeness(name) };
        list.strangers += usize::from(likeness == Likeness::No);
        list.items.push(Item { span: part, name: name.to_owned(), role, open, likeness });
    }
    if let Some(last) = list.items.last_mut() {
        last.open |= whole_open;
    }
}

/// 市财政局和市教育局 are two names, 市工业和信息化局 is one.
fn conjoined(source: &Source, span: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = span.start;
    let mut depth = 0_usize;
    for index in span.start..span.end {
        match source.norm[index] {
            '(' | '〔' => depth += 1,
            ')' | '〕' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let Some((_, length)) = source.longest(index, &["和", "及", "以及", "与", "及其"]) else {
            continue;
        };
        if depth > 0 || index <= start || index + length >= span.end {
            continue;
        }
        let (left, right) = (
            source.normal(Span { start, end: index }),
            source.normal(Span { start: index + length, end: span.end }),
        );
        let right = right.trim();
        // 各县(区)党委和政府: 政府 alone is no name.
        if matches!(right, "政府" | "人民政府") {
            continue;
        }
        // The right side may itself hold further 和; its end tells whether it is a name.
        if likeness(without_open(left.trim()).0) == Likeness::Strong
            && (likeness(without_open(right).0) > Likeness::No || is_generic(right))
        {
            found.push(Span { start, end: index });
            start = index + length;
        }
    }
    found.push(Span { start, end: span.end });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, names: &[&str]) {
        let source = Source::new(text);
        let list = read(&source, Span { start: 0, end: source.len() });
        let found: Vec<&str> = list.items.iter().map(|item| item.name.as_str()).collect();
        assert_eq!(found, names, "{text}");
    }

    #[test]
    fn lists_are_cut_at_separators_only() {
        check("市财政局和市教育局", &["市财政局", "市教育局"]);
        check("市工业和信息化局、市就业和人才服务中心", &["市工业和信息化局", "市就业和人才服务中心"]);
        check("市教育(体育)局,各县(市)、区人民政府", &["市教育(体育)局", "各县(市)、区人民政府"]);
        check("省经济和信息化委及各市人民政府", &["省经济和信息化委", "各市人民政府"]);
        check("责任单位:市民政局等10个部门", &["市民政局"]);
        check("市发展改革委等市直有关部门和单位", &["市发展改革委"]);
    }

    #[test]
    fn parts_behind_names_hold_for_the_names_before_them() {
        let source = Source::new("由省人力资源社会保障厅牵头,省教育厅、省财政厅配合");
        let list = read(&source, Span { start: 0, end: source.len() });
        let roles: Vec<Role> = list.items.iter().map(|item| item.role).collect();
        assert_eq!(roles, [Role::Lead, Role::Support, Role::Support]);
    }
}
