//! One rule over one chunk: an outcome, a failing clause and fen for every row. It must never differ from the scalar engine.

use std::cell::RefCell;

use anye_law::book::{Node, NodeId, RuleId, Val, Valid, covers};
use anye_law::decide::{Force, Outcome, Things, Verdict};
use anye_law::num::Num;

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
        let (mut active, mut open) = self.in_force(among);
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
    fn in_force(&self, among: &Mask) -> (Mask, Mask) {
        let chunk = self.chunk;
        if !self.is_here {
            return (Mask::NONE, Mask::NONE);
        }
        let today = matches!(chunk.book.node(chunk.rule.as_of), Node::Today);
        let rivals = self.rivals();
        if today && same_window(chunk) && rivals.iter().all(|rival| self.is_same_for_all(*rival)) {
            return match chunk
                .session
                .standing(&mut chunk.session.frame(chunk.id, chunk.object(0)), chunk.id)
                .map(|standing| standing.now)
            {
                Ok(Force::In) => (among.clone(), Mask::NONE),
                Ok(Force::Out(_)) => (Mask::NONE, Mask::NONE),
                Ok(Force::Unknown) => (among.clone(), among.clone()),
                Err(_) => self.one_by_one(among),
            };
        }
        let window = match chunk.rule.valid {
            Valid::Between(from, to) => chunk.between(chunk.rule.as_of, from, to),
            _ => None,
        };
        match window {
            Some((yes, no)) if rivals.is_empty() => {
                let active = among.but(&no);
                let open = active.but(&yes);
                (active, open)
            }
            // Outside its own window it is not in force whatever the others say.
            Some((_, no)) => self.one_by_one(&among.but(&no)),
            None => self.one_by_one(among),
        }
    }

    /// Rules that can take this one's place here.
    fn rivals(&self) -> Vec<RuleId> {
        let chunk = self.chunk;
        let winners = chunk.book.conflicts.iter().filter(|conflict| conflict.members.contains(&chunk.id));
        let winners = winners.filter_map(|conflict| conflict.prevails).filter(|winner| *winner != chunk.id);
        let mut rivals: Vec<RuleId> = chunk.rule.replaced_by.iter().copied().chain(winners).collect();
        rivals.retain(|rival| is_here(chunk, *rival));
        rivals
    }

    /// Whether a rival stands in the same way to everybody.
    fn is_same_for_all(&self, rival: RuleId) -> bool {
        let chunk = self.chunk;
        let def = chunk.book.rule(rival);
        let today = matches!(chunk.book.node(def.as_of), Node::Today);
        let things = if def.subject == chunk.rule.subject {
            chunk.vars.first().cloned().unwrap_or(Lane::One(Val::Unknown))
        } else {
            Lane::One(Val::Unknown)
        };
        (today || def.subject != chunk.rule.subject) && same_window(&chunk.about(rival, things))
    }

    fn one_by_one(&self, among: &Mask) -> (Mask, Mask) {
        let (mut active, mut open) = (Mask::NONE, Mask::NONE);
        for row in among.rows() {
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
        let (mut known, mut odd) = (sound.clone(), Mask::NONE);
        let mut look = |lane: &Lane<'_>| {
            let (given, strange) = self.given(lane, sound);
            known = known.and(&given);
            odd = odd.or(&strange);
        };
        let amount = rule.amount.map(|amount| self.chunk.lane(amount, sound));
        amount.iter().for_each(&mut look);
        let dates = [rule.months, rule.starts, rule.ends].into_iter().flatten();
        dates.for_each(|node| look(&self.chunk.lane(node, sound)));
        let outputs = (0_u16..).zip(&rule.locals).filter(|(_, local)| local.output).map(|(ix, _)| ix);
        outputs.for_each(|ix| look(&self.chunk.output(ix, sound)));
        let needs = Verdict { outcome: Outcome::Needs, ..granted };
        sound.but(&known).rows().for_each(|row| out[row] = needs);
        known.rows().for_each(|row| out[row] = granted);
        match amount {
            None => {}
            Some(Lane::Nums { v, den, .. }) => match i64::try_from(den) {
                Ok(1) => known.rows().for_each(|row| out[row].fen = v[row]),
                Ok(den) => known.rows().for_each(|row| match v[row] % den {
                    0 => out[row].fen = v[row] / den,
                    _ => odd.set(row),
                }),
                Err(_) => odd = sound.clone(),
            },
            Some(lane) => known.rows().for_each(|row| match lane.value(row).num().and_then(Num::to_i64) {
                Some(fen) => out[row].fen = fen,
                None => odd.set(row),
            }),
        }
        // A number below zero or no whole fen: the scalar engine says what is wrong.
        for row in odd.and(sound).rows() {
            out[row] = self.chunk.session.verdict(self.chunk.id, self.chunk.object(row));
        }
    }

    /// Rows with a value that is known, and rows with one that cannot be given: a number below zero.
    fn given(&self, lane: &Lane<'_>, sound: &Mask) -> (Mask, Mask) {
        match lane {
            Lane::Nums { v, known, .. } => {
                (known.clone(), known.and(&Mask::of(self.chunk.rows, |row| v[row] < 0)))
            }
            Lane::Days { known, .. } | Lane::Codes { known, .. } | Lane::Texts { known, .. } => {
                (known.clone(), Mask::NONE)
            }
            Lane::Truth { yes, no } => (yes.or(no), Mask::NONE),
            lane => {
                let (mut known, mut odd) = (Mask::NONE, Mask::NONE);
                for row in sound.rows() {
                    let value = lane.value(row);
                    if value.is_known() {
                        known.set(row);
                    }
                    if value.num().is_some_and(|n| n < Num::ZERO) {
                        odd.set(row);
                    }
                }
                (known, odd)
            }
        }
    }
}

/// Whether a rule reaches the place and was known.
fn is_here(chunk: &Chunk<'_>, rule: RuleId) -> bool {
    let def = chunk.book.rule(rule);
    let late = matches!((def.known, chunk.board.known), (Some(taken_in), Some(looked)) if taken_in > looked);
    covers(&def.place, chunk.facts.place()) && !late
}

/// Whether the window of the chunk's rule is the same for everybody.
fn same_window(chunk: &Chunk<'_>) -> bool {
    let same = |node: &Option<NodeId>| node.is_none_or(|node| chunk.is_same_for_all(node));
    match &chunk.rule.valid {
        Valid::Always => true,
        Valid::Between(from, to) => same(from) && same(to),
        Valid::Window(window) => chunk.is_same_for_all(*window),
    }
}

fn refuse(rows: &Mask, clause: u16, out: Option<&mut [Verdict]>) {
    let Some(out) = out else { return };
    for row in rows.rows() {
        out[row] = Verdict { outcome: Outcome::Refused, eligible: Some(false), fen: 0, failed: Some(clause) };
    }
}
