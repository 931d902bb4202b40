//! The quick ways of nodes that are asked less often: choices, calendar, places, other rules about the same thing, empty collections. It must never
//! answer for a node where it is not sure; then the scalar engine does.

use std::borrow::Cow;
use std::sync::Arc;

use anye_law::book::{History, Node, NodeId, RuleId, Target, Val, covers};
use anye_law::day::Day;
use anye_law::num::Num;

use super::chunk::Chunk;
use super::collect::Collection;
use super::lane::Lane;
use super::mask::Mask;
use crate::population::NOBODY;

impl<'a> Chunk<'a> {
    pub(super) fn more(&self, id: NodeId, active: &Mask) -> Lane<'a> {
        let months = |a: Day, b: Day| a.whole_months_to(b);
        match self.book.node(id) {
            Node::If(test, then, otherwise) => {
                let test = match self.lane(*test, active) {
                    Lane::One(Val::Bool(true)) => return self.lane(*then, active),
                    Lane::One(Val::Bool(false)) => return self.lane(*otherwise, active),
                    Lane::One(_) => return Lane::One(Val::Unknown),
                    test => test,
                };
                let (yes, no) = test.truth(self.rows, active);
                let (yes, no) = (active.and(&yes), active.and(&no));
                self.joined(id, *then, &yes, *otherwise, &no, active)
            }
            Node::Default(a, b) => self.default(id, *a, *b, active),
            Node::Min(a, b) => self.extreme(id, *a, *b, true, active),
            Node::Max(a, b) => self.extreme(id, *a, *b, false, active),
            Node::Age(a, b) => self.between_days(id, *a, *b, active, |a, b| months(a, b).div_euclid(12)),
            Node::MonthsBetween(a, b) => self.between_days(id, *a, *b, active, months),
            Node::DaysBetween(a, b) => {
                self.between_days(id, *a, *b, active, |a, b| i64::from(a.0) - i64::from(b.0))
            }
            Node::YearOf(a) => self.between_days(id, *a, *a, active, |a, _| i64::from(a.ymd().0)),
            Node::MonthOf(a) => self.between_days(id, *a, *a, active, |a, _| i64::from(a.ymd().1)),
            Node::PlaceIn(of, scope) => match self.lane(*of, active) {
                Lane::Texts { v, words, known } => {
                    let inside: Vec<bool> = words.iter().map(|word| covers(scope, word)).collect();
                    chosen(&v, &known, &inside, self.rows)
                }
                _ => self.slow(id, active),
            },
            Node::History { what, of, .. } if !self.facts.has_entries() => {
                self.no_history(id, *what, *of, active)
            }
            Node::Fulfils(rule, of) => self.fulfils(id, *rule, *of, active),
            Node::Result(rule, of, target) => self.result(id, *rule, *of, *target, active),
            Node::Aggregate { op, over, take, .. } if self.is_nobody(*over, active) => {
                self.over_nobody(*op, take.is_some())
            }
            Node::Aggregate { op, over, var, filter, take } => {
                let of = Collection { op: *op, over: *over, var: *var, filter: *filter, take: *take };
                self.collected(of, active).unwrap_or_else(|| self.slow(id, active))
            }
            _ => self.slow(id, active),
        }
    }

    /// 符合: rows on which the thing certainly fulfils a rule, and certainly not.
    fn fulfils(&self, id: NodeId, rule: RuleId, of: NodeId, active: &Mask) -> Lane<'a> {
        match self.fulfilled(rule, &self.lane(of, active), active) {
            Some((yes, no)) => Lane::Truth { yes, no },
            None => self.slow(id, active),
        }
    }

    fn fulfilled(&self, rule: RuleId, things: &Lane<'a>, active: &Mask) -> Option<(Mask, Mask)> {
        let found = match things {
            Lane::Rows(start) => self.board.fulfils(rule).straight(*start as usize, self.rows),
            Lane::Things(things) => self.board.fulfils(rule).gathered(things),
            _ => return None,
        };
        let faulty = found.faulty.and(active);
        if !faulty.is_empty() {
            let mut all = self.faulty.borrow_mut();
            *all = all.or(&faulty);
        }
        Some((found.yes.but(&found.faulty), found.no.but(&found.faulty)))
    }

    fn result(&self, id: NodeId, rule: RuleId, of: NodeId, target: Target, active: &Mask) -> Lane<'a> {
        let def = self.book.rule(rule);
        let node = match target {
            Target::Amount if def.at_most.is_none() => def.amount,
            Target::Months => def.months,
            Target::Starts => def.starts,
            Target::Ends => def.ends,
            Target::Output(ix) => def.locals.get(usize::from(ix)).map(|local| local.node),
            _ => None,
        };
        let Some(node) = node.filter(|_| def.exceptions.is_empty()) else { return self.slow(id, active) };
        let things = self.lane(of, active);
        let Some((yes, _)) = self.fulfilled(rule, &things, active) else { return self.slow(id, active) };
        let yes = yes.and(active);
        match self.about(rule, things).lane(node, &yes) {
            Lane::Truth { yes: is, no } => Lane::Truth { yes: is.and(&yes), no: no.and(&yes) },
            Lane::Nums { v, den, known } => Lane::Nums { v, den, known: known.and(&yes) },
            Lane::Days { v, known } => Lane::Days { v, known: known.and(&yes) },
            Lane::Codes { v, known } => Lane::Codes { v, known: known.and(&yes) },
            lane => self.values(id, |row| if yes.get(row) { lane.value(row) } else { Val::Unknown }, active),
        }
    }

    /// What a ledger without entries says of a thing.
    fn no_history(&self, id: NodeId, what: History, of: NodeId, active: &Mask) -> Lane<'a> {
        match (what, self.lane(of, active)) {
            (History::Latest, _) | (_, Lane::One(Val::Unknown)) => Lane::One(Val::Unknown),
            (_, Lane::Rows(_)) => Lane::One(Val::Num(Num::ZERO)),
            (_, Lane::Things(things)) => Lane::Nums {
                v: Cow::Owned(vec![0; self.rows]),
                den: 1,
                known: Mask::of(self.rows, |row| things[row] != NOBODY),
            },
            _ => self.slow(id, active),
        }
    }

    /// Whether a collection has no element for anybody.
    fn is_nobody(&self, over: NodeId, active: &Mask) -> bool {
        match self.book.node(over) {
            Node::Every(kind) => self.facts.table(*kind).ids.is_empty(),
            Node::Members { of, kind, reverse } => {
                self.facts.table(*kind).members[usize::from(*reverse)].is_empty()
                    && matches!(self.lane(*of, active), Lane::Rows(_))
            }
            _ => false,
        }
    }

    fn over_nobody(&self, op: anye_law::syntax::ast::Aggregate, takes: bool) -> Lane<'a> {
        use anye_law::syntax::ast::Aggregate as Op;
        Lane::One(match op {
            Op::Any => Val::Bool(false),
            Op::All => Val::Bool(true),
            Op::Count | Op::CountPersons => Val::Num(Num::ZERO),
            Op::Sum if takes => Val::Num(Num::ZERO),
            Op::Sum | Op::Max | Op::Min => Val::Unknown,
        })
    }

    fn default(&self, id: NodeId, a: NodeId, b: NodeId, active: &Mask) -> Lane<'a> {
        let first = self.lane(a, active);
        let known = match &first {
            Lane::One(value) if value.is_known() => return first,
            Lane::One(_) => return self.lane(b, active),
            Lane::Nums { known, .. } | Lane::Days { known, .. } | Lane::Codes { known, .. } => known.clone(),
            Lane::Truth { yes, no } => yes.or(no),
            _ => return self.slow(id, active),
        };
        let left = active.but(&known);
        self.merged(id, &first, &known.and(active), &self.lane(b, &left), &left, active)
    }

    fn joined(&self, id: NodeId, a: NodeId, at_a: &Mask, b: NodeId, at_b: &Mask, active: &Mask) -> Lane<'a> {
        self.merged(id, &self.lane(a, at_a), at_a, &self.lane(b, at_b), at_b, active)
    }

    /// 属于 over text.
    pub(super) fn one_of_words(
        &self,
        id: NodeId,
        v: &[u32],
        words: &[Arc<str>],
        known: &Mask,
        set: &[NodeId],
        active: &Mask,
    ) -> Lane<'a> {
        let mut members: Vec<&str> = Vec::new();
        for member in set {
            match self.book.node(*member) {
                Node::Const(Val::Text(text)) => members.push(text),
                _ => return self.slow(id, active),
            }
        }
        let inside: Vec<bool> = words.iter().map(|word| members.contains(&&**word)).collect();
        chosen(v, known, &inside, self.rows)
    }
}

/// Rows whose word is one of those inside.
fn chosen<'a>(v: &[u32], known: &Mask, inside: &[bool], rows: usize) -> Lane<'a> {
    let yes = Mask::of(rows, |row| inside.get(v[row] as usize).copied().unwrap_or(false));
    Lane::Truth { yes: yes.and(known), no: known.but(&yes) }
}
