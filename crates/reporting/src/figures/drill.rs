//! Drilling down: exactly the reports that make a figure. Their sum is the figure, to the unit.

use anye_access::{Caller, Permission};
use anye_base::{Cursor, Fault, Limit, Page};
use anye_db::{Db, DbError, Query, Read as _, sql};
use anye_forms::Form;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Reporting;
use crate::reporter::{dims_pairs, path_of};
use crate::rights::must;
use crate::rollup::{ALL, Class, Layout, Sums};
use crate::store::report::{under, with_dim};

/// Which figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DrillKey {
    /// Form.
    pub form: String,
    /// Period.
    pub period: String,
    /// Place.
    pub place: String,
    /// Dimension; "all" or empty: everything.
    #[serde(default)]
    pub dim: String,
    /// Code within the dimension.
    #[serde(default)]
    pub code: String,
    /// submitted or approved.
    #[schema(value_type = String)]
    pub class: Class,
}

/// A report that makes a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DrillRow {
    /// Id.
    pub report: String,
    /// Reporter.
    pub reporter: String,
    /// Its name.
    pub name: String,
    /// Place.
    pub place: String,
    /// State.
    pub state: String,
    /// Warnings.
    pub warnings: i64,
    /// Changed by force.
    pub forced: bool,
    /// After the due day.
    pub late: bool,
    /// Cells as JSON.
    pub cells: String,
}

/// A page of them.
pub type Drilled = Page<DrillRow>;

fn select(columns: &str, form: &Form, period: &str, path: &str, key: &DrillKey) -> Query {
    let query = sql(format!(
        "select {columns} from report left join employer e on e.id = report.reporter where form = $1 and period = $2"
    ));
    let query = query.bind(&form.id).bind(period).push_bind(" and counted >= {}", key.class.least());
    let query = under(query, path);
    if key.dim.is_empty() || key.dim == ALL { query } else { with_dim(query, &key.dim, &key.code) }
}

/// Letters of either case are one for `like` on one of the databases: the code is compared again.
fn has(dims: &str, key: &DrillKey) -> bool {
    key.dim.is_empty()
        || key.dim == ALL
        || dims_pairs(dims).any(|(dim, code)| dim == key.dim && code == key.code)
}

/// A page of the reports that make a figure, in the order of places.
pub async fn drill(
    reporting: &Reporting,
    caller: &Caller<'_>,
    key: &DrillKey,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Drilled, Fault> {
    let (form, period) = reporting.form_period(&key.form, &key.period)?;
    must(caller, Permission::ReportRead, &key.place, false)?;
    let path = path_of(&reporting.core.places(), &key.place, reporting.tree_day(period))?;
    let name = crate::reporter::named("report.reporter");
    let columns = format!(
        "report.id as id, report.reporter as reporter, {name} as name, report.place as place, \
         report.path as path, report.state as state, report.warnings as warnings, report.forced as forced, report.late as late, \
         report.dims as dims, report.cells as cells"
    );
    let mut query = select(&columns, form, &period.to_string(), &path, key);
    if let Some([path, id]) = after.map(|cursor| &cursor.0[..]) {
        query = query
            .push_bind(" and (path > {}", path)
            .push_bind(" or (path = {}", path)
            .push_bind(" and report.id > {}))", id);
    }
    let mut db = &reporting.core.db;
    let rows = db.all(query.push_bind(" order by path, report.id limit {}", limit.rows() + 1)).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let one = DrillRow {
            report: row.text("id")?,
            reporter: row.text("reporter")?,
            name: row.text("name")?,
            place: row.text("place")?,
            state: row.text("state")?,
            warnings: row.int("warnings")?,
            forced: row.flag("forced")?,
            late: row.flag("late")?,
            cells: row.text("cells")?,
        };
        found.push((row.text("path")?, has(&row.text("dims")?, key), one));
    }
    let page =
        Page::from_overfull(found, limit, |(path, _, one)| Cursor(vec![path.clone(), one.report.clone()]));
    Ok(Page {
        items: page.items.into_iter().filter(|(_, has, _)| *has).map(|(_, _, one)| one).collect(),
        next: page.next,
    })
}

/// The sum of the reports that make a figure.
pub async fn drill_sum(
    db: &Db,
    form: &Form,
    period: &str,
    path: &str,
    key: &DrillKey,
) -> Result<Sums, DbError> {
    let layout = Layout::of(form);
    let mut sums = Sums::default();
    if !key.dim.is_empty() && key.dim != ALL {
        let query = select("report.dims as dims, report.cells as cells", form, period, path, key);
        db.each(query, |row| {
            if has(&row.text("dims")?, key) {
                sums.add(&layout.of_text(form, &row.text("cells")?), 1)?;
            }
            Ok(())
        })
        .await?;
        return Ok(sums);
    }
    // The reports of a county in one row, a line each: no text of cells holds a line end of its own.
    let query = sql("select string_agg(cells, $1) as lines from report where form = $2 and period = $3");
    let query =
        query.bind("\n").bind(&form.id).bind(period).push_bind(" and counted >= {}", key.class.least());
    db.each(under(query, path).push(" group by path"), |row| {
        for cells in row.text("lines")?.lines() {
            sums.add(&layout.of_text(form, cells), 1)?;
        }
        Ok(())
    })
    .await?;
    Ok(sums)
}
