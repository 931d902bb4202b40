//! Which leaves make an expression unknown. It must never name a leaf that is known, or one on which nothing hangs.

use super::Things;
use super::engine::{Fault, Frame, Session};
use super::force::Force;
use super::missing::{MOST, Need, add};
use super::reads::children;
use crate::book::{KindId, Node, NodeId, RuleId, Target, Val};
use crate::num::Num;

impl<T: Things> Session<'_, T> {
    /// Names the leaves that make a node unknown; nothing when it is known.
    pub(super) fn blame(&self, frame: &mut Frame, id: NodeId, found: &mut Vec<Need>) -> Result<(), Fault> {
        if found.len() >= MOST {
            return Ok(());
        }
        let node = self.book.node(id);
        if !matches!(node, Node::Every(_) | Node::Members { .. }) && self.value(frame, id)?.is_known() {
            return Ok(());
        }
        let _deeper = self.deeper(id)?;
        match node {
            Node::Get { of, kind, field } => self.blame_field(frame, *of, *kind, *field, found),
            Node::Param { param, on } => {
                if let Some(on) = on {
                    self.blame(frame, *on, found)?;
                    if !self.value(frame, *on)?.is_known() {
                        return Ok(());
                    }
                }
                add(found, Need::Param(*param));
                Ok(())
            }
            Node::Local(ix) => self.blame_local(frame, *ix, found),
            Node::If(test, then, otherwise) => {
                let branch = match self.truth(frame, *test)? {
                    Some(true) => then,
                    Some(false) => otherwise,
                    None => test,
                };
                self.blame(frame, *branch, found)
            }
            Node::Div(a, b) => {
                self.blame(frame, *a, found)?;
                self.blame(frame, *b, found)?;
                match self.value(frame, *b)? {
                    Val::Num(Num::ZERO) => self.leaves(frame, *b, found),
                    _ => Ok(()),
                }
            }
            Node::Aggregate { over, var, filter, take, .. } => {
                self.blame_elements(frame, *over, *var, *filter, *take, found)
            }
            Node::InList { list, of, on } => {
                let before = found.len();
                for part in on.iter().chain([of]) {
                    self.blame(frame, *part, found)?;
                }
                if found.len() == before {
                    add(found, Need::List(*list));
                }
                Ok(())
            }
            Node::Fulfils(rule, of) => self.blame_rule(frame, *rule, *of, None, found),
            Node::Result(rule, of, target) => self.blame_rule(frame, *rule, *of, Some(*target), found),
            Node::History { rules, of, .. } => {
                let before = found.len();
                self.blame(frame, *of, found)?;
                if found.len() == before {
                    rules.iter().for_each(|rule| add(found, Need::Ledger(*rule)));
                }
                Ok(())
            }
            _ => children(node).into_iter().try_for_each(|child| self.blame(frame, child, found)),
        }
    }

    fn blame_field(
        &self,
        frame: &mut Frame,
        of: NodeId,
        kind: KindId,
        field: u16,
        found: &mut Vec<Need>,
    ) -> Result<(), Fault> {
        if let Some(row) = self.row(frame, of)? {
            add(found, Need::Field { kind, row: Some(row), field });
            return Ok(());
        }
        let before = found.len();
        self.blame(frame, of, found)?;
        if found.len() == before && !matches!(self.book.node(of), Node::Get { .. }) {
            add(found, Need::Field { kind, row: None, field });
        }
        Ok(())
    }

    fn blame_local(&self, frame: &mut Frame, ix: u16, found: &mut Vec<Need>) -> Result<(), Fault> {
        let Some(local) = frame.rule.and_then(|rule| self.book.rule(rule).locals.get(usize::from(ix))) else {
            return Ok(());
        };
        let mut outer = self.bare(frame.vars[0]);
        (outer.rule, outer.locals) = (frame.rule, std::mem::take(&mut frame.locals));
        let done = self.blame_target(&mut outer, Target::Output(ix), Some(local.node), found);
        frame.locals = outer.locals;
        done
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
                for child in children(node) {
                    self.leaves(frame, child, found)?;
                }
            }
        }
        Ok(())
    }
}
