//! Days over lanes: shifts, ages, windows. It must never give a day outside the calendar.

use std::borrow::Cow;

use anye_law::book::{Node, NodeId, Val};
use anye_law::day::Day;

use super::chunk::Chunk;
use super::lane::Lane;
use super::mask::Mask;

/// A lane as days.
pub(super) fn days<'l>(lane: &'l Lane<'_>, rows: usize) -> Option<(Cow<'l, [i32]>, Mask)> {
    match lane {
        Lane::Days { v, known } => Some((Cow::Borrowed(&**v), known.clone())),
        Lane::One(Val::Date(day)) => Some((Cow::Owned(vec![day.0; rows]), Mask::first(rows))),
        Lane::One(Val::Unknown) => Some((Cow::Owned(vec![0; rows]), Mask::NONE)),
        _ => None,
    }
}

impl<'a> Chunk<'a> {
    /// A day so many months or days later.
    pub(super) fn shift(
        &self,
        id: NodeId,
        day: NodeId,
        by: NodeId,
        active: &Mask,
        move_by: impl Fn(Day, i64) -> Option<Day>,
    ) -> Lane<'a> {
        let (day, by) = (self.lane(day, active), self.lane(by, active));
        if let (Lane::One(Val::Unknown), _) | (_, Lane::One(Val::Unknown)) = (&day, &by) {
            return Lane::One(Val::Unknown);
        }
        let (steps, sure): (Cow<'_, [i64]>, Mask) = match &by {
            Lane::One(Val::Num(by)) => match (by.to_i64(), &day) {
                (Some(by), Lane::One(Val::Date(day))) => {
                    return match move_by(*day, by) {
                        Some(day) => Lane::One(Val::Date(day)),
                        None => self.slow(id, active),
                    };
                }
                (Some(by), _) => (Cow::Owned(vec![by; self.rows]), Mask::first(self.rows)),
                _ => return self.slow(id, active),
            },
            Lane::Nums { v, den: 1, known } => (Cow::Borrowed(&**v), known.clone()),
            _ => return self.slow(id, active),
        };
        let Some((v, known)) = days(&day, self.rows) else { return self.slow(id, active) };
        let mut out = vec![0; self.rows];
        let mut sound = Mask::NONE;
        for row in known.and(&sure).and(active).rows() {
            match move_by(Day(v[row]), steps[row]) {
                Some(moved) => {
                    out[row] = moved.0;
                    sound.set(row);
                }
                None => self.faulty.borrow_mut().set(row),
            }
        }
        Lane::Days { v: Cow::Owned(out), known: sound }
    }

    /// A number from two days.
    pub(super) fn between_days(
        &self,
        id: NodeId,
        a: NodeId,
        b: NodeId,
        active: &Mask,
        count: impl Fn(Day, Day) -> i64,
    ) -> Lane<'a> {
        let (a, b) = (self.lane(a, active), self.lane(b, active));
        let (Some((x, known)), Some((y, also))) = (days(&a, self.rows), days(&b, self.rows)) else {
            return self.slow(id, active);
        };
        let known = known.and(&also).and(active);
        let mut v = vec![0; self.rows];
        for row in known.rows() {
            v[row] = count(Day(x[row]), Day(y[row]));
        }
        Lane::Nums { v: Cow::Owned(v), den: 1, known }
    }

    /// 在 … 内; a window of which only one end is known can still say no.
    pub(super) fn within(&self, id: NodeId, of: NodeId, window: NodeId, active: &Mask) -> Lane<'a> {
        let (from, to) = match self.book.node(window) {
            Node::Window(from, to) => (self.lane(*from, active), self.lane(*to, active)),
            _ => match self.lane(window, active) {
                Lane::One(Val::Window(from, to)) => (Lane::One(Val::Date(from)), Lane::One(Val::Date(to))),
                Lane::One(Val::Unknown) => (Lane::One(Val::Unknown), Lane::One(Val::Unknown)),
                _ => return self.slow(id, active),
            },
        };
        let (day, rows) = (self.lane(of, active), self.rows);
        let (Some((day, known)), Some((from, since)), Some((to, until))) =
            (days(&day, rows), days(&from, rows), days(&to, rows))
        else {
            return self.slow(id, active);
        };
        let known = known.and(active);
        let early = since.and(&Mask::of(rows, |row| day[row] < from[row]));
        let late = until.and(&Mask::of(rows, |row| day[row] > to[row]));
        let outside = early.or(&late);
        Lane::Truth { yes: known.and(&since).and(&until).but(&outside), no: known.and(&outside) }
    }
}
