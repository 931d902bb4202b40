//! What is still needed (需补充): the facts, parameters and findings whose being unknown makes a clause, an amount or an output unknown. It must never
//! name a fact that would change nothing.

use super::Things;
use super::engine::{Fault, Frame, NOTHING, Session};
use super::force::Force;
use super::record::{Outcome, Record, Status};
use crate::book::{GroupId, KindId, ListId, NodeId, ParamId, RuleId, Target, Valid};

/// One thing to find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Need {
    /// A field of a thing; `row` is `None` when the thing itself is not there.
    Field {
        /// Kind of the thing.
        kind: KindId,
        /// Which thing.
        row: Option<u32>,
        /// Which field.
        field: u16,
    },
    /// A parameter.
    Param(ParamId),
    /// Whether something belongs to an open list has to be found by a person.
    List(ListId),
    /// The ledger has no such grant.
    Ledger(RuleId),
    /// The thing would have to fulfil that rule.
    Rule {
        /// Which rule.
        rule: RuleId,
        /// Which thing.
        row: u32,
    },
    /// The applicant's choice in a group.
    Choice(GroupId),
}

/// So many needs are named at most for one decision.
pub(super) const MOST: usize = 200;

impl<T: Things> Session<'_, T> {
    /// What a decision needs; empty unless its outcome is `needs`.
    #[must_use]
    pub fn needs(&self, record: &Record) -> Vec<Need> {
        let mut found = Vec::new();
        if record.outcome != Outcome::Needs {
            return found;
        }
        if let Some(group) = record.choose {
            found.push(Need::Choice(group));
            return found;
        }
        let mut frame = self.frame(record.rule, record.row);
        let done = match record.wanting {
            Some(node) => self.blame(&mut frame, node, &mut found),
            None => self.needed(&mut frame, record, &mut found),
        };
        // A fault ends the search; what was found until then is still needed.
        let _ = done;
        found
    }

    fn needed(&self, frame: &mut Frame, record: &Record, found: &mut Vec<Need>) -> Result<(), Fault> {
        let def = self.book.rule(record.rule);
        if record.standing.now == Force::Unknown {
            self.blame_window(frame, record.rule, found)?;
            for other in &self.engine.above[record.rule.ix()] {
                let same = self.book.rule(*other).subject == def.subject;
                let mut inner = self.frame(*other, if same { record.row } else { NOTHING });
                if self.standing(&mut inner, *other)?.now == Force::Unknown {
                    self.blame_window(&mut inner, *other, found)?;
                }
            }
        }
        self.blame_clauses(frame, record.rule, &record.clauses, found)?;
        self.blame_target(frame, Target::Amount, def.amount, found)?;
        if def.amount.is_some() {
            self.blame_target(frame, Target::AtMost, def.at_most, found)?;
        }
        self.blame_target(frame, Target::Months, def.months, found)?;
        self.blame_target(frame, Target::Starts, def.starts, found)?;
        self.blame_target(frame, Target::Ends, def.ends, found)?;
        for (ix, local) in def.locals.iter().enumerate().filter(|(_, local)| local.output) {
            self.blame_target(frame, Target::Output(super::cross::index(ix)), Some(local.node), found)?;
        }
        Ok(())
    }

    pub(super) fn blame_window(
        &self,
        frame: &mut Frame,
        rule: RuleId,
        found: &mut Vec<Need>,
    ) -> Result<(), Fault> {
        let def = self.book.rule(rule);
        self.blame(frame, def.as_of, found)?;
        match def.valid {
            Valid::Always => Ok(()),
            Valid::Between(from, to) => {
                for node in from.into_iter().chain(to) {
                    self.blame(frame, node, found)?;
                }
                Ok(())
            }
            Valid::Window(node) => self.blame(frame, node, found),
        }
    }

    /// The unknown clauses of blocks that are neither held nor failed.
    pub(super) fn blame_clauses(
        &self,
        frame: &mut Frame,
        rule: RuleId,
        statuses: &[Status],
        found: &mut Vec<Need>,
    ) -> Result<(), Fault> {
        let def = self.book.rule(rule);
        for block in &def.blocks {
            let range = usize::from(block.clauses.0)..usize::from(block.clauses.1);
            let of = statuses.get(range.clone()).unwrap_or_default();
            if block.any && of.contains(&Status::Held) {
                continue;
            }
            for (clause, status) in def.clauses[range].iter().zip(of) {
                if *status == Status::Unknown {
                    self.blame(frame, clause.test, found)?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn blame_target(
        &self,
        frame: &mut Frame,
        target: Target,
        base: Option<NodeId>,
        found: &mut Vec<Need>,
    ) -> Result<(), Fault> {
        if self.target(frame, target, base)?.is_none_or(|value| value.is_known()) {
            return Ok(());
        }
        let exceptions = match frame.rule {
            Some(rule) => &self.book.rule(rule).exceptions[..],
            None => &[],
        };
        let mut live = false;
        for exception in exceptions.iter().filter(|exception| exception.target == target) {
            match self.truth(frame, exception.when)? {
                Some(true) => {
                    live = true;
                    self.blame(frame, exception.value, found)?;
                }
                Some(false) => {}
                None => self.blame(frame, exception.when, found)?,
            }
        }
        match base {
            Some(node) if !live => self.blame(frame, node, found),
            _ => Ok(()),
        }
    }
}

pub(super) fn add(found: &mut Vec<Need>, need: Need) {
    if !found.contains(&need) {
        found.push(need);
    }
}
