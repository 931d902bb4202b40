//! What a rule presupposes (前提): fields of its object without which it never grants, whatever else is known. Who looks through a whole population begins with
//! those who have them. It must never name a field that a grant can do without: somebody entitled would be passed over.

use std::collections::BTreeMap;

use crate::book::{Block, Book, Node, NodeId, RuleId};

/// Fields of the object that must be known; `true`: the field must say yes.
pub type Presumed = BTreeMap<u16, bool>;

/// Rules asked by rules, so deep at most.
const DEEP: u8 = 8;

/// What a rule presupposes of its object.
#[must_use]
pub fn presumed(book: &Book, rule: RuleId) -> Presumed {
    of_rule(book, rule, DEEP)
}

fn of_rule(book: &Book, rule: RuleId, deep: u8) -> Presumed {
    let all = book.rule(rule).blocks.iter().map(|block| of_block(book, rule, block, deep));
    all.fold(Presumed::new(), both)
}

fn of_block(book: &Book, rule: RuleId, block: &Block, deep: u8) -> Presumed {
    let clauses = &book.rule(rule).clauses[usize::from(block.clauses.0)..usize::from(block.clauses.1)];
    let each = clauses.iter().map(|clause| holds(book, clause.test, true, deep));
    if block.any { each.reduce(either).unwrap_or_default() } else { each.fold(Presumed::new(), both) }
}

/// What must be there for a node to be true, or to be false.
fn holds(book: &Book, id: NodeId, wanted: bool, deep: u8) -> Presumed {
    match book.node(id) {
        Node::Get { of, field, .. } if is_object(book, *of) => Presumed::from([(*field, wanted)]),
        Node::Not(a) => holds(book, *a, !wanted, deep),
        Node::And(a, b) if wanted => both(holds(book, *a, true, deep), holds(book, *b, true, deep)),
        Node::And(a, b) => either(holds(book, *a, false, deep), holds(book, *b, false, deep)),
        Node::Or(a, b) if wanted => either(holds(book, *a, true, deep), holds(book, *b, true, deep)),
        Node::Or(a, b) => both(holds(book, *a, false, deep), holds(book, *b, false, deep)),
        Node::Compare(_, a, b) => both(known(book, *a), known(book, *b)),
        Node::OneOf(a, _) | Node::PlaceIn(a, _) | Node::Within(a, _) => known(book, *a),
        Node::Contains(a, b) => both(known(book, *a), known(book, *b)),
        Node::Known(a) if wanted => known(book, *a),
        Node::Fulfils(rule, of) if wanted && deep > 0 && is_object(book, *of) => {
            of_rule(book, *rule, deep - 1)
        }
        _ => Presumed::new(),
    }
}

/// What must be known for a node to be known.
fn known(book: &Book, id: NodeId) -> Presumed {
    match book.node(id) {
        Node::Get { of, field, .. } if is_object(book, *of) => Presumed::from([(*field, false)]),
        Node::Get { of: a, .. }
        | Node::Neg(a)
        | Node::Abs(a)
        | Node::Scale(a, _)
        | Node::Round { of: a, .. }
        | Node::MonthStart(a)
        | Node::MonthEnd(a)
        | Node::YearOf(a)
        | Node::MonthOf(a)
        | Node::Length(a) => known(book, *a),
        Node::Add(a, b)
        | Node::Sub(a, b)
        | Node::Mul(a, b)
        | Node::Div(a, b)
        | Node::Min(a, b)
        | Node::Max(a, b)
        | Node::PlusMonths(a, b)
        | Node::PlusDays(a, b)
        | Node::DaysBetween(a, b)
        | Node::Age(a, b)
        | Node::MonthsBetween(a, b) => both(known(book, *a), known(book, *b)),
        _ => Presumed::new(),
    }
}

/// The thing that a decision is about, and no element of a collection.
fn is_object(book: &Book, id: NodeId) -> bool {
    matches!(book.node(id), Node::Var(0))
}

fn both(mut one: Presumed, other: Presumed) -> Presumed {
    for (field, yes) in other {
        *one.entry(field).or_default() |= yes;
    }
    one
}

fn either(one: Presumed, other: Presumed) -> Presumed {
    let shared = one.into_iter().filter_map(|(field, yes)| other.get(&field).map(|too| (field, yes && *too)));
    shared.collect()
}
