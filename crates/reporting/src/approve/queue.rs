//! What waits for a level at a place (待审核): how many are clean, how many doubtful, and what the doubtful ones could move.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::{Read as _, sql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Reporting;
use crate::reporter::path_of;
use crate::rights::must;
use crate::store::report as store;

/// What waits at one level of the approval path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Queue {
    /// Approvals these reports have: the level that is next.
    pub approvals: i64,
    /// Word of the level.
    pub level: String,
    /// Without warnings.
    pub clean: i64,
    /// With warnings. List them by effect with `report::list(filter.doubtful)`.
    pub doubtful: i64,
    /// Largest effect of one of them.
    pub largest_effect: i64,
}

/// What waits, level by level.
pub async fn queue(
    reporting: &Reporting,
    caller: &Caller<'_>,
    form: &str,
    period: &str,
    place: &str,
) -> Result<Vec<Queue>, Fault> {
    let (form, period) = reporting.form_period(form, period)?;
    must(caller, Permission::ReportRead, place, false)?;
    let path = path_of(&reporting.core.places(), place, reporting.tree_day(period))?;
    let query = sql("select step, sum(case when warnings = 0 then 1 else 0 end) as clean, \
         sum(case when warnings > 0 then 1 else 0 end) as doubtful, max(effect) as effect from report where form = $1 and period = $2 and step > 0");
    let query = store::under(query.bind(&form.id).bind(period.to_string()), &path);
    let mut db = &reporting.core.db;
    let mut all = Vec::new();
    for row in db.all(query.push(" group by step order by step")).await? {
        let approvals = row.int("step")? - 1;
        let Some(level) = super::level::next_level(form, approvals) else { continue };
        all.push(Queue {
            approvals,
            level: super::level::word(level).to_owned(),
            clean: row.int("clean")?,
            doubtful: row.int("doubtful")?,
            largest_effect: row.int("effect")?,
        });
    }
    Ok(all)
}
