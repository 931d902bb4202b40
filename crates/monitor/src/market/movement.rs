//! Series by place with their change (变动统计): month after month, and the months without data by name. A month without a report is a gap, never zero.

use std::collections::BTreeMap;

use anye_access::Caller;
use anye_base::Fault;
use anye_db::{Read as _, sql};
use anye_forms::Period;
use anye_places::Level;
use anye_reporting::figures::Reach;
use serde_json::Value;

use super::supply::{ask, sums};
use crate::Monitor;

/// A series of a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Series {
    /// Code.
    pub place: String,
    /// Name.
    pub name: String,
    /// A value a period; `None`: nobody reported.
    pub values: Vec<Option<i64>>,
    /// Reports that make each value.
    pub reports: Vec<i64>,
}

impl Series {
    /// The change to the period before at a place of the series; `None` where either is missing.
    pub fn change(&self, at: usize) -> Option<i64> {
        let before = *self.values.get(at.checked_sub(1)?)?;
        Some((*self.values.get(at)?)? - before?)
    }

    /// Where nobody reported.
    pub fn gaps(&self) -> Vec<usize> {
        (0..self.values.len()).filter(|at| self.values[*at].is_none()).collect()
    }
}

/// Where the first figure of any of them stands; the last place where there is none.
#[must_use]
pub fn first_known(all: &[&[Option<i64>]]) -> usize {
    let last = all.iter().map(|one| one.len()).max().unwrap_or(0).saturating_sub(1);
    let known = all.iter().filter_map(|one| one.iter().position(Option::is_some)).min();
    known.unwrap_or(last)
}

/// So many periods up to one, oldest first.
#[must_use]
pub fn up_to(last: Period, count: usize) -> Vec<Period> {
    let mut all = vec![last];
    while let (true, Some(before)) = (all.len() < count, all.last().and_then(|one| one.previous())) {
        all.push(before);
    }
    all.reverse();
    all
}

/// The series of an item at a place and the places below it.
///
/// # Errors
/// No right, no such item.
pub async fn series(
    monitor: &Monitor,
    caller: &Caller<'_>,
    (form, item): (&str, &str),
    periods: &[Period],
    (place, reach): (&str, Reach),
) -> Result<Vec<Series>, Fault> {
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Ok(Vec::new()) };
    let items = [item.to_owned()];
    let table = ask(monitor, caller, form, &items, (*first, *last), (place, reach)).await?;
    let mut found: BTreeMap<String, Series> = BTreeMap::new();
    let on = monitor.reporting.tree_day(*last);
    let empty = |code: &str| Series {
        place: code.to_owned(),
        name: monitor.core.place_name(code, on),
        values: vec![None; periods.len()],
        reports: vec![0; periods.len()],
    };
    found.insert(place.to_owned(), empty(place));
    if reach == Reach::Children {
        for child in monitor.core.places().children(place, on, anye_places::Tree::CIVIL) {
            found.insert(child.code.to_owned(), empty(child.code));
        }
    }
    for row in &table.rows {
        let Some(at) = periods.iter().position(|period| period.to_string() == row.period) else { continue };
        let held = found.entry(row.place.clone()).or_insert_with(|| empty(&row.place));
        held.values[at] = sums(&table, row).get(item).copied();
        held.reports[at] = row.n;
    }
    townships(monitor, (form, item), periods, &mut found).await?;
    // The place itself first.
    let own = found.remove(place);
    Ok(own.into_iter().chain(found.into_values()).collect())
}

/// Sums stand at counties and above: what townships report themselves is read from their reports.
async fn townships(
    monitor: &Monitor,
    (form, item): (&str, &str),
    periods: &[Period],
    found: &mut BTreeMap<String, Series>,
) -> Result<(), Fault> {
    let register = monitor.core.places();
    let Some(on) = periods.last().map(|last| monitor.reporting.tree_day(*last)) else { return Ok(()) };
    let below = |code: &str| register.find(code, on).is_some_and(|one| one.level > Level::County);
    let codes: Vec<String> = found.keys().filter(|code| below(code)).cloned().collect();
    let mut db = &monitor.core.db;
    for some in codes.chunks(200) {
        let query =
            sql("select reporter, period, cells from report where form = $1 and counted > 0").bind(form);
        let query = query.push_list(" and reporter in ({})", some.iter());
        for row in
            db.all(query.push_list(" and period in ({})", periods.iter().map(ToString::to_string))).await?
        {
            let (reporter, period) = (row.text("reporter")?, row.text("period")?);
            let at = periods.iter().position(|one| one.to_string() == period);
            let (Some(at), Some(held)) = (at, found.get_mut(&reporter)) else { continue };
            let cells: Value = row.json("cells")?;
            let number = cells.get(item).and_then(|one| one.as_i64().or_else(|| one.as_str()?.parse().ok()));
            held.values[at] = number;
            held.reports[at] = 1;
        }
    }
    Ok(())
}

/// Whether two series went opposite ways between two periods (走势相背): one rose, the other fell.
#[must_use]
pub fn diverges(one: (Option<i64>, Option<i64>), other: (Option<i64>, Option<i64>)) -> Option<bool> {
    let way = |(before, now): (Option<i64>, Option<i64>)| Some((now? - before?).signum());
    Some(way(one)? * way(other)? < 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_no_zero_and_gives_no_change() {
        let one = Series { values: vec![Some(5), None, Some(7), Some(9)], ..Series::default() };
        assert_eq!((0..4).map(|at| one.change(at)).collect::<Vec<_>>(), [None, None, None, Some(2)]);
        assert_eq!(one.gaps(), [1]);
    }

    #[test]
    fn opposite_ways_diverge_and_standing_still_does_not() {
        assert_eq!(diverges((Some(1), Some(2)), (Some(5), Some(4))), Some(true));
        assert_eq!(diverges((Some(1), Some(1)), (Some(5), Some(4))), Some(false));
        assert_eq!(diverges((Some(1), Some(2)), (Some(4), Some(5))), Some(false));
        assert_eq!(diverges((None, Some(2)), (Some(4), Some(5))), None);
    }

    #[test]
    fn periods_come_oldest_first() {
        let last: Period = "2020-02".parse().unwrap();
        let all: Vec<String> = up_to(last, 3).iter().map(ToString::to_string).collect();
        assert_eq!(all, ["2019-12", "2020-01", "2020-02"]);
    }
}
