//! Clauses (条件) that cannot fail, cannot hold, contradict or repeat one another. It must never look at facts.

use super::super::bounds::{Atom, atoms, clash};
use super::super::fold::Fold;
use super::super::same::same;
use crate::book::{Book, Clause, Rule};
use crate::span::Diagnostic;

/// Looks at every clause, then at what clauses that must hold together demand.
pub(in super::super) fn check(book: &Book, rule: &Rule, out: &mut Vec<Diagnostic>) {
    let fold = Fold::new(book, rule);
    let mut decided = vec![false; rule.clauses.len()];
    for (clause, decided) in rule.clauses.iter().zip(&mut decided) {
        if let Some(held) = fold.truth(clause.test) {
            *decided = true;
            out.push(settled(&fold, clause, held));
        }
    }
    repeated(book, rule, out);
    contradictions(&fold, rule, &decided, out);
}

/// A clause that facts cannot change. One that only asks for a value to be known (all members of an enum) is to be looked at.
fn settled(fold: &Fold<'_>, clause: &Clause, held: bool) -> Diagnostic {
    let number = clause.number;
    if !held {
        let (zh, en) = ("永远不成立,与事实无关", "can never hold, whatever the facts");
        return Diagnostic::error(
            "L240",
            clause.span,
            format!("条件 {number} {zh}"),
            format!("clause {number} {en}"),
        );
    }
    if fold.reads_facts(clause.test) {
        let (zh, en) =
            ("只要知道就成立,从不排除任何人", "holds whenever its value is known: it never refuses anybody");
        return Diagnostic::warning(
            "L248",
            clause.span,
            format!("条件 {number} {zh}"),
            format!("clause {number} {en}"),
        );
    }
    let (zh, en) = ("永远成立,与事实无关", "can never fail, whatever the facts");
    Diagnostic::error("L240", clause.span, format!("条件 {number} {zh}"), format!("clause {number} {en}"))
}

fn repeated(book: &Book, rule: &Rule, out: &mut Vec<Diagnostic>) {
    for (ix, clause) in rule.clauses.iter().enumerate() {
        if let Some(first) = rule.clauses.iter().take(ix).find(|other| same(book, other.test, clause.test)) {
            out.push(
                Diagnostic::error(
                    "L241",
                    clause.span,
                    format!("条件 {} 与条件 {} 相同", clause.number, first.number),
                    format!("clause {} says the same as clause {}", clause.number, first.number),
                )
                .see(first.span),
            );
        }
    }
}

fn contradictions(fold: &Fold<'_>, rule: &Rule, decided: &[bool], out: &mut Vec<Diagnostic>) {
    let mut said: Vec<(Atom, &Clause)> = Vec::new();
    for block in &rule.blocks {
        let (from, to) = (usize::from(block.clauses.0), usize::from(block.clauses.1));
        let alone = to.saturating_sub(from) == 1;
        for ix in from..to {
            let (Some(clause), Some(false)) = (rule.clauses.get(ix), decided.get(ix)) else { continue };
            let mut found = Vec::new();
            atoms(fold, clause.test, true, &mut found);
            let inner = found
                .iter()
                .enumerate()
                .any(|(ix, one)| found.iter().skip(ix + 1).any(|two| clash(fold, one, two)));
            if inner {
                out.push(Diagnostic::error(
                    "L240",
                    clause.span,
                    format!("条件 {} 自相矛盾,永远不成立", clause.number),
                    format!("clause {} contradicts itself and can never hold", clause.number),
                ));
            }
            if let Some((_, other)) =
                said.iter().find(|(one, _)| found.iter().any(|two| clash(fold, one, two)))
            {
                let (zh, en) = if block.any && !alone {
                    ("这一项永远用不上", "it can never be the one that holds")
                } else {
                    ("这条规则永远不能享受", "nobody can ever fulfil the rule")
                };
                out.push(
                    Diagnostic::error(
                        "L242",
                        clause.span,
                        format!("条件 {} 与条件 {} 矛盾:{zh}", clause.number, other.number),
                        format!("clause {} contradicts clause {}: {en}", clause.number, other.number),
                    )
                    .see(other.span),
                );
            }
            if !block.any || alone {
                said.extend(found.into_iter().map(|atom| (atom, clause)));
            }
        }
    }
}
