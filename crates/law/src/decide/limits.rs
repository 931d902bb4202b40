//! 次数 and 上限: how often and how much one person, employer, agency or fund may have of a rule, the ledger first, then the decisions of this run in order
//! of their base day. It must never count an application that has not been decided.

use std::collections::HashMap;

use super::Things;
use super::engine::{Fault, NOTHING, Session};
use super::one::{Excluded, Outcome, Record};
use crate::book::{Cap, NodeId, RuleId, Times, Val};
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
            for ix in self.granted_of(records, rule) {
                self.limit(&mut records[ix], rule, &mut counted);
            }
        }
    }

    fn limit(&self, record: &mut Record, rule: RuleId, counted: &mut Counted) {
        let def = self.book.rule(rule);
        let day = self.day_of(record);
        let mut keys = Vec::with_capacity(def.times.len() + def.caps.len());
        for (ix, times) in def.times.iter().enumerate() {
            match self.times(record, rule, times, counted, ix, day) {
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
            match self.cap(record, rule, cap, counted, ix, day) {
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

    fn times(
        &self,
        record: &Record,
        rule: RuleId,
        times: &Times,
        counted: &Counted,
        ix: usize,
        day: Day,
    ) -> Result<(u32, Said), Fault> {
        let mut frame = self.frame(rule, record.row);
        let Some(row) = self.row(&mut frame, times.per)? else { return unknown(times.per) };
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
        self.things.ledger(times.kind, row, rule, &mut |entry| {
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
        rule: RuleId,
        cap: &Cap,
        counted: &Counted,
        ix: usize,
        day: Day,
    ) -> Result<(u32, Said), Fault> {
        let Some(fen) = record.fen else { return Ok((NOTHING, Said::Fine)) };
        let mut frame = self.frame(rule, record.row);
        let Some(row) = self.row(&mut frame, cap.per)? else { return unknown(cap.per) };
        let Val::Num(limit) = self.value(&mut frame, cap.limit)? else { return unknown(cap.limit) };
        let year = day.ymd().0;
        let mut used = 0_i64;
        self.things.ledger(cap.kind, row, rule, &mut |entry| {
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
