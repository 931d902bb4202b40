//! 排序: ranks by one key after another, equal ones by the recorded lot, else reported as tied. It must never break a tie by the order of the input.

use std::cmp::Ordering;

use super::Things;
use super::engine::{Fault, Session};
use super::record::{Outcome, Rank, Record};
use crate::book::{RuleId, Val};
use crate::syntax::ast::RuleKind;

/// One candidate: where it stands in the records, its keys, its lot.
struct Candidate {
    ix: usize,
    keys: Vec<Val>,
    lot: Option<Val>,
}

impl<T: Things> Session<'_, T> {
    /// Ranks what the ranking rules have let in.
    pub(super) fn rankings(&self, records: &mut [Record]) {
        for rule in self.granting(records, |rule| rule.kind == RuleKind::Ranking) {
            let mut candidates = Vec::new();
            for ix in self.granted_of(records, rule) {
                match self.candidate(rule, records[ix].row, ix) {
                    Ok(Ok(candidate)) => candidates.push(candidate),
                    Ok(Err(node)) => {
                        records[ix].outcome = Outcome::Needs;
                        records[ix].wanting = Some(node);
                    }
                    Err(fault) => {
                        records[ix].outcome = Outcome::Error;
                        records[ix].fault = Some(fault);
                    }
                }
            }
            candidates.sort_by(|a, b| self.before(rule, a, b));
            let mut place = 0;
            for at in 0..candidates.len() {
                let equal = |other: usize| {
                    candidates
                        .get(other)
                        .is_some_and(|other| self.before(rule, other, &candidates[at]) == Ordering::Equal)
                };
                let after_equal = at > 0 && equal(at - 1);
                if !after_equal {
                    place = u32::try_from(at + 1).unwrap_or(u32::MAX);
                }
                records[candidates[at].ix].rank = Some(Rank { place, tied: after_equal || equal(at + 1) });
            }
        }
    }

    /// The keys of one candidate, or the node that is not known.
    fn candidate(
        &self,
        rule: RuleId,
        row: u32,
        ix: usize,
    ) -> Result<Result<Candidate, crate::book::NodeId>, Fault> {
        let def = self.book.rule(rule);
        let mut frame = self.frame(rule, row);
        let mut keys = Vec::with_capacity(def.order.len());
        for key in &def.order {
            let value = self.value(&mut frame, key.value)?;
            if !value.is_known() {
                return Ok(Err(key.value));
            }
            keys.push(value);
        }
        let lot = match def.lot {
            Some(node) => Some(self.value(&mut frame, node)?).filter(Val::is_known),
            None => None,
        };
        Ok(Ok(Candidate { ix, keys, lot }))
    }

    fn before(&self, rule: RuleId, a: &Candidate, b: &Candidate) -> Ordering {
        for (key, (x, y)) in self.book.rule(rule).order.iter().zip(a.keys.iter().zip(&b.keys)) {
            let order = order(x, y);
            let order = if key.descending { order.reverse() } else { order };
            if order != Ordering::Equal {
                return order;
            }
        }
        // Who has drawn no lot comes after who has; two without stay equal.
        match (&a.lot, &b.lot) {
            (Some(x), Some(y)) => order(x, y),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
    }
}

fn order(a: &Val, b: &Val) -> Ordering {
    match (a, b) {
        (Val::Num(a), Val::Num(b)) => a.cmp(b),
        (Val::Date(a), Val::Date(b)) => a.cmp(b),
        (Val::Bool(a), Val::Bool(b)) => a.cmp(b),
        (Val::Enum(a), Val::Enum(b)) => a.cmp(b),
        (Val::Text(a), Val::Text(b)) => a.cmp(b),
        _ => Ordering::Equal,
    }
}
