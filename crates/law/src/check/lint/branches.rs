//! Branches of 情形 and 若…则…否则 that are never reached. It must never reorder them.

use std::collections::HashSet;

use super::super::bounds::{Atom, atoms, clash, implies};
use super::super::fold::Fold;
use super::super::same::same;
use crate::book::{Book, Node, NodeId, Rule};
use crate::num::Num;
use crate::scenario::{children, roots};
use crate::span::Diagnostic;

/// Looks at every chain of choices in the rule, and at divisions by nothing.
pub(in super::super) fn check(book: &Book, rule: &Rule, out: &mut Vec<Diagnostic>) {
    let fold = Fold::new(book, rule);
    let mut seen = HashSet::new();
    let mut inner = HashSet::new();
    let mut left = roots(rule);
    let mut choices = Vec::new();
    while let Some(id) = left.pop() {
        if !seen.insert(id) {
            continue;
        }
        match book.node(id) {
            Node::If(_, _, otherwise) => {
                inner.insert(*otherwise);
                choices.push(id);
            }
            Node::Div(_, by) if fold.num(*by) == Some(Num::ZERO) => out.push(Diagnostic::error(
                "L243",
                book.spans[id.ix()],
                "除以零:结果永远未知",
                "a division by zero: the result is never known",
            )),
            _ => {}
        }
        left.extend(children(book.node(id)));
    }
    for id in choices.into_iter().filter(|id| !inner.contains(id)) {
        chain(&fold, id, out);
    }
}

/// One chain: the tests in order, each held against those before it.
fn chain(fold: &Fold<'_>, first: NodeId, out: &mut Vec<Diagnostic>) {
    let mut before: Vec<(NodeId, Option<Atom>)> = Vec::new();
    let mut at = first;
    while let Node::If(test, _, otherwise) = fold.book.node(at) {
        let span = fold.book.spans[test.ix()];
        let mut said = Vec::new();
        atoms(fold, *test, true, &mut said);
        let held = fold.truth(*test);
        let whole =
            said.iter().enumerate().any(|(ix, one)| said[ix + 1..].iter().any(|two| clash(fold, one, two)));
        if held == Some(false) || held.is_none() && whole {
            out.push(Diagnostic::error(
                "L244",
                span,
                "这一分支永远到不了:它的条件永远不成立",
                "this branch is never reached: its condition can never hold",
            ));
        } else if held == Some(true) {
            out.push(Diagnostic::error(
                "L244",
                span,
                "后面的分支永远到不了:这里的条件永远成立",
                "the branches behind are never reached: this condition always holds",
            ));
        } else if let Some((earlier, _)) = before.iter().find(|(earlier, atom)| {
            same(fold.book, *earlier, *test)
                || atom.as_ref().is_some_and(|wide| said.iter().any(|narrow| implies(fold, narrow, wide)))
        }) {
            out.push(
                Diagnostic::error(
                    "L244",
                    span,
                    "这一分支永远到不了:前面的分支已包括它",
                    "this branch is never reached: an earlier one takes all of it",
                )
                .see(fold.book.spans[earlier.ix()]),
            );
        }
        before.push((*test, if simple(fold, *test) { said.pop() } else { None }));
        at = *otherwise;
    }
}

/// Whether the test is one comparison, so that its only atom says all of it.
fn simple(fold: &Fold<'_>, test: NodeId) -> bool {
    match fold.book.node(test) {
        Node::Compare(..) | Node::OneOf(..) | Node::Get { .. } => true,
        Node::Not(of) => simple(fold, *of),
        _ => false,
    }
}
