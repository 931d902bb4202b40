//! What an expression is whoever it is asked about: constants, and truth values that cannot be otherwise. It must never claim what some fact could change.

use std::cell::RefCell;
use std::collections::HashMap;

use super::same::same;
use crate::book::{Book, Cmp, Node, NodeId, Rule, Ty, Val};
use crate::day::Day;
use crate::num::Num;
use crate::syntax::ast::Aggregate;

/// Works out constants of one rule.
pub(super) struct Fold<'a> {
    pub book: &'a Book,
    rule: &'a Rule,
    values: RefCell<HashMap<NodeId, Option<Val>>>,
}

impl<'a> Fold<'a> {
    pub(super) fn new(book: &'a Book, rule: &'a Rule) -> Self {
        Self { book, rule, values: RefCell::new(HashMap::new()) }
    }

    /// The constant it is, when it is one.
    pub(super) fn value(&self, id: NodeId) -> Option<Val> {
        if let Some(found) = self.values.borrow().get(&id) {
            return found.clone();
        }
        let found =
            if self.book.ty(id) == Ty::Bool { self.truth(id).map(Val::Bool) } else { self.constant(id) };
        self.values.borrow_mut().insert(id, found.clone());
        found
    }

    /// The constant number it is.
    pub(super) fn num(&self, id: NodeId) -> Option<Num> {
        self.value(id)?.num()
    }

    /// The constant day it is.
    pub(super) fn day(&self, id: NodeId) -> Option<Day> {
        self.value(id)?.day()
    }

    /// The node a local stands for.
    pub(super) fn local(&self, ix: u16) -> Option<NodeId> {
        self.rule.locals.get(usize::from(ix)).map(|local| local.node)
    }

    /// Whether any fact is read on the way.
    pub(super) fn reads_facts(&self, id: NodeId) -> bool {
        match self.book.node(id) {
            Node::Const(_) => false,
            Node::Local(ix) => self.local(*ix).is_none_or(|behind| self.reads_facts(behind)),
            Node::Var(_) | Node::Every(_) | Node::Today | Node::Param { .. } | Node::Get { .. } => true,
            other => crate::scenario::children(other).into_iter().any(|child| self.reads_facts(child)),
        }
    }

    fn constant(&self, id: NodeId) -> Option<Val> {
        let num = |id: &NodeId| self.num(*id);
        let day = |id: &NodeId| self.day(*id);
        let number = match self.book.node(id) {
            Node::Const(value) => return value.is_known().then(|| value.clone()),
            Node::Local(ix) => return self.value(self.local(*ix)?),
            Node::If(test, a, b) => return self.value(if self.truth(*test)? { *a } else { *b }),
            Node::Min(a, b) => return self.least(*a, *b, true),
            Node::Max(a, b) => return self.least(*a, *b, false),
            Node::Window(a, b) => return Some(Val::Window(day(a)?, day(b)?)),
            Node::PlusMonths(a, b) => return day(a)?.plus_months(num(b)?.to_i64()?).map(Val::Date),
            Node::PlusDays(a, b) => return day(a)?.plus_days(num(b)?.to_i64()?).map(Val::Date),
            Node::MonthStart(a) => return Some(Val::Date(day(a)?.month_start())),
            Node::MonthEnd(a) => return Some(Val::Date(day(a)?.month_end())),
            Node::Neg(a) => num(a)?.negated(),
            Node::Add(a, b) => num(a)?.plus(num(b)?),
            Node::Sub(a, b) => num(a)?.minus(num(b)?),
            Node::Mul(a, b) => num(a)?.times(num(b)?),
            Node::Div(a, b) => num(a)?.over(num(b)?),
            Node::Scale(a, by) => num(a)?.times(*by),
            Node::Abs(a) => num(a).and_then(|n| if n < Num::ZERO { n.negated() } else { Some(n) }),
            Node::Round { of, how, step } => num(of)?.over(*step)?.round(*how).times(*step),
            Node::DaysBetween(a, b) => Some(Num::int(i64::from(day(a)?.0) - i64::from(day(b)?.0))),
            Node::MonthsBetween(a, b) => Some(Num::int(day(a)?.whole_months_to(day(b)?))),
            Node::YearOf(a) => Some(Num::int(i64::from(day(a)?.ymd().0))),
            Node::MonthOf(a) => Some(Num::int(i64::from(day(a)?.ymd().1))),
            _ => None,
        };
        number.map(Val::Num)
    }

    fn least(&self, a: NodeId, b: NodeId, smaller: bool) -> Option<Val> {
        let (x, y) = (self.value(a)?, self.value(b)?);
        let first = match (&x, &y) {
            (Val::Num(x), Val::Num(y)) => x <= y,
            (Val::Date(x), Val::Date(y)) => x <= y,
            _ => return None,
        };
        Some(if first == smaller { x } else { y })
    }

    /// What it is whenever it is known at all; `None` when facts decide.
    pub(super) fn truth(&self, id: NodeId) -> Option<bool> {
        match self.book.node(id) {
            Node::Const(value) => value.truth(),
            Node::Local(ix) => self.value(self.local(*ix)?)?.truth(),
            Node::Not(a) => self.truth(*a).map(|held| !held),
            Node::And(a, b) => match (self.truth(*a), self.truth(*b)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => self.contrary(*a, *b).then_some(false),
            },
            Node::Or(a, b) => match (self.truth(*a), self.truth(*b)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => self.contrary(*a, *b).then_some(true),
            },
            Node::Compare(cmp, a, b) => self.compared(*cmp, *a, *b),
            Node::OneOf(value, set) => self.one_of(*value, set),
            Node::Within(day, window) => match self.value(*window)? {
                Val::Window(from, to) if to < from => Some(false),
                Val::Window(from, to) => self.day(*day).map(|day| from <= day && day <= to),
                _ => None,
            },
            Node::If(test, a, b) => match self.truth(*test) {
                Some(held) => self.truth(if held { *a } else { *b }),
                None => self.truth(*a).filter(|one| Some(*one) == self.truth(*b)),
            },
            Node::Known(a) => self.value(*a).map(|_| true),
            _ => None,
        }
    }

    fn contrary(&self, a: NodeId, b: NodeId) -> bool {
        let denies =
            |a: NodeId, b: NodeId| matches!(self.book.node(a), Node::Not(of) if same(self.book, *of, b));
        denies(a, b) || denies(b, a)
    }

    fn compared(&self, cmp: Cmp, a: NodeId, b: NodeId) -> Option<bool> {
        if let (Some(x), Some(y)) = (self.value(a), self.value(b)) {
            return holds(cmp, &x, &y);
        }
        if same(self.book, a, b) {
            return Some(matches!(cmp, Cmp::Eq | Cmp::Le | Cmp::Ge));
        }
        let below_zero = |n: Option<Num>| n.is_some_and(|n| n < Num::ZERO);
        let at_most_zero = |n: Option<Num>| n.is_some_and(|n| n <= Num::ZERO);
        let (at_least, cmp, other) = if self.never_negative(a) {
            (true, cmp, b)
        } else if self.never_negative(b) {
            (true, super::same::turned(cmp), a)
        } else {
            (false, cmp, b)
        };
        match cmp {
            Cmp::Ge if at_least && at_most_zero(self.num(other)) => Some(true),
            Cmp::Gt if at_least && below_zero(self.num(other)) => Some(true),
            Cmp::Lt if at_least && at_most_zero(self.num(other)) => Some(false),
            Cmp::Le | Cmp::Eq if at_least && below_zero(self.num(other)) => Some(false),
            _ => None,
        }
    }

    fn never_negative(&self, id: NodeId) -> bool {
        match self.book.node(id) {
            Node::Aggregate { op, .. } => matches!(op, Aggregate::Count | Aggregate::CountPersons),
            Node::Length(_) | Node::Occurrences(..) | Node::Abs(_) => true,
            Node::History { what, .. } => *what != crate::book::History::Latest,
            _ => false,
        }
    }

    fn one_of(&self, value: NodeId, set: &[NodeId]) -> Option<bool> {
        let members: Vec<Option<Val>> = set.iter().map(|id| self.value(*id)).collect();
        if let Some(value) = self.value(value) {
            if members.contains(&Some(value)) {
                return Some(true);
            }
            return members.iter().all(Option::is_some).then_some(false);
        }
        if members.is_empty() {
            return Some(false);
        }
        let Ty::Enum(id) = self.book.ty(value) else { return None };
        let count = u16::try_from(self.book.enums.get(id.ix())?.members.len()).ok()?;
        (0..count).all(|ix| members.contains(&Some(Val::Enum(ix)))).then_some(true)
    }
}

/// Whether two constants compare so.
pub(super) fn holds(cmp: Cmp, x: &Val, y: &Val) -> Option<bool> {
    let order = match (x, y) {
        (Val::Num(x), Val::Num(y)) => x.cmp(y),
        (Val::Date(x), Val::Date(y)) => x.cmp(y),
        _ => {
            return match cmp {
                Cmp::Eq => Some(x == y),
                Cmp::Ne => Some(x != y),
                _ => None,
            };
        }
    };
    Some(match cmp {
        Cmp::Eq => order.is_eq(),
        Cmp::Ne => order.is_ne(),
        Cmp::Lt => order.is_lt(),
        Cmp::Le => order.is_le(),
        Cmp::Gt => order.is_gt(),
        Cmp::Ge => order.is_ge(),
    })
}
