//! Counts, sums and the like over collections: the elements of all rows side by side, their condition over vectors, then back to the rows they belong to. It
//! must never answer where an element could not be decided; then the scalar engine does.

use std::borrow::Cow;
use std::cell::RefCell;

use anye_law::book::{Node, NodeId, Val};
use anye_law::decide::children;
use anye_law::syntax::ast::Aggregate as Op;

use super::chunk::{Chunk, VARS};
use super::lane::Lane;
use super::mask::{CHUNK, Mask};
use crate::population::{Members, index};

/// One aggregate, taken apart.
#[derive(Clone, Copy)]
pub(super) struct Collection {
    pub op: Op,
    pub over: NodeId,
    pub var: u8,
    pub filter: Option<NodeId>,
    pub take: Option<NodeId>,
}

/// Elements next to one another, each with the row it belongs to.
#[derive(Default)]
struct Elements {
    rows: Vec<u32>,
    things: Vec<u32>,
}

/// What the rows have come to so far.
struct Sums {
    /// How many, or how much.
    counts: Vec<i64>,
    den: Option<u64>,
    /// Rows with an element that settles it.
    settled: Mask,
    /// Rows with an element of which the condition or the value is not known.
    unknown: Mask,
}

impl<'a> Chunk<'a> {
    /// The quick way, where there is one.
    pub(super) fn collected(&self, of: Collection, active: &Mask) -> Option<Lane<'a>> {
        let Node::Members { of: owner, kind, reverse } = self.book.node(of.over) else { return None };
        let members: &'a Members = &self.facts.table(*kind).members[usize::from(*reverse)];
        if usize::from(of.var) >= VARS || matches!(of.op, Op::Max | Op::Min) {
            return None;
        }
        let owners: Cow<'_, [u32]> = match self.lane(*owner, active) {
            Lane::Rows(start) => (start..start + index(self.rows)).collect(),
            Lane::Things(rows) => rows,
            _ => return None,
        };
        let things = index(self.facts.table(*kind).ids.len());
        let there = active.and(&Mask::of(self.rows, |row| owners[row] < things));
        let mut sums =
            Sums { counts: vec![0; self.rows], den: None, settled: Mask::NONE, unknown: Mask::NONE };
        if of.filter.is_none() && matches!(of.op, Op::Count | Op::CountPersons) {
            for row in there.rows() {
                sums.counts[row] = i64::try_from(members.of(owners[row]).len()).unwrap_or(i64::MAX);
            }
            return Some(sums.lane(of.op, &there));
        }
        let mut elements = Elements::default();
        for row in there.rows() {
            for thing in members.of(owners[row]) {
                elements.rows.push(index(row));
                elements.things.push(*thing);
                if elements.rows.len() == CHUNK {
                    self.block(of, &elements, active, &mut sums)?;
                    elements.rows.clear();
                    elements.things.clear();
                }
            }
        }
        if !elements.rows.is_empty() {
            self.block(of, &elements, active, &mut sums)?;
        }
        Some(sums.lane(of.op, &there))
    }

    /// Takes one block of elements in; `None` when there is no quick way.
    fn block(&self, of: Collection, elements: &Elements, active: &Mask, sums: &mut Sums) -> Option<()> {
        let faulty = RefCell::new(Mask::NONE);
        let inner = self.inside(of, elements, active, &faulty);
        let all = Mask::first(elements.rows.len());
        let row = |at: usize| elements.rows[at] as usize;
        let (yes, no) = match of.filter {
            Some(filter) => inner.truth(filter, &all),
            None => (all.clone(), Mask::NONE),
        };
        let (yes, no) = (yes.and(&all), no.and(&all));
        match of.op {
            Op::Any => yes.rows().for_each(|at| sums.settled.set(row(at))),
            Op::All => no.rows().for_each(|at| sums.settled.set(row(at))),
            Op::Count | Op::CountPersons => yes.rows().for_each(|at| sums.counts[row(at)] += 1),
            Op::Sum => inner.summed(of.take?, &yes, elements, sums)?,
            Op::Max | Op::Min => return None,
        }
        all.but(&yes).but(&no).rows().for_each(|at| sums.unknown.set(row(at)));
        drop(inner);
        let mut outside = self.faulty.borrow_mut();
        faulty.into_inner().rows().for_each(|at| outside.set(row(at)));
        Some(())
    }

    /// Adds up what is taken of the elements that count.
    fn summed(&self, take: NodeId, yes: &Mask, elements: &Elements, sums: &mut Sums) -> Option<()> {
        if yes.is_empty() {
            return Some(());
        }
        let lane = self.lane(take, yes);
        let den = if let Lane::Nums { den, .. } = &lane { *den } else { 1 };
        if *sums.den.get_or_insert(den) != den {
            return None;
        }
        for at in yes.rows() {
            let row = elements.rows[at] as usize;
            let more = match &lane {
                Lane::Nums { v, known, .. } => known.get(at).then(|| v[at]),
                lane => match lane.value(at) {
                    Val::Num(n) => Some(n.to_i64()?),
                    _ => None,
                },
            };
            match more {
                Some(more) => sums.counts[row] = sums.counts[row].checked_add(more)?,
                None => sums.unknown.set(row),
            }
        }
        Some(())
    }

    /// The elements as a chunk of their own; the things bound outside stay bound, each beside its elements.
    fn inside<'i>(
        &self,
        of: Collection,
        elements: &Elements,
        active: &Mask,
        faulty: &'i RefCell<Mask>,
    ) -> Chunk<'i>
    where
        'a: 'i,
    {
        let rows = &elements.rows[..];
        let mut vars: Vec<Lane<'i>> = self.vars.iter().map(|lane| lane.picked(rows)).collect();
        vars.resize(usize::from(of.var).max(vars.len()), Lane::One(Val::Unknown));
        vars.truncate(usize::from(of.var));
        vars.push(Lane::Things(Cow::Owned(elements.things.clone())));
        let mut locals = vec![None; self.rule.locals.len()];
        let mut open: Vec<NodeId> = of.filter.into_iter().chain(of.take).collect();
        while let Some(id) = open.pop() {
            let node = self.book.node(id);
            // A local sees only the rule's object, so it is that of the row outside.
            if let Node::Local(ix) = node
                && let Some(slot) = locals.get_mut(usize::from(*ix))
                && slot.is_none()
            {
                *slot = Some((Mask::first(rows.len()), self.lane(id, active).picked(rows)));
            }
            open.extend(children(node));
        }
        Chunk {
            board: self.board,
            session: self.session,
            book: self.book,
            id: self.id,
            rule: self.rule,
            facts: self.facts,
            vars,
            rows: rows.len(),
            faulty,
            locals: RefCell::new(locals),
        }
    }
}

impl Sums {
    fn lane<'l>(self, op: Op, there: &Mask) -> Lane<'l> {
        let (settled, open) = (self.settled, self.unknown);
        let rest = there.but(&settled).but(&open);
        match op {
            Op::Any => Lane::Truth { yes: settled.and(there), no: rest },
            Op::All => Lane::Truth { yes: rest, no: settled.and(there) },
            _ => {
                Lane::Nums { v: Cow::Owned(self.counts), den: self.den.unwrap_or(1), known: there.but(&open) }
            }
        }
    }
}

impl<'a> Lane<'a> {
    /// The values at these rows, as a lane of their own.
    fn picked<'l>(&self, rows: &[u32]) -> Lane<'l>
    where
        'a: 'l,
    {
        let mask = |mask: &Mask| Mask::of(rows.len(), |at| mask.get(rows[at] as usize));
        fn pick<T: Copy>(values: &[T], rows: &[u32]) -> Vec<T> {
            rows.iter().map(|row| values[*row as usize]).collect()
        }
        match self {
            Self::One(value) => Lane::One(value.clone()),
            Self::Rows(start) => Lane::Things(rows.iter().map(|row| start + row).collect()),
            Self::Truth { yes, no } => Lane::Truth { yes: mask(yes), no: mask(no) },
            Self::Nums { v, den, known } => {
                Lane::Nums { v: Cow::Owned(pick(v, rows)), den: *den, known: mask(known) }
            }
            Self::Days { v, known } => Lane::Days { v: Cow::Owned(pick(v, rows)), known: mask(known) },
            Self::Codes { v, known } => Lane::Codes { v: Cow::Owned(pick(v, rows)), known: mask(known) },
            Self::Texts { v, words, known } => {
                Lane::Texts { v: Cow::Owned(pick(v, rows)), words, known: mask(known) }
            }
            Self::Things(things) => Lane::Things(Cow::Owned(pick(things, rows))),
            Self::Vals(values) => Lane::Vals(rows.iter().map(|row| values[*row as usize].clone()).collect()),
        }
    }
}
