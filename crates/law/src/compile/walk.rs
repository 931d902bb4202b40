//! What an expression mentions, before anything is resolved. It must never judge.

use crate::syntax::ast::{Expr, Node, RuleItem, Valid};

/// Visits the expression and everything in it.
pub(super) fn visit(expr: &Expr, each: &mut dyn FnMut(&Expr)) {
    each(expr);
    match &*expr.node {
        Node::Get { base, .. } => visit(base, each),
        Node::Parameter { on, .. } => on.iter().for_each(|e| visit(e, each)),
        Node::Window { from: a, to: b }
        | Node::Binary { left: a, right: b, .. }
        | Node::Within { value: a, window: b } => {
            visit(a, each);
            visit(b, each);
        }
        Node::Unary { of, .. } => visit(of, each),
        Node::In { value, set } => {
            visit(value, each);
            set.iter().for_each(|e| visit(e, each));
        }
        Node::If { test, then, otherwise, .. } => {
            visit(test, each);
            visit(then, each);
            visit(otherwise, each);
        }
        Node::Aggregate { over, filter, take, .. } => {
            visit(over, each);
            filter.iter().chain(take).for_each(|e| visit(e, each));
        }
        Node::Call { args, .. } => args.iter().for_each(|e| visit(e, each)),
        _ => {}
    }
}

/// Bare names in it.
pub(super) fn names(expr: &Expr) -> Vec<String> {
    let mut out = Vec::new();
    visit(expr, &mut |e| {
        if let Node::Name { name } = &*e.node {
            out.push(name.clone());
        }
    });
    out
}

/// Rules that a rule asks by 符合 and 结果.
pub(super) fn asked(item: &RuleItem) -> Vec<String> {
    let mut out = Vec::new();
    let mut look = |expr: &Expr| {
        visit(expr, &mut |e| {
            if let Node::Call { function, args } = &*e.node
                && matches!(function.value.as_str(), "符合" | "结果" | "fulfils" | "result")
                && let Some(Node::Name { name } | Node::Text { text: name }) =
                    args.first().map(|arg| &*arg.node)
            {
                out.push(name.clone());
            }
        });
    };
    match &item.valid {
        Some(Valid::Between { from, to }) => from.iter().chain(to).for_each(&mut look),
        Some(Valid::Window { window }) => look(window),
        _ => {}
    }
    let optional = [
        &item.payee,
        &item.as_of,
        &item.amount,
        &item.months,
        &item.starts,
        &item.ends,
        &item.at_most,
        &item.lot,
    ];
    optional.into_iter().flatten().for_each(&mut look);
    item.bindings.iter().for_each(|b| look(&b.value));
    item.blocks.iter().flat_map(|b| &b.clauses).for_each(|c| look(&c.test));
    for e in &item.exceptions {
        look(&e.when);
        look(&e.value);
    }
    item.times.iter().for_each(|t| {
        look(&t.per);
        look(&t.limit);
        t.window.iter().for_each(&mut look);
    });
    item.caps.iter().for_each(|c| {
        look(&c.per);
        look(&c.limit);
    });
    item.order.iter().for_each(|o| look(&o.value));
    out
}
