//! Units that the sentences of an article give a duty: 由省财政承担, 各市政府要, 省人社厅会同省财政厅.
//!
//! Only for articles without a list. Every unit found here carries the doubt `unit_from_text`.

use super::subject::{duty_word, names, role_at, subject_span};
use crate::context::Context;
use crate::model::{Role, Span, UnitMention};
use crate::source::{Source, ends_clause};

/// How often 由 is followed in one clause.
const MOST_AGENTS: usize = 12;

/// Every unit with a duty, each once.
pub(super) fn find(source: &Source, context: &Context) -> Vec<UnitMention> {
    let mut found: Vec<UnitMention> = Vec::new();
    let mut start = 0;
    for index in 0..=source.len() {
        let sign = source.at(index);
        if sign.is_some_and(|sign| matches!(sign, '(' | ')') || !ends_clause(sign)) {
            continue;
        }
        for mention in clause(source, Span { start, end: index }, context) {
            if !found.iter().any(|earlier| earlier.full_name == mention.full_name) {
                found.push(mention);
            }
        }
        start = index + 1;
    }
    found.sort_by_key(|mention| mention.span.start);
    found
}

fn clause(source: &Source, clause: Span, context: &Context) -> Vec<UnitMention> {
    let mut found = Vec::new();
    let mut at = clause.start;
    // 由 anywhere in the clause.
    for _ in 0..MOST_AGENTS {
        let Some(by) = (at..clause.end).find(|index| {
            source.norm[*index] == '由' && !source.ends(*index, "理") && !source.ends(*index, "缘")
        }) else {
            break;
        };
        let duty = (by + 2..clause.end.min(by + 40)).find(|index| duty_word(source, *index));
        if let Some(duty) = duty {
            found.extend(with_joined(source, Span { start: by + 1, end: duty }, duty, clause, context));
        }
        at = by + 1;
    }
    // 会同省教育厅出台: whoever acts, these are asked along.
    let speaker = source.longest(clause.start, &["我厅", "我局", "我委", "我部", "我办", "我市", "我省"]);
    let along = clause.start + speaker.map_or(0, |(_, length)| length);
    if source.starts(along, "会同") {
        let end = (along + 4..clause.end.min(along + 60)).find(|index| {
            duty_word(source, *index) || source.longest(*index, &["出台", "研究", "协同", "共同"]).is_some()
        });
        found.extend(names(
            source,
            Span { start: along + 2, end: end.unwrap_or(clause.end) },
            Role::Support,
            context,
        ));
    }
    found.extend(finance(source, clause, context));
    if let Some((subject, duty)) = subject_span(source, clause) {
        found.extend(with_joined(source, subject, duty, clause, context));
    }
    found
}

/// 对示范校省财政给予支持: the one who pays needs no 由.
fn finance(source: &Source, clause: Span, context: &Context) -> Vec<UnitMention> {
    const PAYS: &[&str] =
        &["给予", "承担", "可通过", "按", "补助", "负担", "支付", "安排", "一次性给予", "予以"];
    let found = (clause.start..clause.end).find_map(|index| {
        let (_, length) = source.longest(
            index,
            &[
                "省财政",
                "市财政",
                "县财政",
                "区财政",
                "同级财政",
                "各级财政",
                "中央财政",
                "省级财政",
                "市级财政",
                "县级财政",
            ],
        )?;
        source.longest(index + length, PAYS)?;
        // 县区财政 is one name, not 区财政.
        if source.before(index).is_some_and(|sign| "省市县区、".contains(sign)) {
            return None;
        }
        Some(Span { start: index, end: index + length })
    });
    found.map(|span| names(source, span, Role::Responsible, context)).unwrap_or_default()
}

/// The names before a duty word, and behind 会同 those who are asked along.
fn with_joined(
    source: &Source,
    span: Span,
    duty: usize,
    clause: Span,
    context: &Context,
) -> Vec<UnitMention> {
    let mut found = names(source, span, role_at(source, duty), context);
    if source.starts(duty, "会同") && !found.is_empty() {
        let end = (duty + 3..clause.end.min(duty + 60))
            .find(|index| duty_word(source, *index) || source.starts(*index, "另行"))
            .unwrap_or(clause.end);
        // 会同市人社局管理: the names end where the verb begins, whatever verb it is.
        let joined = (duty + 5..=end)
            .rev()
            .map(|end| names(source, Span { start: duty + 2, end }, Role::Support, context))
            .find(|joined| !joined.is_empty());
        found.extend(joined.into_iter().flatten());
    }
    found
}
