//! What one rule asks of others and of the ledger: 符合, 结果, 已享受…; and the exceptions that stand in for a base value. It must never ask in a circle
//! (the checker refuses that; the depth guard ends it).

use super::Things;
use super::engine::{Fault, Frame, Session};
use super::eval::{Found, better};
use super::truth::Truth;
use crate::book::{History, KindId, NodeId, RuleId, Target, Val};
use crate::num::Num;

impl<T: Things> Session<'_, T> {
    /// 符合: whether the rule is in force for the thing and its clauses hold.
    ///
    /// # Errors
    /// As for values.
    pub fn fulfils(&self, rule: RuleId, row: u32) -> Truth {
        if let Some(known) = self.fulfils.borrow().get(&(rule, row)) {
            return *known;
        }
        let found = self.fulfils_now(rule, row);
        if !matches!(found, Err(Fault::Depth(_))) {
            self.fulfils.borrow_mut().insert((rule, row), found);
        }
        found
    }

    fn fulfils_now(&self, rule: RuleId, row: u32) -> Truth {
        let def = self.book.rule(rule);
        if !self.there(def.subject, row) {
            return Ok(None);
        }
        let _deeper = self.deeper(def.as_of)?;
        let mut frame = self.frame(rule, row);
        let force = self.standing(&mut frame, rule)?.now.as_truth();
        if force == Some(false) {
            return Ok(Some(false));
        }
        let (mut unknown, mut fault) = (force.is_none(), None);
        for block in &def.blocks {
            match self.block(&mut frame, rule, block) {
                Ok(Some(false)) => return Ok(Some(false)),
                Ok(Some(true)) => {}
                Ok(None) => unknown = true,
                Err(what) => fault = fault.or(Some(what)),
            }
        }
        match fault {
            Some(what) => Err(what),
            None => Ok(if unknown { None } else { Some(true) }),
        }
    }

    /// 结果: what the rule gives the thing; unknown unless it fulfils the rule.
    pub(super) fn result(
        &self,
        frame: &mut Frame,
        rule: RuleId,
        of: NodeId,
        target: Target,
        id: NodeId,
    ) -> Found {
        let Some(row) = self.row(frame, of)? else { return Ok(Val::Unknown) };
        if let Some(known) = self.results.borrow().get(&(rule, row, target)) {
            return known.clone();
        }
        if self.fulfils(rule, row)? != Some(true) {
            return Ok(Val::Unknown);
        }
        let _deeper = self.deeper(id)?;
        let mut inner = self.frame(rule, row);
        let found = self.given(&mut inner, rule, target).map(|value| value.unwrap_or(Val::Unknown));
        if !matches!(found, Err(Fault::Depth(_))) {
            self.results.borrow_mut().insert((rule, row, target), found.clone());
        }
        found
    }

    /// What a rule gives under a target, exceptions and 最高 applied; `None` when it gives no such thing.
    pub(super) fn given(
        &self,
        frame: &mut Frame,
        rule: RuleId,
        target: Target,
    ) -> Result<Option<Val>, Fault> {
        let def = self.book.rule(rule);
        match target {
            Target::Amount => Ok(self.money(frame, rule)?.map(|(value, _)| value)),
            Target::Months => self.target(frame, target, def.months),
            Target::Starts => self.target(frame, target, def.starts),
            Target::Ends => self.target(frame, target, def.ends),
            Target::AtMost => self.target(frame, target, def.at_most),
            Target::Output(ix) => {
                let node = def.locals.get(usize::from(ix)).map(|local| local.node);
                self.target(frame, target, node)
            }
        }
    }

    /// The amount after 最高, and whether that cut it.
    pub(super) fn money(&self, frame: &mut Frame, rule: RuleId) -> Result<Option<(Val, bool)>, Fault> {
        let def = self.book.rule(rule);
        let Some(amount) = self.target(frame, Target::Amount, def.amount)? else { return Ok(None) };
        Ok(Some(match self.target(frame, Target::AtMost, def.at_most)? {
            Some(most) => {
                let cut = matches!((&amount, &most), (Val::Num(a), Val::Num(m)) if m < a);
                (better(amount, most, true), cut)
            }
            None => (amount, false),
        }))
    }

    /// A base value and its exceptions: one live exception stands in for the base, two that disagree are a conflict, one that may be live makes it unknown
    /// unless it would change nothing.
    pub(super) fn target(
        &self,
        frame: &mut Frame,
        target: Target,
        base: Option<NodeId>,
    ) -> Result<Option<Val>, Fault> {
        let exceptions = match frame.rule {
            Some(rule) => &self.book.rule(rule).exceptions[..],
            None => &[],
        };
        if !exceptions.iter().any(|exception| exception.target == target) {
            return base.map(|node| self.value(frame, node)).transpose();
        }
        let (mut live, mut perhaps): (Option<(Val, usize)>, bool) = (None, false);
        for (ix, exception) in exceptions.iter().enumerate().filter(|(_, one)| one.target == target) {
            match self.truth(frame, exception.when)? {
                Some(true) => {}
                Some(false) => continue,
                None => {
                    perhaps = true;
                    continue;
                }
            }
            let value = self.value(frame, exception.value)?;
            live = Some(match live {
                None => (value, ix),
                Some((before, at)) if before == value => (before, at),
                Some((before, at)) if before.is_known() && value.is_known() => {
                    let rule = frame.rule.unwrap_or(RuleId(0));
                    return Err(Fault::Conflict(rule, target, index(at), index(ix)));
                }
                Some((_, at)) => (Val::Unknown, at),
            });
        }
        let value = match live {
            Some((value, _)) => Some(value),
            None => base.map(|node| self.value(frame, node)).transpose()?,
        };
        if perhaps {
            for exception in exceptions.iter().filter(|one| one.target == target) {
                if self.truth(frame, exception.when)?.is_none()
                    && value != Some(self.value(frame, exception.value)?)
                {
                    return Ok(Some(Val::Unknown));
                }
            }
        }
        Ok(value)
    }

    /// 已享受次数, 已享受月数, 已领金额, 最近享受日. Pending applications do not count.
    pub(super) fn history(
        &self,
        frame: &mut Frame,
        what: History,
        rules: &[RuleId],
        of: NodeId,
        kind: KindId,
        id: NodeId,
    ) -> Found {
        let Some(row) = self.row(frame, of)? else { return Ok(Val::Unknown) };
        let (mut times, mut months, mut fen, mut latest) = (0_i64, 0_i64, 0_i64, None);
        let mut fits = true;
        for rule in rules {
            self.things.ledger(kind, row, *rule, &mut |entry| {
                if entry.pending {
                    return;
                }
                times += 1;
                latest = latest.max(Some(entry.to.unwrap_or(entry.date)));
                match (months.checked_add(entry.months), fen.checked_add(entry.fen)) {
                    (Some(more), Some(money)) => (months, fen) = (more, money),
                    _ => fits = false,
                }
            });
        }
        if !fits {
            return Err(Fault::Overflow(id));
        }
        Ok(match what {
            History::Times => Val::Num(Num::int(times)),
            History::Months => Val::Num(Num::int(months)),
            History::Amount => Val::Num(Num::int(fen)),
            History::Latest => latest.map_or(Val::Unknown, Val::Date),
        })
    }
}

pub(super) fn index(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}
