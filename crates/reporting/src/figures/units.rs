//! Who has to report a form that units report (单位填报的应报名单): those on the form's roster (填报名录), and those who reported one of the last four periods and are
//! still there. The class of units is open, so whoever reports beyond that counts as well. It must never take a unit off the list without somebody saying so.

use std::collections::{BTreeMap, BTreeSet};

use anye_base::Date;
use anye_db::{DbError, Read, sql};
use anye_forms::{Form, Period};

/// So many periods back a report keeps its unit on the list.
const BACK: usize = 4;

/// A unit that has to report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// Id of the employer.
    pub reporter: String,
    /// Name.
    pub name: String,
    /// Place.
    pub place: String,
    /// Codes from the province down.
    pub path: String,
    /// Has reported for this period.
    pub reported: bool,
    /// A draft was begun.
    pub begun: bool,
}

/// The units that have to report a form for a period under a path, by reporter.
///
/// # Errors
/// The store's own.
pub async fn expected(
    from: &mut impl Read,
    form: &Form,
    period: Period,
    path: &str,
    on: Date,
) -> Result<Vec<Expected>, DbError> {
    let Some(roster) = form.reporter.roster() else { return Ok(Vec::new()) };
    let mut found: BTreeMap<String, Expected> = BTreeMap::new();
    let mut gone: BTreeSet<String> = BTreeSet::new();
    let query = sql(
        "select m.subject, m.place, m.path, m.ended, coalesce(e.name, m.subject) as name from panel_member m \
         left join employer e on e.id = m.subject where m.panel = $1 and m.entered <= $2",
    );
    let query = under_column(query.bind(&roster).bind(on), "m.path", path);
    let day = on.to_string();
    for row in from.all(query.push(" order by m.entered")).await? {
        let (reporter, ended) = (row.text("subject")?, row.opt_text("ended")?);
        if ended.is_some_and(|ended| ended <= day) {
            found.remove(&reporter);
            gone.insert(reporter);
            continue;
        }
        gone.remove(&reporter);
        let (name, place, path) = (row.text("name")?, row.text("place")?, row.text("path")?);
        found.insert(reporter.clone(), Expected { reporter, name, place, path, ..Expected::default() });
    }
    let mut begun = BTreeSet::new();
    let this = period.to_string();
    let mut periods = vec![this.clone()];
    let before = std::iter::successors(period.previous(), |one| one.previous());
    periods.extend(before.take(BACK).map(|one| one.to_string()));
    let query = sql("select r.reporter, r.period, r.counted, r.place, r.path, coalesce(e.name, r.reporter) as name, \
         coalesce(e.state, '') as state from report r left join employer e on e.id = r.reporter where r.form = $1")
        .bind(&form.id)
        .push_list(" and r.period in ({})", periods.iter());
    let query = under_column(query, "r.path", path);
    for row in from.all(query.push(" order by r.reporter, r.period desc")).await? {
        let reporter = row.text("reporter")?;
        let (now, counted) = (row.text("period")? == this, row.int("counted")? > 0);
        if now && !counted {
            begun.insert(reporter);
            continue;
        }
        let still = row.text("state")? != "cancelled" && !gone.contains(&reporter);
        if !counted || (!found.contains_key(&reporter) && !now && !still) {
            continue;
        }
        let (name, place, path) = (row.text("name")?, row.text("place")?, row.text("path")?);
        let one = found.entry(reporter.clone()).or_insert_with(|| Expected {
            reporter,
            name,
            place,
            path,
            ..Expected::default()
        });
        one.reported |= now;
    }
    for one in found.values_mut() {
        one.begun = begun.contains(&one.reporter);
    }
    Ok(found.into_values().collect())
}

/// Places at and below a path.
fn under_column(query: anye_db::Query, column: &str, path: &str) -> anye_db::Query {
    query
        .push_bind(&format!(" and ({column} = {{}}"), path)
        .push_bind(&format!(" or ({column} > {{}}"), format!("{path}/"))
        .push_bind(&format!(" and {column} < {{}}))"), format!("{path}0"))
}
