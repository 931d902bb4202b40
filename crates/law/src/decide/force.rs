//! Whether a rule is in force for a thing: place, the day it became known, the window, rules that take its place. It must never look at clauses.

use super::Things;
use super::engine::{Fault, Frame, Session};
use super::truth::inside;
use crate::book::{Node, NodeId, RuleId, Val, Valid, covers};
use crate::day::Day;

/// Whether it is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Force {
    /// It is.
    In,
    /// It is not, and why.
    Out(Reason),
    /// The day or an end of the window is not known.
    Unknown,
}

/// Why a rule is not in force (不在有效期).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The place is outside.
    Place,
    /// The rule book took the rule in later than the decision looks.
    Known,
    /// The day is outside the window.
    Time,
    /// That rule takes its place.
    Replaced(RuleId),
}

impl Force {
    /// In, out or unknown as a truth value.
    #[must_use]
    pub const fn as_truth(self) -> Option<bool> {
        match self {
            Self::In => Some(true),
            Self::Out(_) => Some(false),
            Self::Unknown => None,
        }
    }
}

/// How a rule stands in time and place for one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether it is in force.
    pub now: Force,
    /// The day that was held against the window (基准日).
    pub day: Option<Day>,
    /// First day of the window.
    pub from: Option<Day>,
    /// Last day of the window.
    pub to: Option<Day>,
}

impl<T: Things> Session<'_, T> {
    /// How the rule of the frame stands for the thing of the frame.
    ///
    /// # Errors
    /// A fault when a day cannot be represented.
    pub fn standing(&self, frame: &mut Frame, rule: RuleId) -> Result<Standing, Fault> {
        let mut standing = Standing { now: Force::In, day: None, from: None, to: None };
        if let Some(reason) = self.absent(rule) {
            standing.now = Force::Out(reason);
            return Ok(standing);
        }
        self.window(frame, rule, None, &mut standing)?;
        if matches!(standing.now, Force::Out(_)) {
            return Ok(standing);
        }
        for other in &self.engine.above[rule.ix()] {
            match self.other(frame, *other, rule, standing.day)? {
                Some(true) => {
                    standing.now = Force::Out(Reason::Replaced(*other));
                    return Ok(standing);
                }
                Some(false) => {}
                None => standing.now = Force::Unknown,
            }
        }
        Ok(standing)
    }

    /// Place and 知悉.
    fn absent(&self, rule: RuleId) -> Option<Reason> {
        let def = self.book.rule(rule);
        if !covers(&def.place, self.things.place()) {
            return Some(Reason::Place);
        }
        let late = matches!((def.known, self.known), (Some(taken_in), Some(looked)) if taken_in > looked);
        late.then_some(Reason::Known)
    }

    /// Whether a rule that would take this one's place is in force: for the same thing when both are about one kind, else on the same day.
    fn other(
        &self,
        frame: &mut Frame,
        other: RuleId,
        rule: RuleId,
        day: Option<Day>,
    ) -> Result<Option<bool>, Fault> {
        if self.absent(other).is_some() {
            return Ok(Some(false));
        }
        let same = self.book.rule(other).subject == self.book.rule(rule).subject;
        let mut standing = Standing { now: Force::In, day: None, from: None, to: None };
        let row = if same { frame.vars[0] } else { super::engine::NOTHING };
        let mut inner = self.frame(other, row);
        let on = if same { None } else { Some(day.unwrap_or_else(|| self.things.today())) };
        self.window(&mut inner, other, on, &mut standing)?;
        Ok(standing.now.as_truth())
    }

    /// Holds the base day (or `on`) against 有效.
    fn window(
        &self,
        frame: &mut Frame,
        rule: RuleId,
        on: Option<Day>,
        standing: &mut Standing,
    ) -> Result<(), Fault> {
        let def = self.book.rule(rule);
        standing.day = match on {
            Some(day) => Some(day),
            None => match self.book.node(def.as_of) {
                Node::Today => Some(self.things.today()),
                _ => self.value(frame, def.as_of)?.day(),
            },
        };
        let (open_from, open_to) = match def.valid {
            Valid::Always => return Ok(()),
            Valid::Between(from, to) => {
                standing.from = self.end(frame, from)?;
                standing.to = self.end(frame, to)?;
                (from.is_none(), to.is_none())
            }
            Valid::Window(node) => {
                if let Val::Window(from, to) = self.value(frame, node)? {
                    (standing.from, standing.to) = (Some(from), Some(to));
                } else if let Node::Window(from, to) = self.book.node(node) {
                    standing.from = self.end(frame, Some(*from))?;
                    standing.to = self.end(frame, Some(*to))?;
                }
                (false, false)
            }
        };
        let from = if open_from { Some(Day::MIN) } else { standing.from };
        let to = if open_to { Some(Day::MAX) } else { standing.to };
        standing.now = match standing.day.map(|day| inside(day, from, to)) {
            Some(Some(true)) => Force::In,
            Some(Some(false)) => Force::Out(Reason::Time),
            _ => Force::Unknown,
        };
        Ok(())
    }

    fn end(&self, frame: &mut Frame, node: Option<NodeId>) -> Result<Option<Day>, Fault> {
        match node {
            Some(node) => Ok(self.value(frame, node)?.day()),
            None => Ok(None),
        }
    }
}
