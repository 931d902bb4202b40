//! What the evaluator stands on: the rule book with its derived tables, one session over some facts, the frame of one rule and one thing. It must never
//! change facts or remember anything from one session to the next.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::Things;
use crate::book::{Book, KindId, NodeId, RuleId, Target, Val};
use crate::day::Day;

/// Why a value could not be computed. Never a wrong number instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// A number or day beyond what can be represented.
    Overflow(NodeId),
    /// A fraction where only a whole number is allowed: of a fen, of a month.
    Fraction(NodeId),
    /// An amount or a number of months below zero.
    Negative(NodeId),
    /// Two live exceptions (例外) with different values: which target, and both as indices into `Rule::exceptions`.
    Conflict(RuleId, Target, u16, u16),
    /// Nested too deeply, or a circle of rules.
    Depth(NodeId),
}

/// How deeply expressions and rules may be nested.
const DEEPEST: u16 = 600;
/// How many elements of aggregates may be bound at once, with the object.
pub(super) const VARS: usize = 8;
/// The row of a thing that is not known.
pub(super) const NOTHING: u32 = u32::MAX;

/// The rule book and what is derived from it once.
#[derive(Debug)]
pub struct Engine<'b> {
    /// The rules.
    pub book: &'b Book,
    /// Rules that take the place of a rule where they are in force: 替代, and the winner of a declared conflict.
    pub(super) above: Vec<Vec<RuleId>>,
}

impl<'b> Engine<'b> {
    /// Over this rule book.
    #[must_use]
    pub fn new(book: &'b Book) -> Self {
        let mut above: Vec<Vec<RuleId>> = book.rules.iter().map(|rule| rule.replaced_by.clone()).collect();
        for conflict in &book.conflicts {
            let Some(winner) = conflict.prevails else { continue };
            for member in conflict.members.iter().filter(|member| **member != winner) {
                if let Some(list) = above.get_mut(member.ix())
                    && !list.contains(&winner)
                {
                    list.push(winner);
                }
            }
        }
        Self { book, above }
    }

    /// Evaluates over these facts; rules taken in after `known` do not count.
    pub fn session<'a, T: Things>(&'a self, things: &'a T, known: Option<Day>) -> Session<'a, T> {
        Session {
            engine: self,
            book: self.book,
            things,
            known,
            fulfils: RefCell::default(),
            results: RefCell::default(),
            depth: Cell::new(0),
        }
    }
}

/// What a rule said about a thing, kept because other rules ask again.
type Kept<K, V> = RefCell<HashMap<K, Result<V, Fault>, BuildHasherDefault<Mix>>>;

/// One evaluation of one rule book over one set of facts.
pub struct Session<'a, T: Things> {
    pub(super) engine: &'a Engine<'a>,
    pub(super) book: &'a Book,
    pub(super) things: &'a T,
    pub(super) known: Option<Day>,
    pub(super) fulfils: Kept<(RuleId, u32), Option<bool>>,
    pub(super) results: Kept<(RuleId, u32, Target), Val>,
    pub(super) depth: Cell<u16>,
}

impl<'a, T: Things> Session<'a, T> {
    /// The facts.
    #[must_use]
    pub fn things(&self) -> &'a T {
        self.things
    }

    /// The rules.
    #[must_use]
    pub fn book(&self) -> &'a Book {
        self.book
    }

    /// A frame for a rule and a thing of its kind.
    #[must_use]
    pub fn frame(&self, rule: RuleId, row: u32) -> Frame {
        let mut vars = [NOTHING; VARS];
        vars[0] = row;
        let locals = self.book.rule(rule).locals.len();
        Frame { rule: Some(rule), vars, locals: if locals == 0 { Vec::new() } else { vec![None; locals] } }
    }

    /// A frame for an expression on its own, about one thing.
    #[must_use]
    pub fn bare(&self, row: u32) -> Frame {
        let mut vars = [NOTHING; VARS];
        vars[0] = row;
        Frame { rule: None, vars, locals: Vec::new() }
    }

    /// One step deeper; a fault when that is too deep.
    pub(super) fn deeper(&self, node: NodeId) -> Result<Deeper<'_>, Fault> {
        let depth = self.depth.get();
        if depth >= DEEPEST {
            return Err(Fault::Depth(node));
        }
        self.depth.set(depth + 1);
        Ok(Deeper(&self.depth))
    }

    /// Whether the thing is there.
    pub(super) fn there(&self, kind: KindId, row: u32) -> bool {
        row != NOTHING && row < self.things.count(kind)
    }
}

/// Steps back out when dropped.
pub(super) struct Deeper<'c>(&'c Cell<u16>);

impl Drop for Deeper<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

/// What an expression sees: its rule, the things bound at each depth, locals already computed.
#[derive(Debug, Clone)]
pub struct Frame {
    pub(super) rule: Option<RuleId>,
    pub(super) vars: [u32; VARS],
    pub(super) locals: Vec<Option<Val>>,
}

impl Frame {
    /// Binds an element of an aggregate at its depth, as the aggregate itself does.
    pub fn bind(&mut self, depth: u8, row: u32) {
        if let Some(slot) = self.vars.get_mut(usize::from(depth)) {
            *slot = row;
        }
    }
}

/// A fast hash for small whole numbers; the keys are ours, nobody can choose them to collide at a price.
#[derive(Default)]
pub(super) struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }
    fn write_u16(&mut self, n: u16) {
        self.write_u64(u64::from(n));
    }
    fn write_u32(&mut self, n: u32) {
        self.write_u64(u64::from(n));
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.rotate_left(23) ^ n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    fn write_isize(&mut self, n: isize) {
        self.write_u64(n.unsigned_abs() as u64);
    }
}
