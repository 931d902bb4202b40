//! One rule over one chunk: an outcome, a failing clause and fen for every row. It must never differ from the scalar engine.

use std::cell::RefCell;

use anye_law::book::{Node, RuleId, Val, Valid, covers};
use anye_law::decide::{Force, Outcome, Things, Verdict};

use super::board::Board;
use super::chunk::Chunk;
use super::lane::Lane;
use super::mask::Mask;
use crate::population::index;

/// The verdicts of one rule for the rows of a chunk, in order.
pub(crate) fn verdicts(board: &Board<'_>, rule: RuleId, start: usize, rows: usize, out: &mut Vec<Verdict>) {
    let session = board.engine.session(board.facts, board.known);
    let faulty = RefCell::new(Mask::NONE);
    let chunk = Chunk::straight(board, &session, &faulty, rule, start, rows);
    let base = out.len();
    out.resize(base + rows, Verdict { outcome: Outcome::NotInForce, eligible: None, fen: 0, failed: None });
    let out = &mut out[base..];
    let work = Work::new(&chunk);
    let (active, open) = work.standing(&Mask::first(rows), Some(out));
    for row in open.rows() {
        out[row] = Verdict { outcome: Outcome::Needs, eligible: None, fen: 0, failed: None };
    }
    work.grant(&active.but(&open), out);
    // A row on which anything could not be computed is the scalar engine's alone.
    for row in faulty.borrow().rows() {
        out[row] = session.verdict(rule, index(start + row));
    }
}

/// One rule at work on one chunk.
pub(super) struct Work<'w, 'a> {
    chunk: &'w Chunk<'a>,
    /// The place is inside, and the rule was known.
    is_here: bool,
}

impl<'w, 'a> Work<'w, 'a> {
    pub(super) fn new(chunk: &'w Chunk<'a>) -> Self {
        let def = chunk.rule;
        let late =
            matches!((def.known, chunk.board.known), (Some(taken_in), Some(looked)) if taken_in > looked);
        Self { chunk, is_here: covers(&def.place, chunk.facts.place()) && !late }
    }

    /// Rows for which the rule is in force and its clauses hold or may hold, and those of them for which that is not known. Failing clauses go into `out`.
    pub(super) fn standing(&self, among: &Mask, mut out: Option<&mut [Verdict]>) -> (Mask, Mask) {
        let (active, mut open) = self.in_force();
        let mut active = active.and(among);
        for block in &self.chunk.rule.blocks {
            if active.is_empty() {
                break;
            }
            let unknown = if block.any {
                self.any(block.clauses, &mut active, out.as_deref_mut())
            } else {
                self.all(block.clauses, &mut active, out.as_deref_mut())
            };
            open = open.or(&unknown);
        }
        open = open.and(&active);
        (active, open)
    }

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
                .chunk
                .session
                .standing(&mut self.chunk.session.frame(self.chunk.id, chunk.object(0)), self.chunk.id)
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
            || conflicts.iter().any(|c| {
                c.prevails.is_some_and(|winner| winner != self.chunk.id) && c.members.contains(&self.chunk.id)
            })
    }

    fn one_by_one(&self, all: &Mask) -> (Mask, Mask) {
        let (mut active, mut open) = (Mask::NONE, Mask::NONE);
        for row in all.rows() {
            let at = self.chunk.object(row);
            match self
                .chunk
                .session
                .standing(&mut self.chunk.session.frame(self.chunk.id, at), self.chunk.id)
                .map(|standing| standing.now)
            {
                Ok(Force::In) => active.set(row),
                Ok(Force::Out(_)) => {}
                Ok(Force::Unknown) => {
                    active.set(row);
                    open.set(row);
                }
                Err(_) => {
                    active.set(row);
                    open.set(row);
                    self.chunk.faulty.borrow_mut().set(row);
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
    fn all(&self, clauses: (u16, u16), active: &mut Mask, mut out: Option<&mut [Verdict]>) -> Mask {
        let mut unknown = Mask::NONE;
        for ix in clauses.0..clauses.1 {
            if active.is_empty() {
                break;
            }
            let (yes, no) = self.chunk.truth(self.chunk.rule.clauses[usize::from(ix)].test, active);
            refuse(&active.and(&no), ix, out.as_deref_mut());
            *active = active.but(&no);
            unknown = unknown.or(&active.but(&yes));
        }
        unknown
    }

    /// A block of which one clause is enough.
    fn any(&self, clauses: (u16, u16), active: &mut Mask, out: Option<&mut [Verdict]>) -> Mask {
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
        if rule.at_most.is_some() || !rule.exceptions.is_empty() {
            for row in sound.rows() {
                out[row] = self.chunk.session.verdict(self.chunk.id, self.chunk.object(row));
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
                out[row] = self.chunk.session.verdict(self.chunk.id, self.chunk.object(row));
            }
        }
        let dates = [rule.months, rule.starts, rule.ends].into_iter().flatten();
        let outputs = (0_u16..).zip(&rule.locals).filter(|(_, local)| local.output).map(|(ix, _)| ix);
        let mut known = sound.clone();
        for node in dates {
            known = known.and(&self.given(&self.chunk.lane(node, sound), sound));
        }
        for ix in outputs {
            known = known.and(&self.given(&self.chunk.output(ix, sound), sound));
        }
        // What is not known, and a number below zero, is left to the scalar engine.
        for row in sound.but(&known).rows() {
            out[row] = self.chunk.session.verdict(self.chunk.id, self.chunk.object(row));
        }
    }

    /// Rows with a value that can be given: known, and no number below zero.
    fn given(&self, lane: &Lane<'_>, sound: &Mask) -> Mask {
        match lane {
            Lane::Nums { v, known, .. } => known.and(&Mask::of(self.chunk.rows, |row| v[row] >= 0)),
            Lane::Days { known, .. } | Lane::Codes { known, .. } | Lane::Texts { known, .. } => known.clone(),
            Lane::Truth { yes, no } => yes.or(no),
            Lane::One(value) if is_given(value) => sound.clone(),
            lane => {
                let mut mask = Mask::NONE;
                sound.rows().filter(|row| is_given(&lane.value(*row))).for_each(|row| mask.set(row));
                mask
            }
        }
    }
}

fn is_given(value: &Val) -> bool {
    value.is_known() && value.num().is_none_or(|n| n >= anye_law::num::Num::ZERO)
}

fn refuse(rows: &Mask, clause: u16, out: Option<&mut [Verdict]>) {
    let Some(out) = out else { return };
    for row in rows.rows() {
        out[row] = Verdict { outcome: Outcome::Refused, eligible: Some(false), fen: 0, failed: Some(clause) };
    }
}
