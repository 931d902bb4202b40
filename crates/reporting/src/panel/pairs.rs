//! Neighbouring periods held against each other (相邻两期配对): sums of those who reported, and of those who reported in both. Worked out once for reports that stay as
//! they are; whether they did is seen by the sum at the top of the tree, whose time every change of a report sets. It must never give the answer of reports that changed since.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};

use anye_base::Fault;
use anye_db::{DbError, Read as _, sql};
use anye_forms::{Form, Period};
use anye_places::{Level, Tree};

use crate::Reporting;
use crate::rollup::{ALL, Class, Picked};

/// A change within this time may share its millisecond with what was read: not kept.
const SETTLED_MS: i64 = 1_000;
/// Answers kept at most.
const MOST: usize = 5_000;

/// Two neighbouring periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Pair {
    pub reporters: i64,
    pub sum: i64,
    pub both: i64,
    pub both_before: i64,
    pub both_now: i64,
}

/// What an answer was worked out from: form, item and period, and the state of its reports; the same of the period before, where there is one.
type Key = (String, String, Option<String>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State(u64, Option<u64>);

/// The answers of this process.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pairs(Arc<Mutex<HashMap<Key, (State, Pair)>>>);

impl Pairs {
    fn get(&self, key: &Key, state: State) -> Option<Pair> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(key).filter(|(of, _)| *of == state).map(|(_, pair)| *pair)
    }

    fn keep(&self, key: Key, state: State, pair: Pair) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= MOST {
            held.clear();
        }
        held.insert(key, (state, pair));
    }
}

/// A period and the form that was in force in it.
pub(super) type Asked<'a> = (Period, &'a Form);

/// Each period with the one before it, in their order.
///
/// # Errors
/// The store's own.
pub(super) async fn pairs(
    reporting: &Reporting,
    item: &str,
    asked: &[Asked<'_>],
) -> Result<Vec<Pair>, Fault> {
    let stamps = stamps(reporting, asked).await?;
    let (mut found, mut read) = (Vec::with_capacity(asked.len()), None::<(usize, HashMap<String, i64>)>);
    let name = |at: usize| format!("{} {}", asked[at].1.id, asked[at].0);
    for at in 0..asked.len() {
        let key: Key = (item.to_owned(), name(at), at.checked_sub(1).map(name));
        let state = State(stamps[at].0, at.checked_sub(1).map(|before| stamps[before].0));
        if let Some(pair) = reporting.pairs.get(&key, state) {
            found.push(pair);
            continue;
        }
        let before = match (read.take(), at.checked_sub(1)) {
            (_, None) => HashMap::new(),
            (Some((of, values)), Some(before)) if of == before => values,
            (_, Some(before)) => values(reporting, asked[before], item).await?,
        };
        let now = values(reporting, asked[at], item).await?;
        let pair = pair(&before, &now);
        let settled = stamps[at].1 && at.checked_sub(1).is_none_or(|before| stamps[before].1);
        if settled {
            reporting.pairs.keep(key, state, pair);
        }
        found.push(pair);
        read = Some((at, now));
    }
    Ok(found)
}

fn pair(before: &HashMap<String, i64>, now: &HashMap<String, i64>) -> Pair {
    let mut pair = Pair { reporters: i64::try_from(now.len()).unwrap_or(i64::MAX), ..Pair::default() };
    for (who, value) in now {
        pair.sum += value;
        if let Some(before) = before.get(who) {
            pair.both += 1;
            pair.both_before += before;
            pair.both_now += value;
        }
    }
    pair
}

/// The state of the reports of each period, and whether it is settled: a mark of the sums at the top, read before the reports.
async fn stamps(reporting: &Reporting, asked: &[Asked<'_>]) -> Result<Vec<(u64, bool)>, Fault> {
    let mut forms: Vec<&str> = asked.iter().map(|(_, form)| form.id.as_str()).collect();
    forms.sort_unstable();
    forms.dedup();
    let now = reporting.core.world.now_ms();
    let query = sql("select form, period, place, n, cells, as_of from rollup where code = ''")
        .push_bind(" and dim = {}", ALL)
        .push_bind(" and class = {}", Class::Submitted.word())
        .push_list(" and form in ({})", forms)
        .push_list(" and period in ({})", asked.iter().map(|(period, _)| period.to_string()))
        .push_list(" and place in ({})", tops(reporting))
        .push(" order by form, period, place");
    let mut of: HashMap<(String, String), (DefaultHasher, bool)> = HashMap::new();
    let mut db = &reporting.core.db;
    for row in db.all(query).await? {
        let key = (row.text("form")?, row.text("period")?);
        let (hasher, settled) = of.entry(key).or_insert_with(|| (DefaultHasher::new(), true));
        let as_of = row.int("as_of")?;
        (row.text("place")?, row.int("n")?, row.text("cells")?, as_of).hash(hasher);
        *settled &= as_of < now - SETTLED_MS;
    }
    let stamp = |(period, form): &Asked<'_>| {
        let found = of.get(&(form.id.clone(), period.to_string()));
        // Nothing was ever counted there: whoever is first sets the mark.
        found.map_or((0, true), |(hasher, settled)| (hasher.finish(), *settled))
    };
    Ok(asked.iter().map(stamp).collect())
}

/// The places at the top of the paths of reports.
fn tops(reporting: &Reporting) -> Vec<String> {
    let (places, today) = (reporting.core.places(), reporting.core.world.today());
    let home = reporting.core.settings.home_place.as_str();
    let above: Vec<_> =
        places.find(home, today).into_iter().chain(places.ancestors(home, today, Tree::CIVIL)).collect();
    match above.iter().find(|one| one.level == Level::State) {
        Some(state) => {
            places.children(state.code, today, Tree::CIVIL).iter().map(|one| one.code.to_owned()).collect()
        }
        None => above.last().map(|one| one.code.to_owned()).into_iter().collect(),
    }
}

/// The item as each reporter gave it.
async fn values(
    reporting: &Reporting,
    (period, form): Asked<'_>,
    item: &str,
) -> Result<HashMap<String, i64>, DbError> {
    let Some(picked) = Picked::new(form, item) else { return Ok(HashMap::new()) };
    // The reports of a county in one row, a line each: no text of cells holds a line end of its own.
    let query = sql("select string_agg(reporter || ' ' || cells, $1) as lines from report where form = $2 and period = $3")
        .bind("\n")
        .bind(&form.id)
        .bind(period.to_string())
        .push_bind(" and counted >= {}", Class::Submitted.least())
        .push(" group by path");
    let mut found = HashMap::new();
    reporting
        .core
        .db
        .each(query, |row| {
            for line in row.text("lines")?.lines() {
                let Some((who, cells)) = line.split_once(' ') else { continue };
                if let Some(value) = picked.of(cells) {
                    found.insert(who.to_owned(), value);
                }
            }
            Ok(())
        })
        .await?;
    Ok(found)
}
