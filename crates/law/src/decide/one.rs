//! One rule, one thing: what it decides before caps, counts and exclusion groups. It must never look at other decisions.

use super::Things;
use super::engine::{Fault, Frame, Session};
use super::force::Force;
use super::record::{Outcome, Record, Status, Verdict, failing};
use super::truth::Truth;
use crate::book::{Block, NodeId, RuleId, Target, Ty, Val};
use crate::num::Num;

impl<T: Things> Session<'_, T> {
    /// What the rule decides about the thing before the stages that look at several decisions.
    #[must_use]
    pub fn record(&self, rule: RuleId, row: u32) -> Record {
        let mut record = Record::new(rule, row);
        let mut frame = self.frame(rule, row);
        match self.standing(&mut frame, rule) {
            Ok(standing) => record.standing = standing,
            Err(fault) => return record.broken(fault),
        }
        if matches!(record.standing.now, Force::Out(_)) {
            record.outcome = Outcome::NotInForce;
            return record;
        }
        let clauses = self.clauses(&mut frame, rule, &mut record.clauses);
        match clauses {
            Ok(eligible) => record.eligible = eligible,
            Err(fault) => return record.broken(fault),
        }
        if record.eligible == Some(false) {
            record.outcome = Outcome::Refused;
            record.failed = failing(self.book.rule(rule), &record.clauses).next();
            return record;
        }
        let open = record.eligible.is_none() || record.standing.now == Force::Unknown;
        match self.consequences(&mut frame, &mut record) {
            Ok(true) if !open => {}
            Ok(_) => record.outcome = Outcome::Needs,
            // What is not granted anyway need not be computable.
            Err(_) if open => record.outcome = Outcome::Needs,
            Err(fault) => return record.broken(fault),
        }
        record
    }

    /// The verdict alone, before the stages that look at several decisions.
    #[must_use]
    pub fn verdict(&self, rule: RuleId, row: u32) -> Verdict {
        self.record(rule, row).verdict()
    }

    /// All clauses, and whether all blocks hold.
    pub(super) fn clauses(&self, frame: &mut Frame, rule: RuleId, into: &mut Vec<Status>) -> Truth {
        let def = self.book.rule(rule);
        into.clear();
        into.reserve_exact(def.clauses.len());
        let (mut failed, mut unknown, mut fault) = (false, false, None);
        for block in &def.blocks {
            let (mut held, mut open, mut bad, mut no) = (false, false, None, false);
            for clause in &def.clauses[usize::from(block.clauses.0)..usize::from(block.clauses.1)] {
                into.push(match self.truth(frame, clause.test) {
                    Ok(Some(true)) => {
                        held = true;
                        Status::Held
                    }
                    Ok(Some(false)) => {
                        no = true;
                        Status::Failed
                    }
                    Ok(None) => {
                        open = true;
                        Status::Unknown
                    }
                    Err(what) => {
                        bad = bad.or(Some(what));
                        Status::Fault
                    }
                });
            }
            if block.any {
                if held {
                    continue;
                }
                failed |= !open && bad.is_none();
            } else {
                failed |= no;
            }
            unknown |= open;
            fault = fault.or(bad);
        }
        match fault {
            _ if failed => Ok(Some(false)),
            Some(what) => Err(what),
            None => Ok(if unknown { None } else { Some(true) }),
        }
    }

    /// Whether one block holds.
    pub(super) fn block(&self, frame: &mut Frame, rule: RuleId, block: &Block) -> Truth {
        let (mut unknown, mut fault) = (false, None);
        for clause in
            &self.book.rule(rule).clauses[usize::from(block.clauses.0)..usize::from(block.clauses.1)]
        {
            match self.truth(frame, clause.test) {
                Ok(Some(holds)) if holds == block.any => return Ok(Some(holds)),
                Ok(Some(_)) => {}
                Ok(None) => unknown = true,
                Err(what) => fault = fault.or(Some(what)),
            }
        }
        match fault {
            Some(what) => Err(what),
            None => Ok(if unknown { None } else { Some(!block.any) }),
        }
    }

    /// Amount, months, days, outputs, payee. Whether all of them are known.
    fn consequences(&self, frame: &mut Frame, record: &mut Record) -> Result<bool, Fault> {
        let rule = record.rule;
        let def = self.book.rule(rule);
        let mut known = true;
        if let Some((value, cut)) = self.money(frame, rule)? {
            match value {
                Val::Num(fen) => {
                    let node = def.amount.unwrap_or(def.as_of);
                    record.fen = Some(whole_fen(fen, node)?);
                    record.capped = cut;
                }
                _ => known = false,
            }
        }
        if let Some(value) = self.target(frame, Target::Months, def.months)? {
            record.months = value.num();
            known &= record.months.is_some();
            if record.months.is_some_and(|months| months < Num::ZERO) {
                return Err(Fault::Negative(def.months.unwrap_or(def.as_of)));
            }
        }
        if let Some(value) = self.target(frame, Target::Starts, def.starts)? {
            record.starts = value.day();
            known &= record.starts.is_some();
        }
        if let Some(value) = self.target(frame, Target::Ends, def.ends)? {
            record.ends = value.day();
            known &= record.ends.is_some();
        }
        for (ix, local) in def.locals.iter().enumerate().filter(|(_, local)| local.output) {
            let at = super::cross::index(ix);
            let value = match frame.locals.get(ix) {
                Some(Some(value)) => value.clone(),
                _ => {
                    let value =
                        self.target(frame, Target::Output(at), Some(local.node))?.unwrap_or(Val::Unknown);
                    frame.locals[ix] = Some(value.clone());
                    value
                }
            };
            known &= value.is_known();
            record.outputs.push((at, value));
        }
        record.payee = match def.payee {
            None => Some((def.subject, record.row)),
            Some(node) => match self.book.ty(node) {
                Ty::Thing(kind) => self.row(frame, node)?.map(|row| (kind, row)),
                _ => None,
            },
        };
        Ok(known)
    }
}

fn whole_fen(fen: Num, node: NodeId) -> Result<i64, Fault> {
    if !fen.is_whole() {
        return Err(Fault::Fraction(node));
    }
    if fen < Num::ZERO {
        return Err(Fault::Negative(node));
    }
    fen.to_i64().ok_or(Fault::Overflow(node))
}
