//! What the rules of one partition share: the facts, and which things fulfil a rule that others ask about, found once for all. It must never be carried from
//! one partition to the next.

use std::cell::RefCell;
use std::rc::Rc;

use anye_law::book::RuleId;
use anye_law::day::Day;
use anye_law::decide::Engine;
use hashbrown::HashMap;

use super::chunk::Chunk;
use super::mask::{CHUNK, Mask};
use super::rule::Work;
use crate::population::{Bits, NOBODY, Partition};

/// One partition at work.
pub(crate) struct Board<'a> {
    /// The rules.
    pub engine: &'a Engine<'a>,
    /// The facts.
    pub facts: &'a Partition<'a>,
    /// The rule book as known on this day.
    pub known: Option<Day>,
    fulfils: RefCell<HashMap<RuleId, Rc<Answers>>>,
}

/// Whether each thing of a kind fulfils a rule.
pub(super) struct Answers {
    yes: Bits,
    no: Bits,
    /// Where the scalar engine has to be asked.
    faulty: Bits,
}

/// The answers for the rows of a chunk.
pub(super) struct Answered {
    pub yes: Mask,
    pub no: Mask,
    pub faulty: Mask,
}

impl Answers {
    /// Those of the things next to one another from `start` on, a multiple of 64.
    pub(super) fn straight(&self, start: usize, rows: usize) -> Answered {
        let mask = |bits: &Bits| Mask::slice(&bits.0, start, rows);
        Answered { yes: mask(&self.yes), no: mask(&self.no), faulty: mask(&self.faulty) }
    }

    /// Those of these things.
    pub(super) fn gathered(&self, things: &[u32]) -> Answered {
        let mask = |bits: &Bits| {
            Mask::of(things.len(), |row| things[row] != NOBODY && bits.get(things[row] as usize))
        };
        Answered { yes: mask(&self.yes), no: mask(&self.no), faulty: mask(&self.faulty) }
    }
}

impl<'a> Board<'a> {
    pub(crate) fn new(engine: &'a Engine<'a>, facts: &'a Partition<'a>, known: Option<Day>) -> Self {
        Self { engine, facts, known, fulfils: RefCell::default() }
    }

    /// 符合 for all things of the rule's kind.
    pub(super) fn fulfils(&self, rule: RuleId) -> Rc<Answers> {
        if let Some(found) = self.fulfils.borrow().get(&rule) {
            return Rc::clone(found);
        }
        let found = Rc::new(self.answers(rule));
        self.fulfils.borrow_mut().insert(rule, Rc::clone(&found));
        found
    }

    fn answers(&self, rule: RuleId) -> Answers {
        let rows = self.facts.table(self.engine.book.rule(rule).subject).ids.len();
        let mut found = Answers { yes: Bits(Vec::new()), no: Bits(Vec::new()), faulty: Bits(Vec::new()) };
        for start in (0..rows).step_by(CHUNK) {
            let count = CHUNK.min(rows - start);
            let session = self.engine.session(self.facts, self.known);
            let faulty = RefCell::new(Mask::NONE);
            let chunk = Chunk::straight(self, &session, &faulty, rule, start, count);
            let all = Mask::first(count);
            let (held, open) = Work::new(&chunk).standing(&all, None);
            drop(chunk);
            let words = count.div_ceil(64);
            found.yes.0.extend(&held.but(&open).0[..words]);
            found.no.0.extend(&all.but(&held).0[..words]);
            found.faulty.0.extend(&faulty.into_inner().0[..words]);
        }
        found
    }
}
