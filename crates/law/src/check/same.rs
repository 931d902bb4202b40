//! Whether two expressions say the same, node for node. It must never take two for the same that could differ.

use crate::book::{Book, Cmp, Node, NodeId};
use crate::scenario::children;

/// Whether both say the same in one rule: the same form, or the same with the sides of `=`, 且, 或, +, × and of a comparison changed over.
pub(super) fn same(book: &Book, a: NodeId, b: NodeId) -> bool {
    if a == b {
        return true;
    }
    let (x, y) = (book.node(a), book.node(b));
    let pair =
        |x: &[NodeId], y: &[NodeId]| x.len() == y.len() && x.iter().zip(y).all(|(x, y)| same(book, *x, *y));
    match (x, y) {
        (Node::And(p, q), Node::And(r, s))
        | (Node::Or(p, q), Node::Or(r, s))
        | (Node::Add(p, q), Node::Add(r, s))
        | (Node::Mul(p, q), Node::Mul(r, s)) => pair(&[*p, *q], &[*r, *s]) || pair(&[*p, *q], &[*s, *r]),
        (Node::Compare(one, p, q), Node::Compare(two, r, s)) => {
            one == two && pair(&[*p, *q], &[*r, *s]) || *one == turned(*two) && pair(&[*p, *q], &[*s, *r])
        }
        _ => alike(x, y) && pair(&children(x), &children(y)),
    }
}

/// The comparison with its sides changed over.
pub(super) const fn turned(cmp: Cmp) -> Cmp {
    match cmp {
        Cmp::Lt => Cmp::Gt,
        Cmp::Le => Cmp::Ge,
        Cmp::Gt => Cmp::Lt,
        Cmp::Ge => Cmp::Le,
        same => same,
    }
}

/// The comparison that holds when this one does not.
pub(super) const fn opposite(cmp: Cmp) -> Cmp {
    match cmp {
        Cmp::Eq => Cmp::Ne,
        Cmp::Ne => Cmp::Eq,
        Cmp::Lt => Cmp::Ge,
        Cmp::Le => Cmp::Gt,
        Cmp::Gt => Cmp::Le,
        Cmp::Ge => Cmp::Lt,
    }
}

/// Whether two nodes are the same apart from their children.
fn alike(x: &Node, y: &Node) -> bool {
    match (x, y) {
        (Node::Const(a), Node::Const(b)) => a == b && a.is_known(),
        (Node::Var(a), Node::Var(b)) => a == b,
        (Node::Local(a), Node::Local(b)) => a == b,
        (Node::Every(a), Node::Every(b)) => a == b,
        (Node::Get { kind, field, .. }, Node::Get { kind: k, field: f, .. }) => kind == k && field == f,
        (Node::Members { kind, reverse, .. }, Node::Members { kind: k, reverse: r, .. }) => {
            kind == k && reverse == r
        }
        (Node::Param { param: a, on: x }, Node::Param { param: b, on: y }) => {
            a == b && x.is_some() == y.is_some()
        }
        (
            Node::Aggregate { op, var, filter, take, .. },
            Node::Aggregate { op: o, var: v, filter: f, take: t, .. },
        ) => op == o && var == v && filter.is_some() == f.is_some() && take.is_some() == t.is_some(),
        (Node::Round { how, step, .. }, Node::Round { how: h, step: s, .. }) => how == h && step == s,
        (Node::Scale(_, a), Node::Scale(_, b)) => a == b,
        (Node::InList { list, on, .. }, Node::InList { list: l, on: o, .. }) => {
            list == l && on.is_some() == o.is_some()
        }
        (Node::PlaceIn(_, a), Node::PlaceIn(_, b)) => a == b,
        (Node::Fulfils(a, _), Node::Fulfils(b, _)) => a == b,
        (Node::Result(a, _, s), Node::Result(b, _, t)) => a == b && s == t,
        (Node::History { what, rules, .. }, Node::History { what: w, rules: r, .. }) => {
            what == w && rules == r
        }
        (Node::Compare(a, ..), Node::Compare(b, ..)) => a == b,
        _ => std::mem::discriminant(x) == std::mem::discriminant(y),
    }
}
