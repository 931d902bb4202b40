//! Exclusion groups and declared conflicts (互斥, 冲突) that can never come to anything. It must never choose between members.

use super::super::interval::{may_meet_in_place, may_meet_in_time};
use super::super::is_sound;
use crate::book::{Book, Rule, RuleId};
use crate::span::{Diagnostic, Span};

/// Looks at every group and conflict.
pub(in super::super) fn check(book: &Book, out: &mut Vec<Diagnostic>) {
    for group in &book.exclusives {
        let members: Vec<RuleId> = group.members.iter().map(|(rule, _)| *rule).collect();
        twice(&members, &group.name, &group.id, group.span, out);
        // Grants of other periods count too in a group over time, so only the place can keep members apart there.
        alone(
            book,
            &members,
            group.over_time,
            ("互斥", &group.name),
            ("exclusion group", &group.id),
            group.span,
            out,
        );
    }
    for conflict in &book.conflicts {
        twice(&conflict.members, &conflict.name, &conflict.id, conflict.span, out);
        if conflict.members.len() >= 2 {
            alone(
                book,
                &conflict.members,
                false,
                ("冲突", &conflict.name),
                ("conflict", &conflict.id),
                conflict.span,
                out,
            );
        }
        if conflict.prevails.is_some_and(|rule| !conflict.members.contains(&rule)) {
            out.push(Diagnostic::error(
                "L262",
                conflict.span,
                format!("冲突“{}”处理为从一条规则,但它不是成员", conflict.name),
                format!("the rule that prevails in '{}' is not one of its members", conflict.id),
            ));
        }
        if conflict.basis.is_empty() {
            out.push(Diagnostic::error(
                "L201",
                conflict.span,
                format!("冲突“{}”没有写依据", conflict.name),
                format!("conflict '{}' cites nothing", conflict.id),
            ));
        }
    }
}

fn twice(members: &[RuleId], name: &str, id: &str, span: Span, out: &mut Vec<Diagnostic>) {
    if members.iter().enumerate().any(|(ix, rule)| members.iter().take(ix).any(|other| other == rule)) {
        out.push(Diagnostic::error(
            "L260",
            span,
            format!("“{name}”中有一个成员写了两次"),
            format!("a member stands twice in '{id}'"),
        ));
    }
}

/// Members that meet no other member, in place or time.
fn alone(
    book: &Book,
    members: &[RuleId],
    over_time: bool,
    zh: (&str, &str),
    en: (&str, &str),
    span: Span,
    out: &mut Vec<Diagnostic>,
) {
    let rules: Vec<&Rule> =
        members.iter().filter_map(|rule| book.rules.get(rule.ix())).filter(|rule| is_sound(rule)).collect();
    if rules.len() < members.len() {
        return;
    }
    for (ix, one) in rules.iter().enumerate() {
        let meets = rules.iter().enumerate().any(|(other, two)| {
            ix != other && may_meet_in_place(one, two) && (over_time || may_meet_in_time(book, one, two))
        });
        if !meets && rules.len() > 1 {
            out.push(
                Diagnostic::warning(
                    "L261",
                    span,
                    format!(
                        "{}“{}”的成员“{}”与其他成员没有共同的地区或时间,永远不会相遇",
                        zh.0, zh.1, one.name
                    ),
                    format!(
                        "member '{}' of {} '{}' never meets another member in place and time",
                        one.id, en.0, en.1
                    ),
                )
                .see(one.span),
            );
        }
    }
}
