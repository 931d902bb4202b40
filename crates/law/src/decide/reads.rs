//! What a rule reads: fields and parameters, also through the rules it asks. It must never need facts.

use std::collections::BTreeSet;

use crate::book::{Book, KindId, ListId, Node, NodeId, ParamId, RuleId, Ty, Valid};

/// Everything that a rule can read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reads {
    /// Fields (and relations) by kind.
    pub fields: BTreeSet<(KindId, u16)>,
    /// Parameters.
    pub params: BTreeSet<ParamId>,
    /// Lists.
    pub lists: BTreeSet<ListId>,
    /// Other rules it asks, and those that may take its place.
    pub rules: BTreeSet<RuleId>,
    /// Rules of which it reads the ledger.
    pub ledger: BTreeSet<RuleId>,
    /// Kinds whose things it counts as a whole (全体).
    pub every: BTreeSet<KindId>,
}

/// What a rule reads, transitively.
#[must_use]
pub fn reads(book: &Book, rule: RuleId) -> Reads {
    let mut found = Reads::default();
    of_rule(book, rule, &mut found);
    found.rules.remove(&rule);
    found
}

/// What an expression on its own reads.
#[must_use]
pub fn reads_of(book: &Book, node: NodeId) -> Reads {
    let mut found = Reads::default();
    visit(book, node, &mut found);
    found
}

fn of_rule(book: &Book, rule: RuleId, found: &mut Reads) {
    if !found.rules.insert(rule) {
        return;
    }
    let def = book.rule(rule);
    let mut nodes = vec![def.as_of];
    nodes.extend(
        [def.payee, def.amount, def.months, def.starts, def.ends, def.at_most, def.lot].iter().flatten(),
    );
    match def.valid {
        Valid::Always => {}
        Valid::Between(from, to) => nodes.extend(from.iter().chain(&to)),
        Valid::Window(node) => nodes.push(node),
    }
    nodes.extend(def.locals.iter().map(|local| local.node));
    nodes.extend(def.clauses.iter().map(|clause| clause.test));
    nodes.extend(def.exceptions.iter().flat_map(|exception| [exception.when, exception.value]));
    nodes.extend(def.times.iter().flat_map(|times| [times.per, times.limit].into_iter().chain(times.window)));
    nodes.extend(def.caps.iter().flat_map(|cap| [cap.per, cap.limit]));
    nodes.extend(def.order.iter().map(|key| key.value));
    for group in &def.groups {
        let members = &book.exclusives[group.ix()].members;
        nodes.extend(members.iter().filter(|(member, _)| *member == rule).map(|(_, per)| *per));
    }
    for node in nodes {
        visit(book, node, found);
    }
    if !def.times.is_empty() || !def.caps.is_empty() {
        found.ledger.insert(rule);
    }
    for other in &def.replaced_by {
        of_window(book, *other, found);
    }
    for conflict in book.conflicts.iter().filter(|conflict| conflict.members.contains(&rule)) {
        if let Some(winner) = conflict.prevails.filter(|winner| *winner != rule) {
            of_window(book, winner, found);
        }
    }
}

/// Only what decides whether a rule is in force.
fn of_window(book: &Book, rule: RuleId, found: &mut Reads) {
    let def = book.rule(rule);
    visit(book, def.as_of, found);
    match def.valid {
        Valid::Always => {}
        Valid::Between(from, to) => {
            from.into_iter().chain(to).for_each(|node| visit(book, node, found));
        }
        Valid::Window(node) => visit(book, node, found),
    }
}

fn visit(book: &Book, id: NodeId, found: &mut Reads) {
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        let node = book.node(id);
        match node {
            Node::Get { kind, field, .. } => {
                found.fields.insert((*kind, *field));
            }
            Node::Members { kind, reverse, .. } => {
                let reverse = &book.kind(*kind).reverses[usize::from(*reverse)];
                found.fields.insert((reverse.kind, reverse.field));
            }
            Node::Every(kind) => {
                found.every.insert(*kind);
            }
            Node::Param { param, .. } => {
                found.params.insert(*param);
            }
            Node::InList { list, .. } => {
                found.lists.insert(*list);
            }
            Node::Fulfils(rule, _) | Node::Result(rule, ..) => of_rule(book, *rule, found),
            Node::History { rules, .. } => found.ledger.extend(rules),
            _ => {}
        }
        open.extend(children(node));
    }
}

/// The nodes a node is made of.
#[must_use]
pub fn children(node: &Node) -> Vec<NodeId> {
    match node {
        Node::Const(_) | Node::Var(_) | Node::Every(_) | Node::Today | Node::Local(_) => Vec::new(),
        Node::Param { on, .. } => on.iter().copied().collect(),
        Node::Get { of, .. }
        | Node::Members { of, .. }
        | Node::Round { of, .. }
        | Node::History { of, .. } => {
            vec![*of]
        }
        Node::Not(a)
        | Node::Neg(a)
        | Node::Abs(a)
        | Node::Scale(a, _)
        | Node::MonthStart(a)
        | Node::MonthEnd(a)
        | Node::YearOf(a)
        | Node::MonthOf(a)
        | Node::Known(a)
        | Node::PlaceIn(a, _)
        | Node::Length(a)
        | Node::Fulfils(_, a)
        | Node::Result(_, a, _) => vec![*a],
        Node::Window(a, b)
        | Node::And(a, b)
        | Node::Or(a, b)
        | Node::Compare(_, a, b)
        | Node::Add(a, b)
        | Node::Sub(a, b)
        | Node::Mul(a, b)
        | Node::Div(a, b)
        | Node::PlusMonths(a, b)
        | Node::PlusDays(a, b)
        | Node::DaysBetween(a, b)
        | Node::Within(a, b)
        | Node::Min(a, b)
        | Node::Max(a, b)
        | Node::Age(a, b)
        | Node::MonthsBetween(a, b)
        | Node::Default(a, b)
        | Node::Occurrences(a, b)
        | Node::Contains(a, b) => vec![*a, *b],
        Node::If(a, b, c) => vec![*a, *b, *c],
        Node::OneOf(a, set) => std::iter::once(*a).chain(set.iter().copied()).collect(),
        Node::Aggregate { over, filter, take, .. } => {
            std::iter::once(*over).chain(*filter).chain(*take).collect()
        }
        Node::InList { of, on, .. } => std::iter::once(*of).chain(*on).collect(),
    }
}

/// The kinds of things that a rule can speak of: its object, and what its paths lead to.
#[must_use]
pub fn kinds(book: &Book, rule: RuleId, reads: &Reads) -> BTreeSet<KindId> {
    let mut found: BTreeSet<KindId> = reads.fields.iter().map(|(kind, _)| *kind).collect();
    found.insert(book.rule(rule).subject);
    found.extend(&reads.every);
    for (kind, field) in &reads.fields {
        if let Ty::Thing(other) = book.kind(*kind).fields[usize::from(*field)].ty {
            found.insert(other);
        }
    }
    found
}
