//! One rule over one chunk: an outcome, a failing clause and fen for every row. It must never differ from the scalar engine.

use std::cell::RefCell;

use anye_law::book::{Node, RuleId, Val, Valid, covers};
use anye_law::day::Day;
use anye_law::decide::{Engine, Force, Outcome, Session, Things, Verdict};

use super::chunk::Chunk;
use super::mask::Mask;
use crate::population::{Partition, index};

/// The verdicts of one rule for the rows of a chunk, in order.
pub(crate) fn verdicts(
    engine: &Engine<'_>,
    facts: &Partition<'_>,
    known: Option<Day>,
    rule: RuleId,
    start: usize,
    rows: usize,
    out: &mut Vec<Verdict>,
) {
    let session = engine.session(facts, known);
    let faulty = RefCell::new(Mask::NONE);
    let scalar = |node, row: u32| {
        let mut frame = session.frame(rule, row);
        session.value(&mut frame, node).unwrap_or_else(|_| {
            faulty.borrow_mut().set(row as usize - start);
            Val::Unknown
        })
    };
    let def = engine.book.rule(rule);
    let chunk = Chunk { book: engine.book, rule: def, facts, start, rows, scalar: &scalar, faulty: &faulty };
    let late = matches!((def.known, known), (Some(taken_in), Some(looked)) if taken_in > looked);
    let is_here = covers(&def.place, facts.place()) && !late;
    let work = Work { chunk: &chunk, session: &session, id: rule, is_here };
    let base = out.len();
    out.resize(base + rows, Verdict { outcome: Outcome::NotInForce, eligible: None, fen: 0, failed: None });
    let out = &mut out[base..];
    let (mut active, mut open) = work.in_force();
    for block in &def.blocks {
        if active.is_empty() {
            break;
        }
        let unknown = if block.any {
            work.any(block.clauses, &mut active, out)
        } else {
            work.all(block.clauses, &mut active, out)
        };
        open = open.or(&unknown);
    }
    open = open.and(&active);
    let sound = active.but(&open);
    for row in open.rows() {
        out[row] = Verdict { outcome: Outcome::Needs, eligible: None, fen: 0, failed: None };
    }
    work.grant(&sound, out);
    // A row on which anything could not be computed, and what only unknown dates decide, is the scalar engine's alone.
    let again = faulty.borrow().or(&open);
    for row in again.rows() {
        out[row] = session.verdict(rule, index(start + row));
    }
}

struct Work<'w, 'a> {
    chunk: &'w Chunk<'w>,
    session: &'w Session<'a, Partition<'a>>,
    id: RuleId,
    /// The place is inside, and the rule was known.
    is_here: bool,
}

impl Work<'_, '_> {
    /// Rows for which the rule is in force or may be, and rows for which that is not known.
    fn in_force(&self) -> (Mask, Mask) {
        let chunk = self.chunk;
        let all = Mask::first(chunk.rows);
        if !self.is_here {
            return (Mask::NONE, Mask::NONE);
        }
        let today = matches!(chunk.book.node(chunk.rule.as_of), Node::Today);
        let alone = !self.may_be_overridden();
        if alone && today && self.same_window() {
            return match self
                .session
                .standing(&mut self.session.frame(self.id, index(chunk.start)), self.id)
                .map(|standing| standing.now)
            {
                Ok(Force::In) => (all, Mask::NONE),
                Ok(Force::Out(_)) => (Mask::NONE, Mask::NONE),
                Ok(Force::Unknown) => (all.clone(), all),
                Err(_) => self.one_by_one(&all),
            };
        }
        if alone
            && self.is_here
            && let Valid::Between(from, to) = chunk.rule.valid
            && let Some((yes, no)) = chunk.between(chunk.rule.as_of, from, to)
        {
            let active = all.but(&no);
            let open = active.but(&yes);
            return (active, open);
        }
        self.one_by_one(&all)
    }

    /// Whether another rule can take this one's place.
    fn may_be_overridden(&self) -> bool {
        let conflicts = &self.chunk.book.conflicts;
        !self.chunk.rule.replaced_by.is_empty()
            || conflicts
                .iter()
                .any(|c| c.prevails.is_some_and(|winner| winner != self.id) && c.members.contains(&self.id))
    }

    fn one_by_one(&self, all: &Mask) -> (Mask, Mask) {
        let (mut active, mut open) = (Mask::NONE, Mask::NONE);
        for row in all.rows() {
            let at = index(self.chunk.start + row);
            match self
                .session
                .standing(&mut self.session.frame(self.id, at), self.id)
                .map(|standing| standing.now)
            {
                Ok(Force::In) => active.set(row),
                Ok(Force::Out(_)) => {}
                Ok(Force::Unknown) | Err(_) => {
                    active.set(row);
                    open.set(row);
                }
            }
        }
        (active, open)
    }

    /// Whether the window is the same for everybody.
    fn same_window(&self) -> bool {
        let same =
            |node: &Option<anye_law::book::NodeId>| node.is_none_or(|node| self.chunk.is_same_for_all(node));
        match &self.chunk.rule.valid {
            Valid::Always => true,
            Valid::Between(from, to) => same(from) && same(to),
            Valid::Window(window) => self.chunk.is_same_for_all(*window),
        }
    }

    /// A block of which all clauses must hold; failing rows leave `active`. Answers the rows on which a clause is not known.
    fn all(&self, clauses: (u16, u16), active: &mut Mask, out: &mut [Verdict]) -> Mask {
        let mut unknown = Mask::NONE;
        for ix in clauses.0..clauses.1 {
            if active.is_empty() {
                break;
            }
            let (yes, no) = self.chunk.truth(self.chunk.rule.clauses[usize::from(ix)].test, active);
            refuse(&active.and(&no), ix, out);
            *active = active.but(&no);
            unknown = unknown.or(&active.but(&yes));
        }
        unknown
    }

    /// A block of which one clause is enough.
    fn any(&self, clauses: (u16, u16), active: &mut Mask, out: &mut [Verdict]) -> Mask {
        let (mut held, mut unknown) = (Mask::NONE, Mask::NONE);
        for ix in clauses.0..clauses.1 {
            let left = active.but(&held);
            if left.is_empty() {
                break;
            }
            let (yes, no) = self.chunk.truth(self.chunk.rule.clauses[usize::from(ix)].test, &left);
            held = held.or(&left.and(&yes));
            unknown = unknown.or(&left.but(&yes).but(&no));
        }
        unknown = unknown.but(&held);
        let failed = active.but(&held).but(&unknown);
        refuse(&failed, clauses.0, out);
        *active = active.but(&failed);
        unknown
    }

    /// Amounts where all clauses held.
    fn grant(&self, sound: &Mask, out: &mut [Verdict]) {
        let rule = self.chunk.rule;
        let granted = Verdict { outcome: Outcome::Granted, eligible: Some(true), fen: 0, failed: None };
        let outputs = rule.locals.iter().any(|local| local.output);
        let plain = rule.months.is_none()
            && rule.starts.is_none()
            && rule.ends.is_none()
            && rule.at_most.is_none()
            && rule.exceptions.is_empty()
            && !outputs;
        if !plain {
            for row in sound.rows() {
                out[row] = self.session.verdict(self.id, index(self.chunk.start + row));
            }
            return;
        }
        for row in sound.rows() {
            out[row] = granted;
        }
        if let Some(amount) = rule.amount {
            let mut rest = Vec::new();
            self.chunk.whole(amount, sound, |row, fen| match fen {
                Some(fen) if fen >= 0 => out[row].fen = fen,
                _ => rest.push(row),
            });
            for row in rest {
                out[row] = self.session.verdict(self.id, index(self.chunk.start + row));
            }
        }
    }
}

fn refuse(rows: &Mask, clause: u16, out: &mut [Verdict]) {
    for row in rows.rows() {
        out[row] = Verdict { outcome: Outcome::Refused, eligible: Some(false), fen: 0, failed: Some(clause) };
    }
}
