//! Mutants of one rule: small wrong changes that some scenario must notice. It must never change more than one thing at a time.

use crate::book::{Block, Book, Cmp, Node, NodeId, Rule, RuleId, Ty, Val, Valid};
use crate::num::Num;
use crate::span::Span;
use crate::syntax::ast::Aggregate;

/// One mutant: what was changed, where, and the changed book.
pub struct Mutant {
    /// What was changed, in plain English.
    pub what: String,
    /// Where.
    pub span: Span,
    /// The book with the change.
    pub book: Book,
}

/// Every mutant of a rule, made one at a time and handed to `each`.
pub fn mutants(book: &Book, rule: RuleId, each: &mut dyn FnMut(Mutant)) {
    let mut seen = vec![false; book.nodes.len()];
    for root in roots(book.rule(rule)) {
        nodes(book, root, &mut seen, each);
    }
    parts(book, rule, each);
}

/// All expressions of a rule.
#[must_use]
pub fn roots(rule: &Rule) -> Vec<NodeId> {
    let mut out: Vec<NodeId> = rule.clauses.iter().map(|clause| clause.test).collect();
    match rule.valid {
        Valid::Always => {}
        Valid::Between(from, to) => out.extend(from.into_iter().chain(to)),
        Valid::Window(window) => out.push(window),
    }
    out.push(rule.as_of);
    out.extend(rule.locals.iter().map(|local| local.node));
    out.extend(
        [rule.amount, rule.months, rule.starts, rule.ends, rule.at_most, rule.lot].into_iter().flatten(),
    );
    out.extend(rule.exceptions.iter().flat_map(|e| [e.when, e.value]));
    out.extend(rule.times.iter().flat_map(|t| std::iter::once(t.limit).chain(t.window)));
    out.extend(rule.caps.iter().map(|c| c.limit));
    out.extend(rule.order.iter().map(|o| o.value));
    out
}

fn nodes(book: &Book, id: NodeId, seen: &mut [bool], each: &mut dyn FnMut(Mutant)) {
    if std::mem::replace(&mut seen[id.ix()], true) {
        return;
    }
    for (what, node) in changes(book, id) {
        let mut changed = book.clone();
        changed.nodes[id.ix()] = node;
        each(Mutant { what, span: book.spans[id.ix()], book: changed });
    }
    for child in children(book.node(id)) {
        nodes(book, child, seen, each);
    }
}

/// The nodes a node is made of.
#[must_use]
pub fn children(node: &Node) -> Vec<NodeId> {
    match node {
        Node::Const(_) | Node::Var(_) | Node::Every(_) | Node::Today | Node::Local(_) => Vec::new(),
        Node::Get { of, .. }
        | Node::Members { of, .. }
        | Node::Round { of, .. }
        | Node::History { of, .. }
        | Node::Not(of)
        | Node::Neg(of)
        | Node::Abs(of)
        | Node::Scale(of, _)
        | Node::MonthStart(of)
        | Node::MonthEnd(of)
        | Node::YearOf(of)
        | Node::MonthOf(of)
        | Node::Known(of)
        | Node::PlaceIn(of, _)
        | Node::Length(of)
        | Node::Fulfils(_, of)
        | Node::Result(_, of, _) => vec![*of],
        Node::Param { on, .. } => on.iter().copied().collect(),
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
        Node::OneOf(value, set) => std::iter::once(*value).chain(set.iter().copied()).collect(),
        Node::If(a, b, c) => vec![*a, *b, *c],
        Node::Aggregate { over, filter, take, .. } => {
            std::iter::once(*over).chain(*filter).chain(*take).collect()
        }
        Node::InList { of, on, .. } => std::iter::once(*of).chain(*on).collect(),
    }
}

/// The wrong nodes that could stand in this one's place.
fn changes(book: &Book, id: NodeId) -> Vec<(String, Node)> {
    let named = |what: &str, node: Node| (what.to_owned(), node);
    match book.node(id).clone() {
        Node::Compare(op, a, b) => other_comparisons(op)
            .iter()
            .map(|&new| (format!("{op:?} became {new:?}"), Node::Compare(new, a, b)))
            .collect(),
        Node::And(a, b) => vec![named("且 became 或", Node::Or(a, b))],
        Node::Or(a, b) => vec![named("或 became 且", Node::And(a, b))],
        Node::Not(a) => vec![named("非 dropped", book.node(a).clone())],
        Node::If(c, a, b) => vec![named("branches swapped", Node::If(c, b, a))],
        Node::Add(a, b) => vec![named("+ became -", Node::Sub(a, b))],
        Node::Sub(a, b) => vec![named("- became +", Node::Add(a, b))],
        Node::Mul(a, b) => vec![named("× became ÷", Node::Div(a, b))],
        Node::Min(a, b) => vec![named("较小 became 较大", Node::Max(a, b))],
        Node::Max(a, b) => vec![named("较大 became 较小", Node::Min(a, b))],
        Node::OneOf(value, set) if set.len() > 1 => (0..set.len())
            .map(|drop| {
                let rest =
                    set.iter().enumerate().filter(|(ix, _)| *ix != drop).map(|(_, node)| *node).collect();
                (format!("member {} dropped", drop + 1), Node::OneOf(value, rest))
            })
            .collect(),
        Node::Aggregate { op, over, var, filter, take } => aggregate(op, over, var, filter, take),
        Node::Const(value) => constants(&value, book.ty(id))
            .into_iter()
            .map(|(what, value)| (what, Node::Const(value)))
            .collect(),
        _ => Vec::new(),
    }
}

fn aggregate(
    op: Aggregate,
    over: NodeId,
    var: u8,
    filter: Option<NodeId>,
    take: Option<NodeId>,
) -> Vec<(String, Node)> {
    let other = match op {
        Aggregate::Any => Some(Aggregate::All),
        Aggregate::All => Some(Aggregate::Any),
        Aggregate::Max => Some(Aggregate::Min),
        Aggregate::Min => Some(Aggregate::Max),
        _ => None,
    };
    let mut out = Vec::new();
    if let Some(op) = other {
        out.push(("other aggregate".to_owned(), Node::Aggregate { op, over, var, filter, take }));
    } else if filter.is_some() {
        out.push(("满足 dropped".to_owned(), Node::Aggregate { op, over, var, filter: None, take }));
    }
    out
}

fn other_comparisons(op: Cmp) -> &'static [Cmp] {
    match op {
        Cmp::Eq => &[Cmp::Ne],
        Cmp::Ne => &[Cmp::Eq],
        Cmp::Lt => &[Cmp::Le, Cmp::Ge],
        Cmp::Le => &[Cmp::Lt, Cmp::Gt],
        Cmp::Gt => &[Cmp::Ge, Cmp::Lt],
        Cmp::Ge => &[Cmp::Gt, Cmp::Le],
    }
}

fn constants(value: &Val, ty: Ty) -> Vec<(String, Val)> {
    match value {
        Val::Bool(it) => vec![(format!("{it} became {}", !it), Val::Bool(!it))],
        Val::Num(it) => {
            let step = match ty {
                Ty::Num(dim) if dim.0[0] == 1 => Num::int(100),
                _ if it.is_whole() => Num::ONE,
                _ => Num::ratio(1, 100).unwrap_or(Num::ONE),
            };
            [it.plus(step), it.minus(step)]
                .into_iter()
                .flatten()
                .map(|new| (format!("{it} became {new}"), Val::Num(new)))
                .collect()
        }
        Val::Date(it) => [1, -1]
            .into_iter()
            .filter_map(|by| it.plus_days(by))
            .map(|new| (format!("{it} became {new}"), Val::Date(new)))
            .collect(),
        Val::Window(from, to) => [
            (from.plus_days(1), Some(*to)),
            (from.plus_days(-1), Some(*to)),
            (Some(*from), to.plus_days(1)),
            (Some(*from), to.plus_days(-1)),
        ]
        .into_iter()
        .filter_map(|(from, to)| Some((from?, to?)))
        .map(|(from, to)| (format!("window became {from}–{to}"), Val::Window(from, to)))
        .collect(),
        _ => Vec::new(),
    }
}

/// Mutants of what is not an expression: clauses and blocks dropped or turned, caps, counts, exceptions, shares and groups left out.
fn parts(book: &Book, id: RuleId, each: &mut dyn FnMut(Mutant)) {
    let rule = book.rule(id);
    let mut with = |what: String, span: Span, change: &dyn Fn(&mut Rule)| {
        let mut changed = book.clone();
        change(&mut changed.rules[id.ix()]);
        each(Mutant { what, span, book: changed });
    };
    for (ix, block) in rule.blocks.iter().enumerate() {
        if block.clauses.1 - block.clauses.0 > 1 {
            let flipped = Block { any: !block.any, clauses: block.clauses };
            with(
                format!("block {} became {}", ix + 1, if block.any { "all" } else { "any" }),
                rule.span,
                &|r| r.blocks[ix] = flipped.clone(),
            );
        }
    }
    for ix in 0..rule.exceptions.len() {
        with(format!("exception {} dropped", ix + 1), rule.exceptions[ix].span, &|r| {
            drop(r.exceptions.remove(ix))
        });
    }
    for ix in 0..rule.times.len() {
        with("次数 dropped".into(), rule.span, &|r| {
            r.times.remove(ix);
        });
    }
    for ix in 0..rule.caps.len() {
        with("上限 dropped".into(), rule.span, &|r| {
            r.caps.remove(ix);
        });
    }
    if rule.at_most.is_some() {
        with("最高 dropped".into(), rule.span, &|r| r.at_most = None);
    }
    if rule.shares.len() > 1 {
        with("parts swapped".into(), rule.span, &|r| {
            let first = r.shares[0].part;
            r.shares[0].part = r.shares[1].part;
            r.shares[1].part = first;
        });
    }
    if !rule.replaced_by.is_empty() {
        with("not replaced".into(), rule.span, &|r| r.replaced_by.clear());
    }
    if !matches!(rule.valid, Valid::Always) {
        with("always in force".into(), rule.span, &|r| r.valid = Valid::Always);
    }
    for ix in 0..rule.clauses.len() {
        let test = rule.clauses[ix].test;
        let mut changed = book.clone();
        let any = rule
            .blocks
            .iter()
            .any(|b| b.any && usize::from(b.clauses.0) <= ix && ix < usize::from(b.clauses.1));
        changed.nodes[test.ix()] = Node::Const(Val::Bool(!any));
        each(Mutant {
            what: format!("clause {} dropped", rule.clauses[ix].number),
            span: rule.clauses[ix].span,
            book: changed,
        });
    }
    if !rule.groups.is_empty() {
        let mut changed = book.clone();
        changed.rules[id.ix()].groups.clear();
        for group in &mut changed.exclusives {
            group.members.retain(|(member, _)| *member != id);
        }
        each(Mutant { what: "left out of its exclusion group".into(), span: rule.span, book: changed });
    }
}
