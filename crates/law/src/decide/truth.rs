//! Truth values, three-valued after Kleene. It must never take unknown for false.

use std::cmp::Ordering;

use super::Things;
use super::engine::{Fault, Frame, Session};
use crate::book::{Cmp, ListId, Node, NodeId, Val, covers};
use crate::day::Day;

/// Yes, no, not known; or why it cannot be said.
pub type Truth = Result<Option<bool>, Fault>;

impl<T: Things> Session<'_, T> {
    /// The truth of a node in a frame.
    ///
    /// # Errors
    /// As for values.
    pub fn truth(&self, frame: &mut Frame, id: NodeId) -> Truth {
        let node = self.book.node(id);
        match node {
            Node::Const(value) => return Ok(value.truth()),
            Node::Get { .. } | Node::Local(_) | Node::Param { .. } => {
                return Ok(self.value(frame, id)?.truth());
            }
            _ => {}
        }
        let _deeper = self.deeper(id)?;
        match node {
            Node::Not(a) => Ok(self.truth(frame, *a)?.map(|a| !a)),
            Node::And(a, b) => self.both(frame, *a, *b, false),
            Node::Or(a, b) => self.both(frame, *a, *b, true),
            Node::Compare(cmp, a, b) => {
                let a = self.value(frame, *a)?;
                Ok(compare(*cmp, &a, &self.value(frame, *b)?))
            }
            Node::Within(day, window) => self.within(frame, *day, *window),
            Node::OneOf(a, set) => self.one_of(frame, *a, set),
            Node::Known(a) => Ok(Some(self.value(frame, *a)?.is_known())),
            Node::Contains(a, b) => match (self.value(frame, *a)?, self.value(frame, *b)?) {
                (Val::Text(text), Val::Text(word)) => Ok(Some(text.contains(&*word))),
                _ => Ok(None),
            },
            Node::PlaceIn(a, scope) => match self.value(frame, *a)? {
                Val::Text(place) => Ok(Some(covers(scope, &place))),
                _ => Ok(None),
            },
            Node::InList { list, of, on } => {
                let value = self.value(frame, *of)?;
                let on = match on {
                    Some(on) => self.value(frame, *on)?.day(),
                    None => Some(self.things.today()),
                };
                Ok(on.and_then(|on| self.listed(*list, &value, on)))
            }
            Node::Fulfils(rule, of) => match self.row(frame, *of)? {
                Some(row) => self.fulfils(*rule, row),
                None => Ok(None),
            },
            Node::If(test, then, otherwise) => match self.truth(frame, *test)? {
                Some(true) => self.truth(frame, *then),
                Some(false) => self.truth(frame, *otherwise),
                None => Ok(None),
            },
            Node::Default(..) | Node::Aggregate { .. } | Node::Result(..) => {
                Ok(self.value(frame, id)?.truth())
            }
            _ => Ok(None),
        }
    }

    /// 且 (`settles` false) and 或 (`settles` true): a side that settles it does so whatever the other is, even a fault.
    fn both(&self, frame: &mut Frame, a: NodeId, b: NodeId, settles: bool) -> Truth {
        let first = self.truth(frame, a);
        if first == Ok(Some(settles)) {
            return first;
        }
        let second = self.truth(frame, b);
        if second == Ok(Some(settles)) {
            return second;
        }
        match (first?, second?) {
            (Some(_), Some(_)) => Ok(Some(!settles)),
            _ => Ok(None),
        }
    }

    /// 在 W 内; a window of which only one end is known can still say no.
    fn within(&self, frame: &mut Frame, day: NodeId, window: NodeId) -> Truth {
        let Some(day) = self.value(frame, day)?.day() else { return Ok(None) };
        let (from, to) = if let Node::Window(from, to) = self.book.node(window) {
            (self.value(frame, *from)?.day(), self.value(frame, *to)?.day())
        } else if let Val::Window(from, to) = self.value(frame, window)? {
            (Some(from), Some(to))
        } else {
            (None, None)
        };
        Ok(inside(day, from, to))
    }

    fn one_of(&self, frame: &mut Frame, a: NodeId, set: &[NodeId]) -> Truth {
        let value = self.value(frame, a)?;
        let mut unknown = !value.is_known();
        for member in set {
            match compare(Cmp::Eq, &value, &self.value(frame, *member)?) {
                Some(true) => return Ok(Some(true)),
                Some(false) => {}
                None => unknown = true,
            }
        }
        Ok(if unknown { None } else { Some(false) })
    }

    /// Whether a value is on a list at the place of the decision on a day.
    pub(super) fn listed(&self, list: ListId, value: &Val, on: Day) -> Option<bool> {
        if !value.is_known() {
            return None;
        }
        let list = &self.book.lists[list.ix()];
        let place = self.things.place();
        let found = list
            .rows
            .iter()
            .any(|row| row.item == *value && row.from <= on && on <= row.to && covers(&row.place, place));
        if found {
            Some(true)
        } else if list.open {
            None
        } else {
            Some(false)
        }
    }
}

/// Whether a day lies between two ends, both included; an end that is not known leaves it open.
pub(super) fn inside(day: Day, from: Option<Day>, to: Option<Day>) -> Option<bool> {
    if from.is_some_and(|from| day < from) || to.is_some_and(|to| day > to) {
        return Some(false);
    }
    (from.is_some() && to.is_some()).then_some(true)
}

/// A comparison of two values of one type; unknown when one is.
#[must_use]
pub fn compare(cmp: Cmp, a: &Val, b: &Val) -> Option<bool> {
    let order = match (a, b) {
        (Val::Num(a), Val::Num(b)) => a.cmp(b),
        (Val::Date(a), Val::Date(b)) => a.cmp(b),
        (Val::Unknown, _) | (_, Val::Unknown) => return None,
        (a, b) => {
            return match cmp {
                Cmp::Eq => Some(a == b),
                Cmp::Ne => Some(a != b),
                _ => None,
            };
        }
    };
    Some(match cmp {
        Cmp::Eq => order == Ordering::Equal,
        Cmp::Ne => order != Ordering::Equal,
        Cmp::Lt => order == Ordering::Less,
        Cmp::Le => order != Ordering::Greater,
        Cmp::Gt => order == Ordering::Greater,
        Cmp::Ge => order != Ordering::Less,
    })
}
