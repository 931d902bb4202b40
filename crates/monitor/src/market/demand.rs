//! Demand for labour of key industries, firms and projects (用工需求): change between two periods, and what is sharp where a level is set.
//! It must never raise anything by a level of its own.

use std::collections::BTreeMap;

use anye_access::Caller;
use anye_base::{Fault, Limit};
use anye_forms::{Form, Period, Words};
use anye_reporting::figures::{self, DrillKey, FigureQuery};
use anye_reporting::rollup::Class;
use serde_json::Value;

use super::setting::{Alert, Demand};
use super::spread::change;
use super::supply::{Sums, sums};
use crate::Monitor;

/// One industry, firm or park.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Code of the dimension, or id of the reporter.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its report, where it is one.
    pub report: String,
    /// Sums now.
    pub now: Sums,
    /// Sums of the period before.
    pub before: Sums,
}

impl Wanted {
    /// Change of an item in tenths of a per cent.
    pub fn change(&self, item: &str) -> Option<i64> {
        change(*self.now.get(item)?, *self.before.get(item)?)
    }
}

/// Whether a change in tenths of a per cent is sharp. Without a level nothing is; a rise from nothing has no per cent and is none.
#[must_use]
pub fn sharp(tenths: Option<i64>, alert: Option<&Alert>) -> bool {
    matches!((tenths, alert), (Some(tenths), Some(alert)) if tenths.abs() >= alert.percent * 10)
}

/// Demand by the codes of its dimension, or as a whole.
///
/// # Errors
/// No right, no such form.
pub async fn by_code(
    monitor: &Monitor,
    caller: &Caller<'_>,
    setting: &Demand,
    period: Period,
    place: &str,
) -> Result<Vec<Wanted>, Fault> {
    let before = period.previous().unwrap_or(period);
    let asked = FigureQuery {
        form: setting.form.clone(),
        from: before.to_string(),
        to: period.to_string(),
        place: place.to_owned(),
        dim: setting.dim.clone(),
        ..FigureQuery::default()
    };
    let table = figures::query(&monitor.reporting, caller, &asked).await?;
    let mut found: BTreeMap<String, Wanted> = BTreeMap::new();
    for row in &table.rows {
        let code = if setting.dim.is_empty() { String::new() } else { row.code.clone() };
        let held = found.entry(code.clone()).or_insert_with(|| Wanted {
            name: String::new(),
            report: String::new(),
            now: Sums::new(),
            before: Sums::new(),
            code,
        });
        let sums = sums(&table, row);
        if row.period == period.to_string() { held.now = sums } else { held.before = sums }
    }
    Ok(found.into_values().collect())
}

/// Demand firm by firm or park by park, for who may read reports there; the largest change first.
///
/// # Errors
/// No right to read reports at the place.
pub async fn by_reporter(
    monitor: &Monitor,
    caller: &Caller<'_>,
    setting: &Demand,
    period: Period,
    place: &str,
) -> Result<Vec<Wanted>, Fault> {
    let form = monitor.reporting.form(&setting.form)?;
    let mut found: BTreeMap<String, Wanted> = BTreeMap::new();
    for (one, is_now) in [(Some(period), true), (period.previous(), false)] {
        let Some(one) = one else { continue };
        let key = DrillKey {
            form: setting.form.clone(),
            period: one.to_string(),
            place: place.to_owned(),
            dim: String::new(),
            code: String::new(),
            class: Class::Submitted,
        };
        let (mut after, limit) = (None, Limit::new(Limit::MAX).unwrap_or_default());
        loop {
            let page = figures::drill(&monitor.reporting, caller, &key, after.as_ref(), limit).await?;
            for row in page.items {
                let sums = numbers(form, &row.cells);
                let held = found.entry(row.reporter.clone()).or_insert_with(|| Wanted {
                    code: row.reporter,
                    name: row.name,
                    report: String::new(),
                    now: Sums::new(),
                    before: Sums::new(),
                });
                if is_now {
                    held.report = row.report;
                    held.now = sums;
                } else {
                    held.before = sums;
                }
            }
            after = page.next;
            if after.is_none() || found.len() > 20_000 {
                break;
            }
        }
    }
    let mut all: Vec<Wanted> = found.into_values().collect();
    let size = |one: &Wanted| {
        let of = |sums: &Sums| sums.get(&setting.item).copied().unwrap_or(0);
        -(of(&one.now) - of(&one.before)).abs()
    };
    all.sort_by_key(|one| (size(one), one.code.clone()));
    Ok(all)
}

fn numbers(form: &Form, cells: &str) -> Sums {
    let held: Value = serde_json::from_str(cells).unwrap_or_default();
    let of = |item: &anye_forms::Item| {
        let value = held.get(&item.id)?;
        let number = value.as_i64().or_else(|| value.as_str()?.parse().ok())?;
        Some((item.id.clone(), number))
    };
    form.items.iter().filter(|item| item.digits == 0).filter_map(of).collect()
}

/// The name of a code, from the items of another form that are split by it.
#[must_use]
pub fn name_of(form: &Form, codes: &str, code: &str) -> Option<Words> {
    let id = format!("{codes}.{code}");
    form.column(&id).map(|at| form.items[at].name.clone())
}

#[cfg(test)]
mod tests {
    use super::super::setting::Say;
    use super::*;

    // covers: LN2016-75/02.b
    #[test]
    fn a_change_is_sharp_by_a_level_that_somebody_set_and_never_without() {
        let alert = Alert { percent: 30, by: Say { zh: "省厅".into(), en: "the office".into() } };
        assert!(!sharp(Some(-900), None));
        assert!(sharp(Some(-300), Some(&alert)));
        assert!(sharp(Some(301), Some(&alert)));
        assert!(!sharp(Some(299), Some(&alert)));
        assert!(!sharp(None, Some(&alert)));
    }
}
