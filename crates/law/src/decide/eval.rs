//! The value of an expression node. Three-valued: what is not known stays unknown; what cannot be represented is a fault. It must never round unless told,
//! and never read anything but the facts and the rule book.

use super::Things;
use super::engine::{Fault, Frame, NOTHING, Session, VARS};
use crate::book::{Node, NodeId, Target, Val};
use crate::day::Day;
use crate::num::Num;

/// A value, or why there is none.
pub type Found = Result<Val, Fault>;

impl<T: Things> Session<'_, T> {
    /// The value of a node in a frame.
    ///
    /// # Errors
    /// A fault when a number or day cannot be represented or two exceptions disagree.
    pub fn value(&self, frame: &mut Frame, id: NodeId) -> Found {
        match self.book.node(id) {
            Node::Const(value) => Ok(value.clone()),
            Node::Var(depth) => Ok(match frame.vars.get(usize::from(*depth)) {
                Some(&row) if row != NOTHING => Val::Thing(row),
                _ => Val::Unknown,
            }),
            Node::Get { of, kind, field } => match self.row(frame, *of)? {
                Some(row) if row < self.things.count(*kind) => Ok(self.things.get(*kind, row, *field)),
                _ => Ok(Val::Unknown),
            },
            Node::Today => Ok(Val::Date(self.things.today())),
            Node::Param { param, on: None } => Ok(self.things.param(*param, self.things.today())),
            Node::Local(ix) => self.local(frame, *ix, id),
            Node::Members { .. } | Node::Every(_) => Ok(Val::Unknown),
            _ => {
                let _deeper = self.deeper(id)?;
                self.composed(frame, id)
            }
        }
    }

    /// A node that is made of others.
    fn composed(&self, frame: &mut Frame, id: NodeId) -> Found {
        match self.book.node(id) {
            Node::Neg(a) => self.number(frame, *a, id, Num::negated),
            Node::Abs(a) => self.number(frame, *a, id, |n| if n < Num::ZERO { n.negated() } else { Some(n) }),
            Node::Scale(a, by) => self.number(frame, *a, id, |n| n.times(*by)),
            Node::Round { of, how, step } => {
                self.number(frame, *of, id, |n| n.over(*step)?.round(*how).times(*step))
            }
            Node::Add(a, b) => self.numbers(frame, *a, *b, id, Num::plus),
            Node::Sub(a, b) => self.numbers(frame, *a, *b, id, Num::minus),
            Node::Mul(a, b) => self.numbers(frame, *a, *b, id, Num::times),
            Node::Div(a, b) => match (self.value(frame, *a)?, self.value(frame, *b)?) {
                (Val::Num(_), Val::Num(Num::ZERO)) => Ok(Val::Unknown),
                (Val::Num(a), Val::Num(b)) => a.over(b).map(Val::Num).ok_or(Fault::Overflow(id)),
                _ => Ok(Val::Unknown),
            },
            Node::Min(a, b) => self.extreme(frame, *a, *b, true),
            Node::Max(a, b) => self.extreme(frame, *a, *b, false),
            Node::If(test, then, otherwise) => match self.truth(frame, *test)? {
                Some(true) => self.value(frame, *then),
                Some(false) => self.value(frame, *otherwise),
                None => Ok(Val::Unknown),
            },
            Node::Default(a, b) => {
                let value = self.value(frame, *a)?;
                if value.is_known() { Ok(value) } else { self.value(frame, *b) }
            }
            Node::Aggregate { op, over, var, filter, take } => {
                self.aggregate(frame, *op, *over, *var, *filter, *take, id)
            }
            Node::Result(rule, of, target) => self.result(frame, *rule, *of, *target, id),
            Node::History { what, rules, of, kind } => self.history(frame, *what, rules, *of, *kind, id),
            Node::Length(a) => {
                self.text(frame, *a, |text| text.chars().filter(|c| !c.is_whitespace()).count())
            }
            Node::Occurrences(a, b) => {
                let word = self.value(frame, *b)?;
                let Val::Text(word) = word else { return Ok(Val::Unknown) };
                self.text(frame, *a, |text| if word.is_empty() { 0 } else { text.matches(&*word).count() })
            }
            Node::Window(..)
            | Node::PlusMonths(..)
            | Node::PlusDays(..)
            | Node::DaysBetween(..)
            | Node::Age(..)
            | Node::MonthsBetween(..)
            | Node::MonthStart(_)
            | Node::MonthEnd(_)
            | Node::YearOf(_)
            | Node::MonthOf(_)
            | Node::Param { .. } => self.calendar(frame, id),
            _ => Ok(self.truth(frame, id)?.map_or(Val::Unknown, Val::Bool)),
        }
    }

    /// Nodes about days.
    fn calendar(&self, frame: &mut Frame, id: NodeId) -> Found {
        let found = match self.book.node(id) {
            Node::Window(a, b) => match (self.value(frame, *a)?, self.value(frame, *b)?) {
                (Val::Date(from), Val::Date(to)) => Some(Val::Window(from, to)),
                _ => None,
            },
            Node::PlusMonths(a, b) => self.shifted(frame, *a, *b, id, Day::plus_months)?,
            Node::PlusDays(a, b) => self.shifted(frame, *a, *b, id, Day::plus_days)?,
            Node::DaysBetween(a, b) => {
                self.days(frame, *a, *b)?.map(|(a, b)| whole(i64::from(a.0) - i64::from(b.0)))
            }
            Node::Age(a, b) => {
                self.days(frame, *a, *b)?.map(|(a, b)| whole(a.whole_months_to(b).div_euclid(12)))
            }
            Node::MonthsBetween(a, b) => self.days(frame, *a, *b)?.map(|(a, b)| whole(a.whole_months_to(b))),
            Node::MonthStart(a) => self.value(frame, *a)?.day().map(|day| Val::Date(day.month_start())),
            Node::MonthEnd(a) => self.value(frame, *a)?.day().map(|day| Val::Date(day.month_end())),
            Node::YearOf(a) => self.value(frame, *a)?.day().map(|day| whole(i64::from(day.ymd().0))),
            Node::MonthOf(a) => self.value(frame, *a)?.day().map(|day| whole(i64::from(day.ymd().1))),
            Node::Param { param, on: Some(on) } => {
                self.value(frame, *on)?.day().map(|on| self.things.param(*param, on))
            }
            _ => None,
        };
        Ok(found.unwrap_or(Val::Unknown))
    }

    /// Two days, when both are known.
    pub(super) fn days(&self, frame: &mut Frame, a: NodeId, b: NodeId) -> Result<Option<(Day, Day)>, Fault> {
        Ok(match (self.value(frame, a)?, self.value(frame, b)?) {
            (Val::Date(a), Val::Date(b)) => Some((a, b)),
            _ => None,
        })
    }

    fn shifted(
        &self,
        frame: &mut Frame,
        day: NodeId,
        by: NodeId,
        id: NodeId,
        shift: impl Fn(Day, i64) -> Option<Day>,
    ) -> Result<Option<Val>, Fault> {
        let (Val::Date(day), Val::Num(by)) = (self.value(frame, day)?, self.value(frame, by)?) else {
            return Ok(None);
        };
        if !by.is_whole() {
            return Err(Fault::Fraction(id));
        }
        let by = by.to_i64().ok_or(Fault::Overflow(id))?;
        shift(day, by).map(|day| Some(Val::Date(day))).ok_or(Fault::Overflow(id))
    }

    /// The row of the thing a node leads to.
    pub(super) fn row(&self, frame: &mut Frame, id: NodeId) -> Result<Option<u32>, Fault> {
        if let Node::Var(depth) = self.book.node(id) {
            return Ok(frame.vars.get(usize::from(*depth)).copied().filter(|&row| row != NOTHING));
        }
        Ok(match self.value(frame, id)? {
            Val::Thing(row) if row != NOTHING => Some(row),
            _ => None,
        })
    }

    fn number(&self, frame: &mut Frame, a: NodeId, id: NodeId, make: impl Fn(Num) -> Option<Num>) -> Found {
        match self.value(frame, a)? {
            Val::Num(n) => make(n).map(Val::Num).ok_or(Fault::Overflow(id)),
            _ => Ok(Val::Unknown),
        }
    }

    fn numbers(
        &self,
        frame: &mut Frame,
        a: NodeId,
        b: NodeId,
        id: NodeId,
        make: impl Fn(Num, Num) -> Option<Num>,
    ) -> Found {
        match (self.value(frame, a)?, self.value(frame, b)?) {
            (Val::Num(a), Val::Num(b)) => make(a, b).map(Val::Num).ok_or(Fault::Overflow(id)),
            _ => Ok(Val::Unknown),
        }
    }

    fn extreme(&self, frame: &mut Frame, a: NodeId, b: NodeId, least: bool) -> Found {
        Ok(better(self.value(frame, a)?, self.value(frame, b)?, least))
    }

    fn text(&self, frame: &mut Frame, a: NodeId, count: impl Fn(&str) -> usize) -> Found {
        match self.value(frame, a)? {
            Val::Text(text) => Ok(whole(i64::try_from(count(&text)).unwrap_or(i64::MAX))),
            _ => Ok(Val::Unknown),
        }
    }

    fn local(&self, frame: &mut Frame, ix: u16, id: NodeId) -> Found {
        let at = usize::from(ix);
        match frame.locals.get(at) {
            Some(Some(value)) => return Ok(value.clone()),
            Some(None) => {}
            None => return Ok(Val::Unknown),
        }
        let _deeper = self.deeper(id)?;
        let Some(rule) = frame.rule else { return Ok(Val::Unknown) };
        let node = self.book.rule(rule).locals[at].node;
        // A local sees only the rule's object, never the elements that the asking expression has bound.
        let mut outer = [NOTHING; VARS];
        outer[0] = frame.vars[0];
        std::mem::swap(&mut frame.vars, &mut outer);
        let value = self.target(frame, Target::Output(ix), Some(node));
        frame.vars = outer;
        let value = value?.unwrap_or(Val::Unknown);
        frame.locals[at] = Some(value.clone());
        Ok(value)
    }
}

/// The smaller (or larger) of two numbers or days; unknown when one is.
pub(super) fn better(a: Val, b: Val, least: bool) -> Val {
    match (a, b) {
        (Val::Num(a), Val::Num(b)) => Val::Num(if least { a.min(b) } else { a.max(b) }),
        (Val::Date(a), Val::Date(b)) => Val::Date(if least { a.min(b) } else { a.max(b) }),
        _ => Val::Unknown,
    }
}

pub(super) const fn whole(n: i64) -> Val {
    Val::Num(Num::int(n))
}
