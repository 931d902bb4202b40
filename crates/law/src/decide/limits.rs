//! 次数 and 上限: how often and how much one person, employer, agency or fund may have of a rule, the ledger first, then the decisions of this run in order
//! of their base day. It must never count an application that has not been decided.

use std::collections::HashMap;

use super::engine::{Fault, NOTHING, Session};
use super::record::{Excluded, Outcome, Record};
use super::{Entry, Things};
use crate::book::{Cap, KindId, NodeId, RuleId, Times, Val};
use crate::day::Day;
use crate::num::Num;

/// What one beneficiary has had in this run: decisions with their day and money, and the total for each year (0: all years).
#[derive(Default)]
struct Had {
    each: Vec<Day>,
    totals: HashMap<i32, (i64, i64)>,
}

/// By count or cap of the rule, then by thing.
type Counted = HashMap<(usize, u32), Had>;

/// What a limit says about one decision.
enum Said {
    Fine,
    Cut(i64),
    Out(Excluded),
    Unknown(NodeId),
}

impl<T: Things> Session<'_, T> {
    /// Counts and caps of all rules.
    pub(super) fn limits(&self, records: &mut [Record]) {
        for rule in self.granting(records, |rule| !rule.times.is_empty() || !rule.caps.is_empty()) {
            let mut counted = Counted::new();
            let granted = self.granted_of(records, rule);
            let alone = granted.len() == 1;
            for ix in granted {
                self.limit(&mut records[ix], rule, &mut counted, alone);
            }
        }
    }

    fn limit(&self, record: &mut Record, rule: RuleId, counted: &mut Counted, alone: bool) {
        let def = self.book.rule(rule);
        let day = self.day_of(record);
        let mut keys = Vec::with_capacity(def.times.len() + def.caps.len());
        for (ix, times) in def.times.iter().enumerate() {
            match self.times(record, times, counted, (ix, alone), day) {
                Ok((row, said)) => {
                    keys.push((ix, row));
                    if !settle(record, said) {
                        return;
                    }
                }
                Err(fault) => return fail(record, fault),
            }
        }
        for (at, cap) in def.caps.iter().enumerate() {
            let ix = def.times.len() + at;
            match self.cap(record, cap, counted, (ix, alone), day) {
                Ok((row, said)) => {
                    keys.push((ix, row));
                    if !settle(record, said) {
                        return;
                    }
                }
                Err(fault) => return fail(record, fault),
            }
        }
        let year = day.ymd().0;
        for key in keys {
            let had = counted.entry(key).or_default();
            had.each.push(day);
            for year in [0, year] {
                let total = had.totals.entry(year).or_default();
                total.0 += 1;
                total.1 = total.1.saturating_add(record.fen.unwrap_or(0));
            }
        }
    }

    fn entries(&self, kind: KindId, row: u32, rule: RuleId, each: &mut dyn FnMut(&Entry)) {
        if row != NOTHING {
            self.things.ledger(kind, row, rule, each);
        }
    }

    /// Whether anything of a kind has an entry of these rules. When nothing has, it does not matter whose the decision is.
    pub(super) fn any_entry(&self, kind: KindId, rules: &[RuleId]) -> bool {
        const MOST: u32 = 1000;
        let count = self.things.count(kind);
        let mut found = count > MOST;
        for row in 0..count.min(MOST) {
            for rule in rules {
                self.things.ledger(kind, row, *rule, &mut |_| found = true);
            }
        }
        found
    }

    fn times(
        &self,
        record: &Record,
        times: &Times,
        counted: &Counted,
        (ix, alone): (usize, bool),
        day: Day,
    ) -> Result<(u32, Said), Fault> {
        let rule = record.rule;
        let mut frame = self.frame(rule, record.row);
        let row = match self.row(&mut frame, times.per)? {
            Some(row) => row,
            None if alone && !self.any_entry(times.kind, &[rule]) => NOTHING,
            None => return unknown(times.per),
        };
        let Val::Num(limit) = self.value(&mut frame, times.limit)? else { return unknown(times.limit) };
        let window = match times.window {
            None => None,
            Some(node) => match self.value(&mut frame, node)? {
                Val::Window(from, to) => Some((from, to)),
                _ => return unknown(node),
            },
        };
        let year = day.ymd().0;
        let counts = |on: Day| {
            window.is_none_or(|(from, to)| from <= on && on <= to) && (!times.yearly || on.ymd().0 == year)
        };
        let mut count = 0_i64;
        self.entries(times.kind, row, rule, &mut |entry| {
            count += i64::from(!entry.pending && counts(entry.date));
        });
        if let Some(had) = counted.get(&(ix, row)) {
            count += if window.is_some() {
                i64::try_from(had.each.iter().filter(|on| counts(**on)).count()).unwrap_or(i64::MAX)
            } else {
                had.totals.get(&if times.yearly { year } else { 0 }).map_or(0, |total| total.0)
            };
        }
        // A decision outside the window is not one of those that are counted.
        if window.is_some_and(|(from, to)| day < from || day > to) || Num::int(count) < limit {
            return Ok((row, Said::Fine));
        }
        Ok((row, Said::Out(Excluded::Times { per: (times.kind, row), count, limit })))
    }

    fn cap(
        &self,
        record: &Record,
        cap: &Cap,
        counted: &Counted,
        (ix, alone): (usize, bool),
        day: Day,
    ) -> Result<(u32, Said), Fault> {
        let rule = record.rule;
        let Some(fen) = record.fen else { return Ok((NOTHING, Said::Fine)) };
        let mut frame = self.frame(rule, record.row);
        let row = match self.row(&mut frame, cap.per)? {
            Some(row) => row,
            None if alone && !self.any_entry(cap.kind, &[rule]) => NOTHING,
            None => return unknown(cap.per),
        };
        let Val::Num(limit) = self.value(&mut frame, cap.limit)? else { return unknown(cap.limit) };
        let year = day.ymd().0;
        let mut used = 0_i64;
        self.entries(cap.kind, row, rule, &mut |entry| {
            if !entry.pending && (!cap.yearly || entry.date.ymd().0 == year) {
                used = used.saturating_add(entry.fen);
            }
        });
        if let Some(had) = counted.get(&(ix, row)) {
            let total = had.totals.get(&if cap.yearly { year } else { 0 }).map_or(0, |total| total.1);
            used = used.saturating_add(total);
        }
        let left = limit
            .round(crate::num::Rounding::Down)
            .minus(Num::int(used))
            .and_then(Num::to_i64)
            .ok_or(Fault::Overflow(cap.limit))?;
        let said = if fen <= left {
            Said::Fine
        } else if left > 0 {
            Said::Cut(left)
        } else {
            Said::Out(Excluded::Cap { per: (cap.kind, row), used, limit })
        };
        Ok((row, said))
    }
}

fn unknown(node: NodeId) -> Result<(u32, Said), Fault> {
    Ok((NOTHING, Said::Unknown(node)))
}

/// Applies what a limit says; whether the decision stands.
fn settle(record: &mut Record, said: Said) -> bool {
    match said {
        Said::Fine => true,
        Said::Cut(left) => {
            record.fen = Some(left);
            record.capped = true;
            true
        }
        Said::Out(by) => {
            record.outcome = Outcome::Excluded;
            record.excluded = Some(by);
            false
        }
        Said::Unknown(node) => {
            record.outcome = Outcome::Needs;
            record.wanting = Some(node);
            false
        }
    }
}

fn fail(record: &mut Record, fault: Fault) {
    record.outcome = Outcome::Error;
    record.fault = Some(fault);
}
