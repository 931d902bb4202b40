//! Like for like (可比口径): only markets that reported in both periods are compared, the others are named. Pure but for the reading.

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::Read;
use anye_forms::Period;
use anye_places::{Level, Tree};
use anye_reporting::rights::must;
use anye_reporting::rollup::{ALL, Class, Layout, figures};

use super::setting::Supply;
use crate::Monitor;

/// Posts and seekers.
pub type Pair = (i64, i64);

/// A market of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Market {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The place below the one asked for that it belongs to: code and name.
    pub group: (String, String),
    /// In the period; `None`: no report.
    pub now: Option<Pair>,
    /// In the period compared with.
    pub before: Option<Pair>,
}

/// A place by the markets that reported in both periods.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alike {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Markets of the place.
    pub markets: usize,
    /// Of them in both periods.
    pub both: usize,
    /// Their posts and seekers.
    pub now: Pair,
    /// The same markets in the period compared with.
    pub before: Pair,
}

/// Places compared by the same markets; the last row is all together.
#[must_use]
pub fn alike(markets: &[Market]) -> Vec<Alike> {
    let mut groups: BTreeMap<&str, Alike> = BTreeMap::new();
    let mut all = Alike::default();
    for one in markets {
        let group = groups.entry(&one.group.0).or_default();
        group.code.clone_from(&one.group.0);
        group.name.clone_from(&one.group.1);
        for held in [group, &mut all] {
            held.markets += 1;
            let (Some(now), Some(before)) = (one.now, one.before) else { continue };
            held.both += 1;
            held.now = (held.now.0 + now.0, held.now.1 + now.1);
            held.before = (held.before.0 + before.0, held.before.1 + before.1);
        }
    }
    groups.into_values().chain([all]).collect()
}

/// The markets at and below a place in two periods.
///
/// # Errors
/// No right.
pub async fn markets(
    monitor: &Monitor,
    caller: &Caller<'_>,
    setting: &Supply,
    (now, before): (Period, Period),
    place: &str,
) -> Result<Vec<Market>, Fault> {
    must(caller, Permission::FiguresRead, place, false)?;
    let mut db = &monitor.core.db;
    read(monitor, &mut db, setting, Class::Submitted, (now, before), place).await
}

/// The same without asking who asks: for what is public.
pub(super) async fn read(
    monitor: &Monitor,
    from: &mut impl Read,
    setting: &Supply,
    class: Class,
    (now, before): (Period, Period),
    place: &str,
) -> Result<Vec<Market>, Fault> {
    let reporting = &monitor.reporting;
    let (register, on) = (reporting.core.places(), reporting.tree_day(now));
    let county = |code: &str| register.find(code, on).is_some_and(|one| one.level == Level::County);
    let mut found: Vec<(String, String)> = Vec::new();
    if county(place) {
        found.push((place.to_owned(), place.to_owned()));
    }
    for child in register.children(place, on, Tree::CIVIL) {
        if child.level == Level::County {
            found.push((child.code.to_owned(), child.code.to_owned()));
            continue;
        }
        for below in register.descendants(child.code, on, Tree::CIVIL) {
            if below.level == Level::County && below.code != child.code {
                found.push((below.code.to_owned(), child.code.to_owned()));
            }
        }
    }
    let form = reporting.form(&setting.form)?;
    let layout = Layout::of(form);
    let codes: Vec<String> = found.iter().map(|(code, _)| code.clone()).collect();
    let periods = [now.to_string(), before.to_string()];
    let (demand, seekers) = (form.column(&setting.demand), form.column(&setting.seekers));
    let mut held: BTreeMap<(String, String), Pair> = BTreeMap::new();
    for some in codes.chunks(400) {
        for one in figures(from, &layout, class, &periods, some, ALL).await? {
            let totals = one.totals(form, &layout);
            let sum = |at: Option<usize>| at.and_then(|at| totals.sums.get(at).copied().flatten());
            if let (Some(demand), Some(seekers)) = (sum(demand), sum(seekers)) {
                held.insert((one.place, one.period), (demand, seekers));
            }
        }
    }
    let name = |code: &str| reporting.core.place_name(code, on);
    let market = |(code, group): (String, String)| Market {
        now: held.get(&(code.clone(), periods[0].clone())).copied(),
        before: held.get(&(code.clone(), periods[1].clone())).copied(),
        name: name(&code),
        group: (group.clone(), name(&group)),
        code,
    };
    Ok(found.into_iter().map(market).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn market(group: &str, now: Option<Pair>, before: Option<Pair>) -> Market {
        Market { code: String::new(), name: String::new(), group: (group.into(), group.into()), now, before }
    }

    #[test]
    fn only_markets_of_both_periods_are_compared() {
        let all = [
            market("a", Some((10, 20)), Some((8, 16))),
            market("a", Some((500, 1)), None),
            market("b", None, Some((7, 7))),
            market("b", Some((3, 3)), Some((3, 6))),
        ];
        let rows = alike(&all);
        assert_eq!(rows.len(), 3);
        assert_eq!((rows[0].markets, rows[0].both, rows[0].now, rows[0].before), (2, 1, (10, 20), (8, 16)));
        assert_eq!((rows[1].both, rows[1].now), (1, (3, 3)));
        assert_eq!((rows[2].markets, rows[2].both, rows[2].now, rows[2].before), (4, 2, (13, 23), (11, 22)));
    }
}
