//! Reading reports: one with everything that was done to it, or a list. A report that may not be read is as if it were not there.

use anye_access::{Caller, Permission};
use anye_base::{Cursor, Fault, Limit, Page};
use anye_db::{Read, sql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Act, Before, Forced, GivenBack, Note, Report, State};
use crate::Reporting;
use crate::reporter::path_of;
use crate::rights::{is_own, may};
use crate::store::{act, note, period, report as store};

/// A report with everything that was done to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = reporting::Shown)]
pub struct Shown {
    /// The report.
    pub report: Report,
    /// Ids of the items that changed since it was last approved.
    pub changed_since_approval: Vec<String>,
    /// What was done to it.
    pub acts: Vec<Act>,
    /// Its cells before each change.
    pub history: Vec<Before>,
    /// Cells given back.
    pub given_back: Vec<GivenBack>,
    /// Comments and follow-ups.
    pub notes: Vec<Note>,
    /// Changes by force.
    pub forced: Vec<Forced>,
    /// Whether the period is locked.
    pub locked: bool,
}

/// The report, where the caller may read it.
pub async fn readable(caller: &Caller<'_>, from: &mut impl Read, id: &str) -> Result<Report, Fault> {
    let found = store::find(from, id).await?.ok_or_else(|| Fault::not_found("report"))?;
    let own = is_own(from, caller, &found.reporter).await?;
    if may(caller, Permission::ReportRead, &found.path, own) {
        Ok(found)
    } else {
        Err(Fault::not_found("report"))
    }
}

/// One report with everything.
pub async fn show(reporting: &Reporting, caller: &Caller<'_>, id: &str) -> Result<Shown, Fault> {
    let mut db = &reporting.core.db;
    let report = readable(caller, &mut db, id).await?;
    Ok(Shown {
        changed_since_approval: report.changed_since_approval(),
        acts: act::acts(&mut db, id).await?,
        history: act::history(&mut db, id).await?,
        given_back: note::given_back(&mut db, id).await?,
        notes: note::of(&mut db, id).await?,
        forced: period::forced_of(&mut db, id).await?,
        locked: period::lock_of(&mut db, &report.form, &report.period).await?.is_some(),
        report,
    })
}

/// Which reports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Form.
    pub form: String,
    /// Period.
    pub period: String,
    /// Place under which they lie; empty: the home place.
    pub place: String,
    /// State; empty: any.
    pub state: String,
    /// Only those with warnings.
    pub doubtful: bool,
    /// Only those with a dimension's code: `industry=C`.
    pub dim: String,
}

/// A report in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = reporting::Brief)]
pub struct Brief {
    /// Id.
    pub id: String,
    /// Id of the reporter.
    pub reporter: String,
    /// Name of the reporter; the code where it has none.
    pub name: String,
    /// Place.
    pub place: String,
    /// Where it stands.
    pub state: State,
    /// Warnings.
    pub warnings: i64,
    /// Largest effect of a doubt.
    pub effect: i64,
    /// After the due day.
    pub late: bool,
    /// Changed by force.
    pub forced: bool,
    /// When it was submitted.
    pub submitted_at: Option<i64>,
    /// Version.
    pub version: i64,
}

/// A page of a form's reports of a period, in the order of places; doubtful ones by their effect where only those are asked for.
pub async fn list(
    reporting: &Reporting,
    caller: &Caller<'_>,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Brief>, Fault> {
    let (form, period) = reporting.form_period(&filter.form, &filter.period)?;
    let place = if filter.place.is_empty() { &reporting.core.settings.home_place } else { &filter.place };
    if !may(caller, Permission::ReportRead, place, false) {
        return Err(crate::rights::denied(Permission::ReportRead));
    }
    let path = path_of(&reporting.core.places(), place, reporting.tree_day(period))?;
    let name = crate::reporter::named("r.reporter");
    let query = sql(format!(
        "select r.id, r.reporter, {name} as name, r.place, r.path, r.state, r.warnings, r.effect, r.late, \
         r.forced, r.submitted_at, r.version from report r left join employer e on e.id = r.reporter where r.form = $1 and r.period = $2",
    ));
    let mut query = query.bind(&form.id).bind(period.to_string());
    query = query
        .push_bind(" and (r.path = {}", &path)
        .push_bind(" or (r.path > {}", format!("{path}/"))
        .push_bind(" and r.path < {}))", format!("{path}0"));
    if !filter.state.is_empty() {
        query = query.push_bind(" and r.state = {}", &filter.state);
    }
    if filter.doubtful {
        query = query.push(" and r.warnings > 0");
    }
    if let Some((dim, code)) = filter.dim.split_once('=') {
        query = query.push_bind(" and r.dims like {}", format!("%;{dim}={code};%"));
    }
    let order = if filter.doubtful {
        if let Some([effect, id]) = after.map(|cursor| &cursor.0[..]) {
            let effect: i64 = effect.parse().unwrap_or(i64::MAX);
            query = query
                .push_bind(" and (r.effect < {}", effect)
                .push_bind(" or (r.effect = {}", effect)
                .push_bind(" and r.id > {}))", id);
        }
        " order by r.effect desc, r.id limit {}"
    } else {
        if let Some([path, id]) = after.map(|cursor| &cursor.0[..]) {
            query = query
                .push_bind(" and (r.path > {}", path)
                .push_bind(" or (r.path = {}", path)
                .push_bind(" and r.id > {}))", id);
        }
        " order by r.path, r.id limit {}"
    };
    let mut db = &reporting.core.db;
    let rows = db.all(query.push_bind(order, limit.rows() + 1)).await?;
    let found: Vec<(String, Brief)> = rows.iter().map(brief).collect::<Result<_, _>>()?;
    let key = |(path, one): &(String, Brief)| {
        let first = if filter.doubtful { one.effect.to_string() } else { path.clone() };
        Cursor(vec![first, one.id.clone()])
    };
    Ok(Page::from_overfull(found, limit, key).map(|(_, one)| one))
}

fn brief(row: &anye_db::Row) -> Result<(String, Brief), anye_db::DbError> {
    let word = row.text("state")?;
    let state =
        State::from_word(&word).ok_or_else(|| anye_db::DbError::Other(format!("unknown state {word}")))?;
    let one = Brief {
        id: row.text("id")?,
        reporter: row.text("reporter")?,
        name: row.text("name")?,
        place: row.text("place")?,
        state,
        warnings: row.int("warnings")?,
        effect: row.int("effect")?,
        late: row.flag("late")?,
        forced: row.flag("forced")?,
        submitted_at: row.opt_int("submitted_at")?,
        version: row.int("version")?,
    };
    Ok((row.text("path")?, one))
}
