//! Nodes over a chunk of rows: vectors where there is a quick way, the scalar engine row by row where there is none. Both give the same.

use std::borrow::Cow;
use std::cell::RefCell;

use anye_law::book::{Book, KindId, Node, NodeId, Rule, RuleId, Target, Ty, Val};
use anye_law::day::Day;
use anye_law::decide::{Session, Things};
use anye_law::num::Num;

use super::board::Board;
use super::figures::tightened;
use super::lane::{Lane, compare};
use super::mask::Mask;
use crate::population::{Bits, Column, NOBODY, Partition, index};

/// How many things can be bound at once, the object among them.
pub(super) const VARS: usize = 8;

/// A chunk of rows of one rule's object, or of the elements of a collection of it.
pub(crate) struct Chunk<'a> {
    /// What all chunks of the partition share.
    pub board: &'a Board<'a>,
    /// The rule book.
    pub book: &'a Book,
    /// The scalar engine, for everything that has no quick way.
    pub session: &'a Session<'a, Partition<'a>>,
    /// The rule.
    pub id: RuleId,
    /// The rule.
    pub rule: &'a Rule,
    /// Where the facts are.
    pub facts: &'a Partition<'a>,
    /// The things bound at each depth, the object first.
    pub vars: Vec<Lane<'a>>,
    /// How many rows.
    pub rows: usize,
    /// Rows on which something could not be computed.
    pub faulty: &'a RefCell<Mask>,
    /// Locals already computed, with the rows for which they were.
    pub locals: RefCell<Vec<Option<(Mask, Lane<'a>)>>>,
}

impl<'a> Chunk<'a> {
    /// Things next to one another, from `start` on, a multiple of 64.
    pub(super) fn straight(
        board: &'a Board<'a>,
        session: &'a Session<'a, Partition<'a>>,
        faulty: &'a RefCell<Mask>,
        id: RuleId,
        start: usize,
        rows: usize,
    ) -> Self {
        let book = board.engine.book;
        let rule = book.rule(id);
        let locals = RefCell::new(vec![None; rule.locals.len()]);
        let vars = vec![Lane::Rows(index(start))];
        Self { board, book, session, id, rule, facts: board.facts, vars, rows, faulty, locals }
    }

    /// Another rule about the things of a lane.
    pub(super) fn about(&self, id: RuleId, things: Lane<'a>) -> Self {
        let rule = self.book.rule(id);
        Self { id, rule, vars: vec![things], locals: RefCell::new(vec![None; rule.locals.len()]), ..*self }
    }

    /// The object at one row of the chunk.
    pub(super) fn object(&self, row: usize) -> u32 {
        self.thing(0, row)
    }

    fn thing(&self, depth: usize, row: usize) -> u32 {
        match self.vars.get(depth) {
            Some(Lane::Rows(start)) => start + index(row),
            Some(Lane::Things(rows)) => rows[row],
            Some(Lane::One(Val::Thing(thing))) => *thing,
            _ => NOBODY,
        }
    }

    /// The scalar engine for one node at one row of the chunk.
    fn scalar(&self, id: NodeId, row: usize) -> Val {
        let mut frame = self.session.frame(self.id, self.object(row));
        for depth in 1..self.vars.len() {
            frame.bind(u8::try_from(depth).unwrap_or(u8::MAX), self.thing(depth, row));
        }
        self.session.value(&mut frame, id).unwrap_or_else(|_| {
            self.faulty.borrow_mut().set(row);
            Val::Unknown
        })
    }

    /// Truth values of a node at the active rows: certainly true, certainly false.
    pub(crate) fn truth(&self, node: NodeId, active: &Mask) -> (Mask, Mask) {
        self.lane(node, active).truth(self.rows, active)
    }

    /// Whether a node has one value for all rows.
    pub(crate) fn is_same_for_all(&self, node: NodeId) -> bool {
        matches!(self.lane(node, &Mask::NONE), Lane::One(_))
            || matches!(self.book.node(node), Node::Window(a, b) if self.is_same_for_all(*a) && self.is_same_for_all(*b))
    }

    /// Where the day lies between two ends that are the same for all: certainly, certainly not. `None` when there is no quick way.
    pub(crate) fn between(
        &self,
        day: NodeId,
        from: Option<NodeId>,
        to: Option<NodeId>,
    ) -> Option<(Mask, Mask)> {
        let all = Mask::first(self.rows);
        let end = |node: Option<NodeId>, open: Day| match node {
            None => Some(open),
            Some(node) => match self.lane(node, &all) {
                Lane::One(Val::Date(day)) => Some(day),
                _ => None,
            },
        };
        let (from, to) = (end(from, Day::MIN)?, end(to, Day::MAX)?);
        match self.lane(day, &all) {
            Lane::Days { v, known } => {
                let yes = Mask::of(self.rows, |row| from.0 <= v[row] && v[row] <= to.0);
                Some((yes.and(&known), known.but(&yes)))
            }
            Lane::One(Val::Date(day)) if from <= day && day <= to => Some((all, Mask::NONE)),
            Lane::One(Val::Date(_)) => Some((Mask::NONE, all)),
            Lane::One(Val::Unknown) => Some((Mask::NONE, Mask::NONE)),
            _ => None,
        }
    }

    fn local(&self, ix: u16, id: NodeId, active: &Mask) -> Lane<'a> {
        let at = usize::from(ix);
        if let Some(Some((mask, lane))) = self.locals.borrow().get(at)
            && active.but(mask).is_empty()
        {
            return lane.clone();
        }
        // An exception can stand in for an output; that is the scalar engine's.
        let lane = if self.rule.exceptions.iter().any(|one| one.target == Target::Output(ix)) {
            self.slow(id, active)
        } else {
            self.lane(self.rule.locals[at].node, active)
        };
        if let Some(slot) = self.locals.borrow_mut().get_mut(at) {
            *slot = Some((active.clone(), lane.clone()));
        }
        lane
    }

    /// An output of a rule without exceptions.
    pub(super) fn output(&self, ix: u16, active: &Mask) -> Lane<'a> {
        self.local(ix, self.rule.locals[usize::from(ix)].node, active)
    }

    pub(super) fn lane(&self, id: NodeId, active: &Mask) -> Lane<'a> {
        match self.book.node(id) {
            Node::Const(value) => Lane::One(value.clone()),
            Node::Today => Lane::One(Val::Date(self.facts.today())),
            Node::Param { param, on: None } => Lane::One(self.facts.param(*param, self.facts.today())),
            Node::Var(depth) => {
                self.vars.get(usize::from(*depth)).cloned().unwrap_or(Lane::One(Val::Unknown))
            }
            Node::Local(ix) => self.local(*ix, id, active),
            Node::Get { of, kind, field } => self.get(id, *of, *kind, *field, active),
            Node::Not(of) => {
                let (yes, no) = self.truth(*of, active);
                Lane::Truth { yes: no, no: yes }
            }
            Node::And(a, b) => {
                let (yes, no) = self.truth(*a, active);
                let left = active.but(&no);
                let (also, not) =
                    if left.is_empty() { (Mask::NONE, Mask::NONE) } else { self.truth(*b, &left) };
                Lane::Truth { yes: yes.and(&also).and(&left), no: no.or(&not.and(&left)) }
            }
            Node::Or(a, b) => {
                let (yes, no) = self.truth(*a, active);
                let left = active.but(&yes);
                let (also, not) =
                    if left.is_empty() { (Mask::NONE, Mask::NONE) } else { self.truth(*b, &left) };
                Lane::Truth { yes: yes.or(&also.and(&left)), no: no.and(&not).and(&left) }
            }
            Node::Compare(op, a, b) => {
                compare(*op, &self.lane(*a, active), &self.lane(*b, active), self.rows, active)
            }
            Node::OneOf(of, set) => self.one_of(id, *of, set, active),
            Node::Within(of, window) => self.within(id, *of, *window, active),
            Node::Known(of) => self.known(id, *of, active),
            Node::PlusMonths(day, months) => {
                self.shift(id, *day, *months, active, |day, by| day.plus_months(by))
            }
            Node::PlusDays(day, days) => self.shift(id, *day, *days, active, |day, by| day.plus_days(by)),
            Node::Mul(a, b) => self.product(id, *a, *b, active),
            Node::Add(a, b) => self.sum(id, *a, *b, active, i64::checked_add, Num::plus),
            Node::Sub(a, b) => self.sum(id, *a, *b, active, i64::checked_sub, Num::minus),
            _ => self.more(id, active),
        }
    }

    /// Row by row through the scalar engine.
    pub(super) fn slow(&self, id: NodeId, active: &Mask) -> Lane<'a> {
        if active.is_empty() {
            return Lane::Vals(vec![Val::Unknown; self.rows]);
        }
        let at = |row: usize| self.scalar(id, row);
        if self.book.ty(id) == Ty::Bool {
            let (mut yes, mut no) = (Mask::NONE, Mask::NONE);
            for row in active.rows() {
                match at(row) {
                    Val::Bool(true) => yes.set(row),
                    Val::Bool(false) => no.set(row),
                    _ => {}
                }
            }
            return Lane::Truth { yes, no };
        }
        let mut values = vec![Val::Unknown; self.rows];
        for row in active.rows() {
            values[row] = at(row);
        }
        tightened(values, self.book.ty(id), active)
    }

    fn get(&self, id: NodeId, of: NodeId, kind: KindId, field: u16, active: &Mask) -> Lane<'a> {
        let facts: &'a Partition<'a> = self.facts;
        let column = &facts.table(kind).columns[usize::from(field)];
        match self.lane(of, active) {
            Lane::Rows(start) => self.beside(column, start as usize),
            Lane::Things(rows) => Self::gathered(column, &rows),
            Lane::One(Val::Unknown) => Lane::One(Val::Unknown),
            _ => self.slow(id, active),
        }
    }

    /// The chunk's own rows of a column.
    fn beside(&self, column: &'a Column, from: usize) -> Lane<'a> {
        let to = from + self.rows;
        let mask = |bits: &Bits| Mask::slice(&bits.0, from, self.rows);
        match column {
            Column::Absent => Lane::One(Val::Unknown),
            Column::Bools { values, known } => {
                let (set, known) = (mask(values), mask(known));
                Lane::Truth { yes: set.and(&known), no: known.but(&set) }
            }
            Column::Nums { values, den, known } => {
                Lane::Nums { v: Cow::Borrowed(&values[from..to]), den: *den, known: mask(known) }
            }
            Column::Days { values, known } => {
                Lane::Days { v: Cow::Borrowed(&values[from..to]), known: mask(known) }
            }
            Column::Codes { values, known } => {
                Lane::Codes { v: Cow::Borrowed(&values[from..to]), known: mask(known) }
            }
            Column::Links(rows) => Lane::Things(Cow::Borrowed(&rows[from..to])),
            Column::Texts { values, dictionary, known } => {
                Lane::Texts { v: Cow::Borrowed(&values[from..to]), words: dictionary, known: mask(known) }
            }
        }
    }

    /// The rows of a column that other things lead to.
    fn gathered(column: &'a Column, rows: &[u32]) -> Lane<'a> {
        let mask = |bits: &Bits| Mask::of(rows.len(), |at| rows[at] != NOBODY && bits.get(rows[at] as usize));
        match column {
            Column::Absent => Lane::One(Val::Unknown),
            Column::Bools { values, known } => {
                let (set, known) = (mask(values), mask(known));
                Lane::Truth { yes: set.and(&known), no: known.but(&set) }
            }
            Column::Nums { values, den, known } => {
                Lane::Nums { v: Cow::Owned(gather(values, rows)), den: *den, known: mask(known) }
            }
            Column::Days { values, known } => {
                Lane::Days { v: Cow::Owned(gather(values, rows)), known: mask(known) }
            }
            Column::Codes { values, known } => {
                Lane::Codes { v: Cow::Owned(gather(values, rows)), known: mask(known) }
            }
            Column::Links(links) => Lane::Things(Cow::Owned(
                rows.iter().map(|&row| links.get(row as usize).copied().unwrap_or(NOBODY)).collect(),
            )),
            Column::Texts { values, dictionary, known } => {
                Lane::Texts { v: Cow::Owned(gather(values, rows)), words: dictionary, known: mask(known) }
            }
        }
    }

    fn one_of(&self, id: NodeId, of: NodeId, set: &[NodeId], active: &Mask) -> Lane<'a> {
        let (v, known) = match self.lane(of, active) {
            Lane::Codes { v, known } => (v, known),
            Lane::Texts { v, words, known } => return self.one_of_words(id, &v, words, &known, set, active),
            _ => return self.slow(id, active),
        };
        let mut bits = 0_u128;
        for member in set {
            match self.book.node(*member) {
                Node::Const(Val::Enum(code)) if *code < 128 => bits |= 1 << code,
                _ => return self.slow(id, active),
            }
        }
        let yes = Mask::of(self.rows, |row| v[row] < 128 && bits >> v[row] & 1 == 1);
        Lane::Truth { yes: yes.and(&known), no: known.but(&yes) }
    }

    fn known(&self, id: NodeId, of: NodeId, active: &Mask) -> Lane<'a> {
        let all = Mask::first(self.rows);
        match self.lane(of, active) {
            Lane::One(value) => Lane::One(Val::Bool(value.is_known())),
            Lane::Nums { known, .. }
            | Lane::Days { known, .. }
            | Lane::Codes { known, .. }
            | Lane::Texts { known, .. } => Lane::Truth { no: all.but(&known), yes: known },
            Lane::Things(v) => {
                let known = Mask::of(self.rows, |row| v[row] != NOBODY);
                Lane::Truth { no: all.but(&known), yes: known }
            }
            Lane::Vals(values) => {
                let known = Mask::of(self.rows, |row| active.get(row) && values[row].is_known());
                Lane::Truth { no: active.but(&known), yes: known }
            }
            Lane::Truth { yes, no } => {
                let known = yes.or(&no);
                Lane::Truth { no: all.but(&known), yes: known }
            }
            _ => self.slow(id, active),
        }
    }
}

fn gather<T: Copy + Default>(values: &[T], rows: &[u32]) -> Vec<T> {
    rows.iter().map(|&row| values.get(row as usize).copied().unwrap_or_default()).collect()
}
