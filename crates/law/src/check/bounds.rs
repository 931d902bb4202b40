//! What clauses that must all hold say together about one value: bounds and members. It must never call possible what is not, nor the other way round.

use super::fold::{Fold, holds};
use super::same::{opposite, same, turned};
use crate::book::{Cmp, Node, NodeId, Val};

/// One thing said about one expression.
#[derive(Debug, Clone)]
pub(super) struct Atom {
    /// About which.
    pub of: NodeId,
    /// What it must be.
    pub says: Says,
}

/// What an atom demands.
#[derive(Debug, Clone)]
pub(super) enum Says {
    /// Compares so with a constant.
    Is(Cmp, Val),
    /// One of these.
    OneOf(Vec<Val>),
    /// None of these.
    NoneOf(Vec<Val>),
}

/// What must hold when the expression is `held`; parts that no atom can say are left out.
pub(super) fn atoms(fold: &Fold<'_>, id: NodeId, held: bool, out: &mut Vec<Atom>) {
    match fold.book.node(id) {
        Node::Not(of) => atoms(fold, *of, !held, out),
        Node::And(a, b) if held => {
            atoms(fold, *a, held, out);
            atoms(fold, *b, held, out);
        }
        Node::Or(a, b) if !held => {
            atoms(fold, *a, held, out);
            atoms(fold, *b, held, out);
        }
        Node::Compare(cmp, a, b) => {
            let cmp = if held { *cmp } else { opposite(*cmp) };
            match (fold.value(*a), fold.value(*b)) {
                (None, Some(value)) => out.push(Atom { of: *a, says: Says::Is(cmp, value) }),
                (Some(value), None) => out.push(Atom { of: *b, says: Says::Is(turned(cmp), value) }),
                _ => {}
            }
        }
        Node::OneOf(value, set) => {
            let members: Option<Vec<Val>> = set.iter().map(|member| fold.value(*member)).collect();
            if let Some(members) = members {
                let says = if held { Says::OneOf(members) } else { Says::NoneOf(members) };
                out.push(Atom { of: *value, says });
            }
        }
        Node::Within(day, window) if held => {
            if let Some(Val::Window(from, to)) = fold.value(*window) {
                out.push(Atom { of: *day, says: Says::Is(Cmp::Ge, Val::Date(from)) });
                out.push(Atom { of: *day, says: Says::Is(Cmp::Le, Val::Date(to)) });
            }
        }
        Node::Local(ix) => {
            out.push(Atom { of: id, says: Says::Is(Cmp::Eq, Val::Bool(held)) });
            if let Some(behind) = fold.local(*ix) {
                atoms(fold, behind, held, out);
            }
        }
        Node::Get { .. } | Node::Param { .. } | Node::Fulfils(..) | Node::InList { .. } => {
            out.push(Atom { of: id, says: Says::Is(Cmp::Eq, Val::Bool(held)) });
        }
        _ => {}
    }
}

/// Whether two atoms can never hold together.
pub(super) fn clash(fold: &Fold<'_>, one: &Atom, two: &Atom) -> bool {
    if !same(fold.book, one.of, two.of) {
        return false;
    }
    match (&one.says, &two.says) {
        (Says::Is(a, x), Says::Is(b, y)) => apart(*a, x, *b, y),
        (Says::OneOf(set), says) | (says, Says::OneOf(set)) => !set.iter().any(|value| allows(says, value)),
        (Says::NoneOf(set), Says::Is(Cmp::Eq, value)) | (Says::Is(Cmp::Eq, value), Says::NoneOf(set)) => {
            set.contains(value)
        }
        _ => false,
    }
}

/// Whether the first can only hold where the second does: `x >= 20` where `x >= 10`.
pub(super) fn implies(fold: &Fold<'_>, one: &Atom, two: &Atom) -> bool {
    if !same(fold.book, one.of, two.of) {
        return false;
    }
    match (&one.says, &two.says) {
        (Says::OneOf(set), says) => set.iter().all(|value| allows(says, value)),
        (Says::Is(Cmp::Eq, value), says) => allows(says, value),
        (Says::Is(a, x), Says::Is(b, y)) => apart(*a, x, opposite(*b), y),
        (Says::NoneOf(few), Says::NoneOf(more)) => more.iter().all(|value| few.contains(value)),
        _ => false,
    }
}

/// Whether a value fits what is said.
fn allows(says: &Says, value: &Val) -> bool {
    match says {
        Says::Is(cmp, other) => holds(*cmp, value, other) != Some(false),
        Says::OneOf(set) => set.contains(value),
        Says::NoneOf(set) => !set.contains(value),
    }
}

/// Whether no value compares so with both.
fn apart(a: Cmp, x: &Val, b: Cmp, y: &Val) -> bool {
    match (a, b) {
        (Cmp::Eq, _) => holds(b, x, y) == Some(false),
        (_, Cmp::Eq) => holds(a, y, x) == Some(false),
        // `> x` and `<= y`: nothing lies between when y <= x.
        (Cmp::Gt, Cmp::Lt | Cmp::Le) | (Cmp::Ge, Cmp::Lt) => holds(Cmp::Le, y, x) == Some(true),
        (Cmp::Ge, Cmp::Le) => holds(Cmp::Lt, y, x) == Some(true),
        (Cmp::Lt | Cmp::Le, Cmp::Gt | Cmp::Ge) => apart(b, y, a, x),
        _ => false,
    }
}
