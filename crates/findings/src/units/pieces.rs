//! A list cut at its separators, before any piece is judged.
//!
//! Must never cut inside brackets, nor between the kinds of 各县(市)、区人民政府.

use super::labels::label_at;
use crate::model::Span;
use crate::source::Source;

/// A remark about the list itself: 下同, 列第一位的为牵头单位.
pub(super) fn is_note(source: &Source, span: Span) -> bool {
    let remarks = [
        "列第一",
        "排第一",
        "排名第一",
        "列首位",
        "排在第一",
        "列在第一",
        "下同",
        "以下均",
        "以下同",
        "排名不分先后",
    ];
    span.start < span.end && source.longest(span.start, &remarks).is_some()
}

/// The pieces between separators outside brackets, each with the separator before it.
pub(super) fn pieces(source: &Source, range: Span) -> Vec<(Span, Option<char>)> {
    let mut found = Vec::new();
    let (mut depth, mut start, mut before) = (0_usize, range.start, None);
    for index in range.start..range.end {
        let sign = source.norm[index];
        match sign {
            '〔' if depth == 0 && index > start && label_at(source, index).is_some() => {
                found.push((Span { start, end: index }, before));
                (start, before, depth) = (index, Some(' '), 1);
            }
            '(' | '〔' => depth += 1,
            ')' | '〕' => depth = depth.saturating_sub(1),
            '、' | ',' | ';' | '\n' | '。' | '/' if depth == 0 => {
                found.push((Span { start, end: index }, before));
                (start, before) = (index + 1, Some(sign));
            }
            ' ' if depth == 0 && index > start && label_at(source, index + 1).is_some() => {
                found.push((Span { start, end: index }, before));
                (start, before) = (index + 1, Some(sign));
            }
            // 牵头单位:市人社局配合单位:市总工会, where a gap of the page parted the two.
            _ if depth == 0 && index > start && opens_label(source, index) => {
                found.push((Span { start, end: index }, before));
                (start, before) = (index, Some(' '));
            }
            _ => {}
        }
    }
    found.push((Span { start, end: range.end }, before));
    merge_kinds(source, found)
}

/// A whole label with its colon stands here.
fn opens_label(source: &Source, at: usize) -> bool {
    const OTHER: &[&str] = &[
        "完成时限:",
        "完成时间:",
        "办结时限:",
        "责任领导:",
        "责任人:",
        "分管领导:",
        "时限要求:",
        "完成期限:",
    ];
    let role = label_at(source, at).is_some_and(|(_, end)| end >= at + 5 && source.at(end - 1) == Some(':'));
    // 责任单位 within 牵头责任单位 is no label of its own.
    role && !matches!(source.before(at), Some('头' | '合' | '要' | '一' | '第'))
        || source.longest(at, OTHER).is_some()
}

/// 各县(市)、区人民政府 is one name.
fn merge_kinds(source: &Source, pieces: Vec<(Span, Option<char>)>) -> Vec<(Span, Option<char>)> {
    let mut merged: Vec<(Span, Option<char>)> = Vec::with_capacity(pieces.len());
    for (span, before) in pieces {
        if let Some((last, _)) = merged.last_mut()
            && before == Some('、')
            && continues_kinds(&source.normal(*last), &source.normal(span))
        {
            last.end = span.end;
            continue;
        }
        merged.push((span, before));
    }
    merged
}

fn continues_kinds(first: &str, next: &str) -> bool {
    // 各盟行政公署、市人民政府; 各州、市人民政府: the second has no 各 of its own.
    let governed =
        ["公署", "政府"].iter().any(|end| first.trim().ends_with(end)) && first.trim().starts_with('各');
    if governed
        && ["市", "县", "区", "旗", "自治县"].iter().any(|level| {
            next.trim().strip_prefix(level).is_some_and(|rest| matches!(rest, "人民政府" | "政府"))
        })
    {
        return true;
    }
    let Some(kinds) = first.trim().rsplit([':', '和', '及']).next().and_then(|name| name.strip_prefix('各'))
    else {
        return false;
    };
    let only_kinds =
        kinds.chars().all(|sign| "市县区州盟旗镇乡街道()、".contains(sign)) && kinds.chars().count() <= 10;
    let next = next.trim();
    let begins = ["市", "县", "区", "州", "盟", "旗", "镇", "乡", "街道", "开发区", "园区"]
        .iter()
        .find(|level| next.starts_with(**level));
    only_kinds
        && begins.is_some_and(|level| {
            !kinds.contains(level) && !next.starts_with("市场") && !next.starts_with("市政")
        })
}
