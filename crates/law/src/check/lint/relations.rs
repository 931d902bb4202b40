//! How a rule stands to others (关系): replacing at places not below, or nothing at all; a child outside its parent's dates. It must never add a relation.

use super::super::interval::{End, may_meet_in_time, window};
use super::super::is_sound;
use crate::book::{Book, RelationKind, Rule, covers};
use crate::span::Diagnostic;

/// Looks at the relations that one rule declares.
pub(in super::super) fn check(book: &Book, rule: &Rule, out: &mut Vec<Diagnostic>) {
    for (ix, relation) in rule.relations.iter().enumerate() {
        let Some(other) = book.rules.get(relation.rule.ix()).filter(|other| is_sound(other)) else {
            continue;
        };
        if rule.relations.iter().take(ix).any(|one| one.rule == relation.rule) {
            out.push(Diagnostic::error(
                "L251",
                rule.span,
                format!("规则“{}”对“{}”写了两种关系", rule.name, other.name),
                format!("rule '{}' declares two relations to '{}'", rule.id, other.id),
            ));
        }
        match relation.kind {
            RelationKind::Replaces => replaces(book, rule, other, out),
            RelationKind::CarriesOut | RelationKind::DependsOn => child(book, rule, other, out),
            RelationKind::Adds => {}
        }
    }
}

fn replaces(book: &Book, rule: &Rule, other: &Rule, out: &mut Vec<Diagnostic>) {
    if std::ptr::eq(rule, other) {
        return;
    }
    if !covers(&other.place, &rule.place) {
        let found = if covers(&rule.place, &other.place) { Diagnostic::warning } else { Diagnostic::error };
        out.push(
            found(
                "L252",
                rule.span,
                format!(
                    "规则“{}”({})替代“{}”,但它不在后者的地区({})之内",
                    rule.name, rule.place, other.name, other.place
                ),
                format!(
                    "rule '{}' ({}) replaces '{}' but does not lie within its place ({})",
                    rule.id, rule.place, other.id, other.place
                ),
            )
            .see(other.span),
        );
    }
    if rule.subject != other.subject {
        out.push(
            Diagnostic::error(
                "L253",
                rule.span,
                format!("规则“{}”替代“{}”,但两者的对象不同", rule.name, other.name),
                format!("rule '{}' replaces '{}' but is about another kind", rule.id, other.id),
            )
            .see(other.span),
        );
    } else if !may_meet_in_time(book, rule, other) {
        out.push(
            Diagnostic::warning(
                "L254",
                rule.span,
                format!("规则“{}”替代“{}”,但两者的有效期不相交:没有可替代的", rule.name, other.name),
                format!("rule '{}' replaces '{}', but they are never in force together", rule.id, other.id),
            )
            .see(other.span),
        );
    }
}

fn child(book: &Book, rule: &Rule, parent: &Rule, out: &mut Vec<Diagnostic>) {
    let ((from, to), (start, end)) = (window(book, rule), window(book, parent));
    let early = matches!((from, start), (End::On(own), End::On(parents)) if own < parents);
    let late = matches!((to, end), (End::On(own), End::On(parents)) if own > parents);
    if early || late {
        out.push(
            Diagnostic::error(
                "L255",
                rule.span,
                format!("规则“{}”的有效期超出它所实施(依附)的“{}”", rule.name, parent.name),
                format!(
                    "rule '{}' is in force outside the dates of '{}', which it carries out or depends on",
                    rule.id, parent.id
                ),
            )
            .see(parent.span),
        );
    } else if matches!((to, end), (End::Open, End::On(_))) {
        out.push(
            Diagnostic::warning(
                "L255",
                rule.span,
                format!("规则“{}”没有写终止,而它所实施(依附)的“{}”有", rule.name, parent.name),
                format!(
                    "rule '{}' has no end, but '{}', which it carries out or depends on, has one",
                    rule.id, parent.id
                ),
            )
            .see(parent.span),
        );
    }
}
