//! One value per row of a chunk, in the form that is quickest to compute with. It must never be read at rows that were not asked for.

use std::borrow::Cow;
use std::sync::Arc;

use anye_law::book::{Cmp, Val};
use anye_law::day::Day;
use anye_law::num::Num;

use super::figures::aligned;
use super::mask::Mask;
use crate::population::NOBODY;

/// The values of one node for the rows of a chunk.
#[derive(Debug, Clone)]
#[expect(
    clippy::large_enum_variant,
    reason = "lanes live for one chunk; boxing the masks would cost an allocation a node"
)]
pub(crate) enum Lane<'a> {
    /// The same for all.
    One(Val),
    /// The things of the chunk themselves, from this row on.
    Rows(u32),
    /// Truth values: certainly true, certainly false.
    Truth { yes: Mask, no: Mask },
    /// Numbers `v / den`.
    Nums { v: Cow<'a, [i64]>, den: u64, known: Mask },
    /// Days.
    Days { v: Cow<'a, [i32]>, known: Mask },
    /// Enum members.
    Codes { v: Cow<'a, [u16]>, known: Mask },
    /// Text: index into the column's words.
    Texts { v: Cow<'a, [u32]>, words: &'a [Arc<str>], known: Mask },
    /// Things.
    Things(Cow<'a, [u32]>),
    /// Whatever else, valid only at the rows asked for.
    Vals(Vec<Val>),
}

impl Lane<'_> {
    /// The value at one row of the chunk.
    pub(super) fn value(&self, row: usize) -> Val {
        let known = |mask: &Mask, value: Val| if mask.get(row) { value } else { Val::Unknown };
        match self {
            Self::One(value) => value.clone(),
            Self::Rows(start) => Val::Thing(start + crate::population::index(row)),
            Self::Truth { yes, no } => match (yes.get(row), no.get(row)) {
                (true, _) => Val::Bool(true),
                (_, true) => Val::Bool(false),
                _ => Val::Unknown,
            },
            Self::Nums { v, den, known: mask } => {
                known(mask, Num::ratio(i128::from(v[row]), i128::from(*den)).map_or(Val::Unknown, Val::Num))
            }
            Self::Days { v, known: mask } => known(mask, Val::Date(Day(v[row]))),
            Self::Codes { v, known: mask } => known(mask, Val::Enum(v[row])),
            Self::Texts { v, words, known: mask } => known(
                mask,
                words.get(v[row] as usize).map_or(Val::Unknown, |word| Val::Text(Arc::clone(word))),
            ),
            Self::Things(v) => match v[row] {
                NOBODY => Val::Unknown,
                thing => Val::Thing(thing),
            },
            Self::Vals(values) => values[row].clone(),
        }
    }

    /// As truth values.
    pub(super) fn truth(self, rows: usize, active: &Mask) -> (Mask, Mask) {
        match self {
            Self::Truth { yes, no } => (yes, no),
            Self::One(Val::Bool(true)) => (Mask::first(rows), Mask::NONE),
            Self::One(Val::Bool(false)) => (Mask::NONE, Mask::first(rows)),
            Self::One(_) => (Mask::NONE, Mask::NONE),
            other => {
                let (mut yes, mut no) = (Mask::NONE, Mask::NONE);
                for row in active.rows() {
                    match other.value(row) {
                        Val::Bool(true) => yes.set(row),
                        Val::Bool(false) => no.set(row),
                        _ => {}
                    }
                }
                (yes, no)
            }
        }
    }
}

/// Compares two lanes.
pub(super) fn compare<'a>(op: Cmp, a: &Lane<'a>, b: &Lane<'a>, rows: usize, active: &Mask) -> Lane<'a> {
    if let (Lane::One(_), Lane::Nums { .. } | Lane::Days { .. } | Lane::Codes { .. } | Lane::Truth { .. }) =
        (a, b)
    {
        return compare(turned(op), b, a, rows, active);
    }
    let split = |yes: Mask, known: &Mask| Lane::Truth { yes: yes.and(known), no: known.but(&yes) };
    match (a, b) {
        (_, Lane::One(Val::Unknown)) | (Lane::One(Val::Unknown), _) => Lane::One(Val::Unknown),
        (Lane::Nums { v, den, known }, Lane::One(Val::Num(limit))) => {
            match limit.times(Num::int(i64::try_from(*den).unwrap_or(1))).and_then(Num::to_i64) {
                Some(limit) => split(each(op, v, limit, rows), known),
                None => slow(op, a, b, active),
            }
        }
        (Lane::One(a), Lane::One(b)) => {
            Lane::One(anye_law::decide::compare(op, a, b).map_or(Val::Unknown, Val::Bool))
        }
        (Lane::Nums { .. }, Lane::Nums { .. }) => match aligned(a, b, rows) {
            Some(both) => split(Mask::of(rows, |row| holds(op, both.a[row].cmp(&both.b[row]))), &both.known),
            None => slow(op, a, b, active),
        },
        (Lane::Days { v, known }, Lane::One(Val::Date(limit))) => split(each(op, v, limit.0, rows), known),
        (Lane::Days { v, known }, Lane::Days { v: w, known: also }) => {
            split(Mask::of(rows, |row| holds(op, v[row].cmp(&w[row]))), &known.and(also))
        }
        (Lane::Codes { v, known }, Lane::One(Val::Enum(limit))) => split(each(op, v, *limit, rows), known),
        (Lane::Truth { yes, no }, Lane::One(Val::Bool(limit))) => {
            if *limit == (op == Cmp::Eq) {
                Lane::Truth { yes: yes.clone(), no: no.clone() }
            } else {
                Lane::Truth { yes: no.clone(), no: yes.clone() }
            }
        }
        _ => slow(op, a, b, active),
    }
}

fn each<T: Ord + Copy>(op: Cmp, values: &[T], limit: T, rows: usize) -> Mask {
    match op {
        Cmp::Eq => Mask::of(rows, |row| values[row] == limit),
        Cmp::Ne => Mask::of(rows, |row| values[row] != limit),
        Cmp::Lt => Mask::of(rows, |row| values[row] < limit),
        Cmp::Le => Mask::of(rows, |row| values[row] <= limit),
        Cmp::Gt => Mask::of(rows, |row| values[row] > limit),
        Cmp::Ge => Mask::of(rows, |row| values[row] >= limit),
    }
}

fn slow<'a>(op: Cmp, a: &Lane<'_>, b: &Lane<'_>, active: &Mask) -> Lane<'a> {
    let (mut yes, mut no) = (Mask::NONE, Mask::NONE);
    for row in active.rows() {
        match anye_law::decide::compare(op, &a.value(row), &b.value(row)) {
            Some(true) => yes.set(row),
            Some(false) => no.set(row),
            None => {}
        }
    }
    Lane::Truth { yes, no }
}

fn holds(op: Cmp, order: std::cmp::Ordering) -> bool {
    match op {
        Cmp::Eq => order.is_eq(),
        Cmp::Ne => order.is_ne(),
        Cmp::Lt => order.is_lt(),
        Cmp::Le => order.is_le(),
        Cmp::Gt => order.is_gt(),
        Cmp::Ge => order.is_ge(),
    }
}

fn turned(op: Cmp) -> Cmp {
    match op {
        Cmp::Lt => Cmp::Gt,
        Cmp::Le => Cmp::Ge,
        Cmp::Gt => Cmp::Lt,
        Cmp::Ge => Cmp::Le,
        same => same,
    }
}
