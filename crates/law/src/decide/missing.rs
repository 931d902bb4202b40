//! What is still needed (需补充): the facts, parameters and findings whose being unknown makes a clause, an amount or an output unknown. It must never
//! name a fact that would change nothing.

use super::Things;
use super::engine::{Fault, Frame, NOTHING, Session};
use super::force::Force;
use super::one::{Outcome, Record, Status};
use crate::book::{GroupId, KindId, ListId, Node, NodeId, ParamId, RuleId, Target, Val, Valid};

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
const MOST: usize = 200;

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

    fn blame_window(&self, frame: &mut Frame, rule: RuleId, found: &mut Vec<Need>) -> Result<(), Fault> {
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
    fn blame_clauses(
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

    fn blame_target(
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

    /// Names the leaves that make a node unknown; nothing when it is known.
    fn blame(&self, frame: &mut Frame, id: NodeId, found: &mut Vec<Need>) -> Result<(), Fault> {
        if found.len() >= MOST {
            return Ok(());
        }
        let node = self.book.node(id);
        if !matches!(node, Node::Every(_) | Node::Members { .. }) && self.value(frame, id)?.is_known() {
            return Ok(());
        }
        let _deeper = self.deeper(id)?;
        match node {
            Node::Get { of, kind, field } => match self.row(frame, *of)? {
                Some(row) => add(found, Need::Field { kind: *kind, row: Some(row), field: *field }),
                None => {
                    let before = found.len();
                    self.blame(frame, *of, found)?;
                    if found.len() == before && !matches!(self.book.node(*of), Node::Get { .. }) {
                        add(found, Need::Field { kind: *kind, row: None, field: *field });
                    }
                }
            },
            Node::Param { param, on } => {
                if let Some(on) = on {
                    self.blame(frame, *on, found)?;
                    if !self.value(frame, *on)?.is_known() {
                        return Ok(());
                    }
                }
                add(found, Need::Param(*param));
            }
            Node::Local(ix) => {
                if let Some(local) =
                    frame.rule.and_then(|rule| self.book.rule(rule).locals.get(usize::from(*ix)))
                {
                    let mut outer = self.bare(frame.vars[0]);
                    (outer.rule, outer.locals) = (frame.rule, std::mem::take(&mut frame.locals));
                    let done = self.blame_target(&mut outer, Target::Output(*ix), Some(local.node), found);
                    frame.locals = outer.locals;
                    done?;
                }
            }
            Node::If(test, then, otherwise) => {
                let branch = match self.truth(frame, *test)? {
                    Some(true) => then,
                    Some(false) => otherwise,
                    None => test,
                };
                self.blame(frame, *branch, found)?;
            }
            Node::Div(a, b) => {
                self.blame(frame, *a, found)?;
                self.blame(frame, *b, found)?;
                if matches!(self.value(frame, *b)?, Val::Num(n) if n == crate::num::Num::ZERO) {
                    self.leaves(frame, *b, found)?;
                }
            }
            Node::Aggregate { over, var, filter, take, .. } => {
                self.blame_elements(frame, *over, *var, *filter, *take, found)?;
            }
            Node::Members { of, .. } => self.blame(frame, *of, found)?,
            Node::InList { list, of, on } => {
                let before = found.len();
                for part in on.iter().chain([of]) {
                    self.blame(frame, *part, found)?;
                }
                if found.len() == before {
                    add(found, Need::List(*list));
                }
            }
            Node::Fulfils(rule, of) => self.blame_rule(frame, *rule, *of, None, found)?,
            Node::Result(rule, of, target) => self.blame_rule(frame, *rule, *of, Some(*target), found)?,
            Node::History { rules, of, .. } => {
                let before = found.len();
                self.blame(frame, *of, found)?;
                if found.len() == before {
                    rules.iter().for_each(|rule| add(found, Need::Ledger(*rule)));
                }
            }
            _ => {
                for child in super::reads::children(node) {
                    self.blame(frame, child, found)?;
                }
            }
        }
        Ok(())
    }

    /// The elements whose condition or value is not known.
    fn blame_elements(
        &self,
        frame: &mut Frame,
        over: NodeId,
        var: u8,
        filter: Option<NodeId>,
        take: Option<NodeId>,
        found: &mut Vec<Need>,
    ) -> Result<(), Fault> {
        let slot = usize::from(var);
        let Some((_, rows)) = self.rows(frame, over)? else { return self.blame(frame, over, found) };
        let saved = frame.vars[slot];
        for ix in 0..rows.len() {
            frame.vars[slot] = rows.at(ix);
            let counts = match filter {
                Some(test) => {
                    self.blame(frame, test, found)?;
                    self.truth(frame, test)? != Some(false)
                }
                None => true,
            };
            if let Some(take) = take.filter(|_| counts) {
                self.blame(frame, take, found)?;
            }
            if found.len() >= MOST {
                break;
            }
        }
        frame.vars[slot] = saved;
        Ok(())
    }

    /// Another rule that is not known to hold, or whose value is not known.
    fn blame_rule(
        &self,
        frame: &mut Frame,
        rule: RuleId,
        of: NodeId,
        target: Option<Target>,
        found: &mut Vec<Need>,
    ) -> Result<(), Fault> {
        let Some(row) = self.row(frame, of)? else { return self.blame(frame, of, found) };
        let def = self.book.rule(rule);
        let mut inner = self.frame(rule, row);
        match (self.fulfils(rule, row)?, target) {
            (None, _) => {
                if self.standing(&mut inner, rule)?.now == Force::Unknown {
                    self.blame_window(&mut inner, rule, found)?;
                }
                let mut statuses = Vec::new();
                self.clauses(&mut inner, rule, &mut statuses)?;
                self.blame_clauses(&mut inner, rule, &statuses, found)
            }
            (Some(true), Some(target)) => {
                let base = match target {
                    Target::Amount => {
                        self.blame_target(&mut inner, Target::AtMost, def.at_most, found)?;
                        def.amount
                    }
                    Target::Months => def.months,
                    Target::Starts => def.starts,
                    Target::Ends => def.ends,
                    Target::AtMost => def.at_most,
                    Target::Output(ix) => def.locals.get(usize::from(ix)).map(|local| local.node),
                };
                self.blame_target(&mut inner, target, base, found)
            }
            _ => {
                add(found, Need::Rule { rule, row });
                Ok(())
            }
        }
    }

    /// All fields and parameters below a node, known or not (a divisor that is zero).
    fn leaves(&self, frame: &mut Frame, id: NodeId, found: &mut Vec<Need>) -> Result<(), Fault> {
        match self.book.node(id) {
            Node::Get { of, kind, field } => {
                let row = self.row(frame, *of)?;
                add(found, Need::Field { kind: *kind, row, field: *field });
            }
            Node::Param { param, .. } => add(found, Need::Param(*param)),
            node => {
                for child in super::reads::children(node) {
                    self.leaves(frame, child, found)?;
                }
            }
        }
        Ok(())
    }
}

fn add(found: &mut Vec<Need>, need: Need) {
    if !found.contains(&need) {
        found.push(need);
    }
}
