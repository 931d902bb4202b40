//! Arithmetic over lanes of numbers with a common denominator. It must never round, and never give a number where one does not fit.

use std::borrow::Cow;

use anye_law::book::{NodeId, Ty, Val};
use anye_law::num::Num;

use super::calendar::days;
use super::chunk::Chunk;
use super::lane::Lane;
use super::mask::Mask;

/// Denominators beyond this are left to exact fractions.
const LARGEST: u64 = 1_000_000;

/// Two lanes of numbers over one denominator.
pub(super) struct Aligned<'l> {
    pub a: Cow<'l, [i64]>,
    pub b: Cow<'l, [i64]>,
    pub den: u64,
    /// Where both are known.
    pub known: Mask,
    pub known_a: Mask,
    pub known_b: Mask,
}

/// Both as numbers over one denominator; `None` when one is no lane of numbers or it does not fit.
pub(super) fn aligned<'l>(a: &'l Lane<'_>, b: &'l Lane<'_>, rows: usize) -> Option<Aligned<'l>> {
    let (x, y) = (denominator(a)?, denominator(b)?);
    let den = x.checked_mul(y)? / gcd(x, y);
    if den > LARGEST {
        return None;
    }
    let ((a, known_a), (b, known_b)) = (numbers(a, den, rows)?, numbers(b, den, rows)?);
    Some(Aligned { a, b, den, known: known_a.and(&known_b), known_a, known_b })
}

fn denominator(lane: &Lane<'_>) -> Option<u64> {
    match lane {
        Lane::Nums { den, .. } => Some(*den),
        Lane::One(Val::Num(n)) => Some(n.denominator()),
        Lane::One(Val::Unknown) => Some(1),
        _ => None,
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn numbers<'l>(lane: &'l Lane<'_>, den: u64, rows: usize) -> Option<(Cow<'l, [i64]>, Mask)> {
    match lane {
        Lane::Nums { v, den: own, known } if *own == den => Some((Cow::Borrowed(&**v), known.clone())),
        Lane::Nums { v, den: own, known } => {
            let factor = i64::try_from(den / own).ok()?;
            let scaled: Option<Vec<i64>> = v.iter().map(|n| n.checked_mul(factor)).collect();
            Some((Cow::Owned(scaled?), known.clone()))
        }
        Lane::One(Val::Num(n)) => {
            let n = n.times(Num::int(i64::try_from(den).ok()?))?.to_i64()?;
            Some((Cow::Owned(vec![n; rows]), Mask::first(rows)))
        }
        Lane::One(Val::Unknown) => Some((Cow::Owned(vec![0; rows]), Mask::NONE)),
        _ => None,
    }
}

impl<'a> Chunk<'a> {
    /// + and −.
    pub(super) fn sum(
        &self,
        id: NodeId,
        a: NodeId,
        b: NodeId,
        active: &Mask,
        add: impl Fn(i64, i64) -> Option<i64>,
        exact: impl Fn(Num, Num) -> Option<Num>,
    ) -> Lane<'a> {
        let (a, b) = (self.lane(a, active), self.lane(b, active));
        match (&a, &b) {
            (Lane::One(Val::Unknown), _) | (_, Lane::One(Val::Unknown)) => return Lane::One(Val::Unknown),
            (Lane::One(Val::Num(a)), Lane::One(Val::Num(b))) => {
                return exact(*a, *b).map_or_else(|| self.slow(id, active), |n| Lane::One(Val::Num(n)));
            }
            _ => {}
        }
        let Some(both) = aligned(&a, &b, self.rows) else { return self.slow(id, active) };
        let mut out = vec![0; self.rows];
        for row in both.known.and(active).rows() {
            match add(both.a[row], both.b[row]) {
                Some(value) => out[row] = value,
                None => return self.slow(id, active),
            }
        }
        Lane::Nums { v: Cow::Owned(out), den: both.den, known: both.known.and(active) }
    }

    /// ×.
    pub(super) fn product(&self, id: NodeId, a: NodeId, b: NodeId, active: &Mask) -> Lane<'a> {
        match (self.lane(a, active), self.lane(b, active)) {
            (Lane::One(Val::Unknown), _) | (_, Lane::One(Val::Unknown)) => Lane::One(Val::Unknown),
            (Lane::One(Val::Num(a)), Lane::One(Val::Num(b))) => {
                a.times(b).map_or_else(|| self.slow(id, active), |n| Lane::One(Val::Num(n)))
            }
            (Lane::One(Val::Num(factor)), Lane::Nums { v, den, known })
            | (Lane::Nums { v, den, known }, Lane::One(Val::Num(factor))) => {
                let (Ok(n), Some(den)) =
                    (i64::try_from(factor.numerator()), den.checked_mul(factor.denominator()))
                else {
                    return self.slow(id, active);
                };
                self.multiplied(id, den, &known, active, |row| v[row].checked_mul(n))
            }
            (Lane::Nums { v, den, known }, Lane::Nums { v: w, den: other, known: also }) => {
                let Some(den) = den.checked_mul(other) else { return self.slow(id, active) };
                self.multiplied(id, den, &known.and(&also), active, |row| v[row].checked_mul(w[row]))
            }
            _ => self.slow(id, active),
        }
    }

    fn multiplied(
        &self,
        id: NodeId,
        den: u64,
        known: &Mask,
        active: &Mask,
        at: impl Fn(usize) -> Option<i64>,
    ) -> Lane<'a> {
        let known = known.and(active);
        let mut out = vec![0; self.rows];
        for row in known.rows() {
            match at(row) {
                Some(value) if den <= LARGEST => out[row] = value,
                _ => return self.slow(id, active),
            }
        }
        Lane::Nums { v: Cow::Owned(out), den, known }
    }

    /// 较大 and 较小.
    pub(super) fn extreme(&self, id: NodeId, a: NodeId, b: NodeId, least: bool, active: &Mask) -> Lane<'a> {
        let (a, b, rows) = (self.lane(a, active), self.lane(b, active), self.rows);
        let pick = |first: bool| first == least;
        match (&a, &b) {
            (Lane::One(Val::Unknown), _) | (_, Lane::One(Val::Unknown)) => return Lane::One(Val::Unknown),
            (Lane::One(Val::Num(x)), Lane::One(Val::Num(y))) => {
                return Lane::One(Val::Num(if pick(x < y) { *x } else { *y }));
            }
            _ => {}
        }
        if let Some(both) = aligned(&a, &b, rows) {
            let better = |row: usize| {
                let (x, y) = (both.a[row], both.b[row]);
                if least { x.min(y) } else { x.max(y) }
            };
            return Lane::Nums { v: (0..rows).map(better).collect(), den: both.den, known: both.known };
        }
        if let (Some((v, known)), Some((w, also))) = (days(&a, rows), days(&b, rows)) {
            let better = |row: usize| if least { v[row].min(w[row]) } else { v[row].max(w[row]) };
            return Lane::Days { v: (0..rows).map(better).collect(), known: known.and(&also) };
        }
        self.slow(id, active)
    }

    /// `a` at some rows, `b` at others, unknown elsewhere.
    pub(super) fn merged(
        &self,
        id: NodeId,
        a: &Lane<'a>,
        at_a: &Mask,
        b: &Lane<'a>,
        at_b: &Mask,
        active: &Mask,
    ) -> Lane<'a> {
        let rows = self.rows;
        if let (Lane::One(Val::Unknown), Lane::One(Val::Unknown)) = (a, b) {
            return Lane::One(Val::Unknown);
        }
        let both = |x: &Mask, y: &Mask| x.and(at_a).or(&y.and(at_b));
        if self.book.ty(id) == Ty::Bool {
            let ((yes, no), (also, not)) = (a.clone().truth(rows, at_a), b.clone().truth(rows, at_b));
            return Lane::Truth { yes: both(&yes, &also), no: both(&no, &not) };
        }
        if let Some(pair) = aligned(a, b, rows) {
            let v = (0..rows).map(|row| if at_a.get(row) { pair.a[row] } else { pair.b[row] }).collect();
            return Lane::Nums { v: Cow::Owned(v), den: pair.den, known: both(&pair.known_a, &pair.known_b) };
        }
        if let (Some((v, known)), Some((w, also))) = (days(a, rows), days(b, rows)) {
            let v = (0..rows).map(|row| if at_a.get(row) { v[row] } else { w[row] }).collect();
            return Lane::Days { v: Cow::Owned(v), known: both(&known, &also) };
        }
        self.values(
            id,
            |row| match (at_a.get(row), at_b.get(row)) {
                (true, _) => a.value(row),
                (_, true) => b.value(row),
                _ => Val::Unknown,
            },
            active,
        )
    }

    pub(super) fn values(&self, id: NodeId, at: impl Fn(usize) -> Val, active: &Mask) -> Lane<'a> {
        let mut values = vec![Val::Unknown; self.rows];
        for row in active.rows() {
            values[row] = at(row);
        }
        tightened(values, self.book.ty(id), active)
    }
}

/// Values one by one as a lane that is quick to compute with, where they allow it.
pub(super) fn tightened<'l>(values: Vec<Val>, ty: Ty, active: &Mask) -> Lane<'l> {
    let mut known = Mask::NONE;
    for row in active.rows() {
        match (&values[row], ty) {
            (Val::Unknown, _) => {}
            (Val::Num(n), Ty::Num(_)) if n.to_i64().is_some() => known.set(row),
            (Val::Date(_), Ty::Date | Ty::Month) => known.set(row),
            _ => return Lane::Vals(values),
        }
    }
    match ty {
        Ty::Num(_) => {
            let whole = |value: &Val| value.num().and_then(Num::to_i64).unwrap_or(0);
            Lane::Nums { v: values.iter().map(whole).collect(), den: 1, known }
        }
        Ty::Date | Ty::Month => {
            Lane::Days { v: values.iter().map(|value| value.day().map_or(0, |day| day.0)).collect(), known }
        }
        _ => Lane::Vals(values),
    }
}
