//! A report, or the sums of a place, as the law engine sees them. It must never turn missing into zero.

use anye_law::book::{KindId, ParamId, RuleId, Val};
use anye_law::day::Day;
use anye_law::decide::{Entry, Things};
use anye_law::num::Num;

use super::dictionary::{REPORT, REPORTER, TOTALS};
use crate::cell::Cell;
use crate::facts::{Fact, Facts};
use crate::figure::Totals;
use crate::model::{Item, ItemKind};

/// What one column's number means to the law language: units and digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scale {
    /// The stored number divided by this is the value.
    pub(crate) by: i64,
}

impl Scale {
    pub(crate) fn of(item: &Item) -> Self {
        let tens = 10_i64.checked_pow(u32::from(item.digits)).unwrap_or(1);
        Self {
            by: match item.kind {
                ItemKind::Percent => tens.saturating_mul(100),
                ItemKind::Decimal => tens,
                _ => 1,
            },
        }
    }

    /// The value of a stored number.
    pub(crate) fn value(self, number: i64) -> Option<Num> {
        if self.by == 1 { Some(Num::int(number)) } else { Num::ratio(number.into(), self.by.into()) }
    }

    /// The stored number of a value, when it is a whole one.
    pub(crate) fn stored(self, value: Num) -> Option<i64> {
        value.times(Num::int(self.by))?.to_i64()
    }
}

/// One report, the one before it and the reporter.
pub(crate) struct ReportThings<'a> {
    pub(crate) scales: &'a [Scale],
    pub(crate) cells: &'a [Cell],
    pub(crate) previous: Option<&'a [Cell]>,
    pub(crate) facts: &'a Facts,
    pub(crate) ids: &'a [String],
}

impl Things for ReportThings<'_> {
    fn place(&self) -> &'static str {
        ""
    }
    fn today(&self) -> Day {
        Day(0)
    }
    fn count(&self, kind: KindId) -> u32 {
        if kind == REPORT { 2 } else { u32::from(kind == REPORTER) }
    }
    fn get(&self, kind: KindId, row: u32, field: u16) -> Val {
        let at = usize::from(field);
        if kind == REPORTER {
            return self.ids.get(at).map_or(Val::Unknown, |id| fact(self.facts.get(id)));
        }
        if let Some(scale) = self.scales.get(at) {
            let cells = if row == 0 { Some(self.cells) } else { self.previous };
            return cells.and_then(|cells| cells.get(at)).map_or(Val::Unknown, |cell| value(cell, *scale));
        }
        match (at - self.scales.len(), row) {
            (0, 0) if self.previous.is_some() => Val::Thing(1),
            (1, _) => Val::Thing(0),
            _ => Val::Unknown,
        }
    }
    fn members(&self, _: KindId, _: u32, _: u16) -> &[u32] {
        &[]
    }
    fn param(&self, _: ParamId, _: Day) -> Val {
        Val::Unknown
    }
    fn ledger(&self, _: KindId, _: u32, _: RuleId, _: &mut dyn FnMut(&Entry)) {}
}

/// The sums of a place and period, of the one before and of the same a year ago.
pub(crate) struct TotalThings<'a> {
    pub(crate) scales: &'a [Scale],
    pub(crate) rows: [Option<&'a Totals>; 3],
}

impl Things for TotalThings<'_> {
    fn place(&self) -> &'static str {
        ""
    }
    fn today(&self) -> Day {
        Day(0)
    }
    fn count(&self, kind: KindId) -> u32 {
        if kind == TOTALS { 3 } else { 0 }
    }
    fn get(&self, _: KindId, row: u32, field: u16) -> Val {
        let at = usize::from(field);
        let totals = self.rows.get(row as usize).copied().flatten();
        if let Some(scale) = self.scales.get(at) {
            let sum = totals.and_then(|totals| totals.sums.get(at).copied().flatten());
            return sum.and_then(|sum| scale.value(sum)).map_or(Val::Unknown, Val::Num);
        }
        match (at - self.scales.len(), row) {
            (0, _) => totals.map_or(Val::Unknown, |totals| Val::Num(Num::int(totals.reports))),
            (1, 0) if self.rows[1].is_some() => Val::Thing(1),
            (2, 0) if self.rows[2].is_some() => Val::Thing(2),
            _ => Val::Unknown,
        }
    }
    fn members(&self, _: KindId, _: u32, _: u16) -> &[u32] {
        &[]
    }
    fn param(&self, _: ParamId, _: Day) -> Val {
        Val::Unknown
    }
    fn ledger(&self, _: KindId, _: u32, _: RuleId, _: &mut dyn FnMut(&Entry)) {}
}

/// A cell as a value.
pub(crate) fn value(cell: &Cell, scale: Scale) -> Val {
    match cell {
        Cell::Missing => Val::Unknown,
        Cell::Number(number) => scale.value(*number).map_or(Val::Unknown, Val::Num),
        Cell::Text(text) => Val::Text(text.as_str().into()),
        Cell::Choice(at) => Val::Enum(*at),
        Cell::Day(day) => Val::Date(Day(*day)),
        Cell::YesNo(yes) => Val::Bool(*yes),
    }
}

/// A fact as a value.
pub(crate) fn fact(fact: Option<&Fact>) -> Val {
    match fact {
        None => Val::Unknown,
        Some(Fact::Text(text)) => Val::Text(text.clone()),
        Some(Fact::Number(number)) => Val::Num(Num::int(*number)),
        Some(Fact::YesNo(yes)) => Val::Bool(*yes),
        Some(Fact::Day(day)) => Val::Date(Day(*day)),
    }
}
