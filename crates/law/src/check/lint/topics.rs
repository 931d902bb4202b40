//! Rules on the same topic (事项): two in force at once without 关系 or 冲突, or a time in which none is. It must never say which one is right.

use std::collections::BTreeMap;

use super::super::interval::{may_meet_in_place, may_meet_in_time, widest};
use super::super::is_sound;
use crate::book::{Book, Rule, RuleId, depth};
use crate::span::Diagnostic;

/// Holds the rules of each topic against one another.
pub(in super::super) fn check(book: &Book, out: &mut Vec<Diagnostic>) {
    let mut topics: BTreeMap<&str, Vec<(RuleId, &Rule)>> = BTreeMap::new();
    for (ix, rule) in (0_u16..).zip(&book.rules) {
        if let Some(topic) = rule.topic.as_deref().filter(|_| is_sound(rule)) {
            topics.entry(topic).or_default().push((RuleId(ix), rule));
        }
    }
    for (topic, rules) in topics {
        for (ix, (a, one)) in rules.iter().enumerate() {
            for (b, two) in rules.iter().skip(ix + 1) {
                if may_meet_in_place(one, two) && may_meet_in_time(book, one, two) && !settled(book, *a, *b) {
                    out.push(
                        Diagnostic::error(
                            "L256",
                            two.span,
                            format!(
                                "规则“{}”与“{}”同属事项“{topic}”,地区和时间重叠,却没有写关系,也没有写冲突",
                                one.name, two.name
                            ),
                            format!(
                                "rules '{}' and '{}' share the topic '{topic}', a place and a time, but neither 关系 nor 冲突 says how they stand to each other",
                                one.id, two.id
                            ),
                        )
                        .see(one.span),
                    );
                }
            }
        }
        gap(book, topic, &rules, out);
    }
}

/// Whether a relation or a declared conflict stands between two rules.
fn settled(book: &Book, a: RuleId, b: RuleId) -> bool {
    let names = |from: RuleId, to: RuleId| {
        book.rules
            .get(from.ix())
            .is_some_and(|rule| rule.relations.iter().any(|relation| relation.rule == to))
    };
    names(a, b)
        || names(b, a)
        || book
            .conflicts
            .iter()
            .any(|conflict| conflict.members.contains(&a) && conflict.members.contains(&b))
}

/// Days between two rules of a topic at one place on which none is in force.
fn gap(book: &Book, topic: &str, rules: &[(RuleId, &Rule)], out: &mut Vec<Diagnostic>) {
    for (_, home) in rules {
        // Only for the most exact place of each group, so that each gap is said once.
        let mut here: Vec<_> = rules
            .iter()
            .filter(|(_, rule)| may_meet_in_place(home, rule) && depth(&rule.place) <= depth(&home.place))
            .map(|(_, rule)| (widest(book, rule), *rule))
            .collect();
        here.sort_by_key(|(days, _)| *days);
        let Some(mut reached) = here.first().map(|((_, to), _)| *to) else { continue };
        for ((from, to), rule) in here.into_iter().skip(1) {
            if std::ptr::eq(rule, *home) && reached.plus_days(1).is_some_and(|next| next < from) {
                out.push(Diagnostic::warning(
                    "L257",
                    rule.span,
                    format!("事项“{topic}”在 {reached} 之后、{from} 之前没有规则"),
                    format!("no rule of topic '{topic}' is in force after {reached} and before {from}"),
                ));
            }
            reached = reached.max(to);
        }
    }
}
