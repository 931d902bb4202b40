//! Names that could be taken for one another: a group called like a rule, a member or output written twice. It must never judge whether a name is good.

use std::collections::HashMap;

use crate::book::Book;
use crate::span::{Diagnostic, Span};

/// Looks for names given twice.
pub(in super::super) fn check(book: &Book, out: &mut Vec<Diagnostic>) {
    let rules = super::super::sound(book).map(|rule| (&rule.name, &rule.id, rule.span));
    let groups = book.exclusives.iter().map(|group| (&group.name, &group.id, group.span));
    let conflicts = book.conflicts.iter().map(|conflict| (&conflict.name, &conflict.id, conflict.span));
    unique(rules.chain(groups).chain(conflicts), out);
    for def in &book.enums {
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (ix, (zh, en)) in def.members.iter().enumerate() {
            for name in [zh, en] {
                if first.insert(name, ix).is_some_and(|before| before != ix) {
                    out.push(Diagnostic::error(
                        "L129",
                        def.span,
                        format!("枚举“{}”中“{name}”写了两次", def.name),
                        format!("'{name}' stands twice in enum '{}'", def.id),
                    ));
                }
            }
        }
    }
    for rule in super::super::sound(book) {
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (ix, local) in rule.locals.iter().enumerate().filter(|(_, local)| !local.id.is_empty()) {
            if first.insert(&local.id, ix).is_some() {
                out.push(Diagnostic::error(
                    "L125",
                    book.spans.get(local.node.ix()).copied().unwrap_or(rule.span),
                    format!("规则“{}”有两项给出都叫“{}”", rule.name, local.id),
                    format!("rule '{}' gives two outputs called '{}'", rule.id, local.id),
                ));
            }
        }
    }
}

fn unique<'a>(all: impl Iterator<Item = (&'a String, &'a String, Span)>, out: &mut Vec<Diagnostic>) {
    let mut first: HashMap<&str, Span> = HashMap::new();
    for (zh, en, span) in all {
        for name in if zh == en { vec![zh] } else { vec![zh, en] } {
            match first.get(name.as_str()) {
                Some(there) if *there != span => out.push(
                    Diagnostic::error(
                        "L122",
                        span,
                        format!("名称“{name}”已被使用"),
                        format!("the name '{name}' is taken"),
                    )
                    .see(*there),
                ),
                _ => {
                    first.insert(name, span);
                }
            }
        }
    }
}
