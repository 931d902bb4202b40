//! Who has reported and when (上报率、及时率): by the places below, and name by name who has not.

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::{Cursor, Date, Fault, Limit, Page};
use anye_db::{Read, sql};
use anye_forms::{Form, Period};
use anye_places::{Level, Tree};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::units::{Expected, expected};
use crate::Reporting;
use crate::report::due_on;
use crate::reporter::path_of;
use crate::rights::must;
use crate::store::report::under;

/// Counts of a place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Completion {
    /// Place.
    pub place: String,
    /// Name.
    pub name: String,
    /// Who has to report (应报).
    pub due: i64,
    /// Has reported (已报): submitted, whatever came after.
    pub submitted: i64,
    /// By the due day.
    pub on_time: i64,
    /// After it.
    pub late: i64,
    /// Approved by all levels.
    pub approved: i64,
    /// Given back and not come again.
    pub returned: i64,
    /// With warnings, each with its reason.
    pub doubtful: i64,
    /// Has not reported (未报).
    pub missing: i64,
}

impl Completion {
    /// The share that has reported, in hundredths of a per cent; `None` where nobody has to.
    #[must_use]
    pub fn rate(&self) -> Option<i64> {
        (self.due > 0).then(|| (self.submitted * 10_000 + self.due / 2) / self.due)
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Completeness {
    /// Form.
    pub form: String,
    /// Period.
    pub period: String,
    /// The due day of the place itself; exceptions may differ.
    pub due_on: Option<String>,
    /// Whether that day is over.
    pub is_over: bool,
    /// As of, in milliseconds.
    pub as_of: i64,
    /// All together.
    pub total: Completion,
    /// By the places directly below.
    pub rows: Vec<Completion>,
}

/// Somebody who has not reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Missing {
    /// Id of the employer or code of the place.
    pub reporter: String,
    /// Name.
    pub name: String,
    /// Code of the employer or place, or number in the sample; empty: not looked for. Files are filled in by it.
    #[serde(skip)]
    pub code: String,
    /// Place.
    pub place: String,
    /// A draft was begun.
    pub begun: bool,
}

/// Counts a form's reports of a period.
pub async fn completeness(
    reporting: &Reporting,
    caller: &Caller<'_>,
    form: &str,
    period: &str,
    place: &str,
) -> Result<Completeness, Fault> {
    let (form, period) = reporting.form_period(form, period)?;
    must(caller, Permission::FiguresRead, place, false)?;
    let on = reporting.tree_day(period);
    let path = path_of(&reporting.core.places(), place, on)?;
    let mut rows: BTreeMap<String, Completion> = BTreeMap::new();
    let mut db = &reporting.core.db;
    for (place, due) in due_by_path(reporting, &mut db, (form, period), &path, on).await? {
        rows.entry(child(&path, &place)).or_default().due += due;
    }
    let query = sql(
        "select path, count(*) as n, sum(case when late = 1 then 1 else 0 end) as late, sum(case when counted = 2 then 1 else 0 end) as approved, \
         sum(case when state = 'returned' then 1 else 0 end) as returned, sum(case when warnings > 0 then 1 else 0 end) as doubtful \
         from report where form = $1 and period = $2 and counted > 0",
    );
    let query = under(query.bind(&form.id).bind(period.to_string()), &path).push(" group by path");
    for row in db.all(query).await? {
        let held = rows.entry(child(&path, &row.text("path")?)).or_default();
        let (n, late) = (row.int("n")?, row.int("late")?);
        held.submitted += n;
        held.late += late;
        held.on_time += n - late;
        held.approved += row.int("approved")?;
        held.returned += row.int("returned")?;
        held.doubtful += row.int("doubtful")?;
    }
    let mut total = Completion {
        place: place.to_owned(),
        name: reporting.core.place_name(place, on),
        ..Completion::default()
    };
    for (code, row) in &mut rows {
        row.name = reporting.core.place_name(code, on);
        row.place.clone_from(code);
        row.missing = (row.due - row.submitted).max(0);
        total.due += row.due;
        total.submitted += row.submitted;
        total.on_time += row.on_time;
        total.late += row.late;
        total.approved += row.approved;
        total.returned += row.returned;
        total.doubtful += row.doubtful;
        total.missing += row.missing;
    }
    let due = due_on(reporting, form, period, place);
    Ok(Completeness {
        form: form.id.clone(),
        period: period.to_string(),
        is_over: due.is_some_and(|due| due < reporting.core.world.today()),
        due_on: due.map(|day| day.to_string()),
        as_of: reporting.core.world.now_ms(),
        total,
        rows: rows.into_values().collect(),
    })
}

/// The place directly below a path in which a longer path lies; the path's own place for itself.
fn child(path: &str, longer: &str) -> String {
    let rest = longer.strip_prefix(path).unwrap_or_default().trim_start_matches('/');
    let next = rest.split('/').next().filter(|code| !code.is_empty());
    next.unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path)).to_owned()
}

/// Who has to report, counted by path.
async fn due_by_path(
    reporting: &Reporting,
    from: &mut impl Read,
    (form, period): (&Form, Period),
    path: &str,
    on: Date,
) -> Result<Vec<(String, i64)>, Fault> {
    match &form.reporter {
        anye_forms::Reporter::Panel(panel) => {
            let day = on.to_string();
            let query = sql(
                "select path, count(*) as n from panel_member where panel = $1 and entered <= $2 and (ended is null or ended > $3)",
            );
            let query = under(query.bind(panel).bind(&day).bind(&day), path).push(" group by path");
            let rows = from.all(query).await?;
            Ok(rows
                .iter()
                .map(|row| Ok((row.text("path")?, row.int("n")?)))
                .collect::<Result<_, anye_db::DbError>>()?)
        }
        anye_forms::Reporter::Places(level) => {
            let places = due_places(reporting, path, *level, on);
            Ok(places.into_iter().map(|(path, _, _)| (path, 1)).collect())
        }
        anye_forms::Reporter::Units(_) => {
            let units = expected(from, form, period, path, on).await?;
            Ok(units.into_iter().map(|one| (one.path, 1)).collect())
        }
    }
}

/// Path, code and name of every place of a level under a path.
fn due_places(
    reporting: &Reporting,
    path: &str,
    level: anye_forms::Level,
    on: Date,
) -> Vec<(String, String, String)> {
    let wanted = match level {
        anye_forms::Level::Province => Level::Province,
        anye_forms::Level::City => Level::City,
        anye_forms::Level::County => Level::County,
        anye_forms::Level::Township => Level::Township,
    };
    let places = reporting.core.places();
    let top = path.rsplit('/').next().unwrap_or(path);
    let below = places.descendants(top, on, Tree::CIVIL).filter(|one| one.level == wanted);
    let own = places.find(top, on).into_iter().filter(|one| one.level == wanted);
    own.chain(below)
        .filter_map(|one| {
            let path = path_of(&places, one.code, on).ok()?;
            Some((path, one.code.to_owned(), one.name.to_owned()))
        })
        .collect()
}

/// A page of those who have not reported, in the order of places.
pub async fn missing(
    reporting: &Reporting,
    caller: &Caller<'_>,
    (form, period, place): (&str, &str, &str),
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Missing>, Fault> {
    let (form, period) = reporting.form_period(form, period)?;
    must(caller, Permission::ReportRead, place, false)?;
    let on = reporting.tree_day(period);
    let path = path_of(&reporting.core.places(), place, on)?;
    let mut db = &reporting.core.db;
    let mut found = match &form.reporter {
        anye_forms::Reporter::Panel(panel) => {
            members_missing(&mut db, form, period, panel, &path, on, after, limit).await?
        }
        anye_forms::Reporter::Places(level) => {
            let query = sql("select reporter, counted from report where form = $1 and period = $2");
            let rows = db.all(query.bind(&form.id).bind(period.to_string())).await?;
            let mut there = BTreeMap::new();
            for row in &rows {
                there.insert(row.text("reporter")?, row.int("counted")? > 0);
            }
            due_places(reporting, &path, *level, on)
                .into_iter()
                .filter(|(_, code, _)| there.get(code) != Some(&true))
                .map(|(path, code, name)| {
                    let begun = there.contains_key(&code);
                    (path, Missing { reporter: code.clone(), name, code: code.clone(), place: code, begun })
                })
                .collect()
        }
        anye_forms::Reporter::Units(_) => expected(&mut db, form, period, &path, on)
            .await?
            .into_iter()
            .filter(|one| !one.reported)
            .map(|one| {
                let Expected { reporter, name, place, path, begun, .. } = one;
                (path, Missing { code: String::new(), reporter, name, place, begun })
            })
            .collect(),
    };
    if let (Some([path, id]), false) =
        (after.map(|cursor| &cursor.0[..]), matches!(form.reporter, anye_forms::Reporter::Panel(_)))
    {
        found.retain(|(own, one)| (own, &one.reporter) > (path, id));
    }
    found.sort_by(|a, b| (&a.0, &a.1.reporter).cmp(&(&b.0, &b.1.reporter)));
    let page =
        Page::from_overfull(found, limit, |(path, one)| Cursor(vec![path.clone(), one.reporter.clone()]));
    Ok(page.map(|(_, one)| one))
}

#[expect(clippy::too_many_arguments, reason = "the parts of one query, used in one place")]
async fn members_missing(
    from: &mut impl Read,
    form: &Form,
    period: Period,
    panel: &str,
    path: &str,
    on: Date,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Vec<(String, Missing)>, Fault> {
    let day = on.to_string();
    let query = sql(
        "select m.subject, m.path, m.place, coalesce(e.name, nullif(m.name, ''), m.subject) as name, coalesce(nullif(m.code, ''), e.code, m.subject) as code, r.id as report from panel_member m \
         left join employer e on e.id = m.subject left join report r on r.form = $1 and r.period = $2 and r.reporter = m.subject \
         where m.panel = $3 and m.entered <= $4 and (m.ended is null or m.ended > $5) and coalesce(r.counted, 0) = 0",
    );
    let query = query.bind(&form.id).bind(period.to_string()).bind(panel).bind(&day).bind(&day);
    let mut query = query
        .push_bind(" and (m.path = {}", path)
        .push_bind(" or (m.path > {}", format!("{path}/"))
        .push_bind(" and m.path < {}))", format!("{path}0"));
    if let Some([path, id]) = after.map(|cursor| &cursor.0[..]) {
        query = query
            .push_bind(" and (m.path > {}", path)
            .push_bind(" or (m.path = {}", path)
            .push_bind(" and m.subject > {}))", id);
    }
    let rows = from.all(query.push_bind(" order by m.path, m.subject limit {}", limit.rows() + 1)).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let one = Missing {
            reporter: row.text("subject")?,
            name: row.text("name")?,
            code: row.text("code")?,
            place: row.text("place")?,
            begun: row.opt_text("report")?.is_some(),
        };
        found.push((row.text("path")?, one));
    }
    Ok(found)
}
