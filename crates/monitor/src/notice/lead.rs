//! The lead of state firms (国有企业尽量不裁员或少裁员): who laid off nobody, few or more in a period, by their monthly reports. It must never rank without the numbers beside it.

use anye_access::Caller;
use anye_base::Fault;
use anye_db::{Read, sql};
use anye_registry::employer;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{file, judge, rights};
use crate::Monitor;

/// One firm in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Firm {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Where.
    pub place: String,
    /// Staff at the beginning.
    pub staff: i64,
    /// Laid off.
    pub laid_off: i64,
    /// Tenths of a percent.
    pub share: Option<i64>,
}

/// The periods that have reports, the latest first.
///
/// # Errors
/// The store's own.
pub async fn periods(monitor: &Monitor) -> Result<Vec<String>, Fault> {
    let Some(lead) = &file::setting(monitor)?.lead else { return Ok(Vec::new()) };
    let query = sql(
        "select distinct period from report where form = $1 and counted > 0 order by period desc limit 60",
    );
    let mut from = &monitor.core.db;
    let rows = from.all(query.bind(&lead.form)).await?;
    Ok(rows.iter().map(|row| row.text("period")).collect::<Result<_, _>>()?)
}

/// Firms of a period that the caller may read, those that laid off nobody first, then by share.
///
/// # Errors
/// The store's own.
pub async fn list(
    monitor: &Monitor,
    caller: &Caller<'_>,
    period: &str,
    place: &str,
) -> Result<Vec<Firm>, Fault> {
    let setting = file::setting(monitor)?;
    let Some(lead) = &setting.lead else { return Ok(Vec::new()) };
    let mut from = &monitor.core.db;
    let query = sql(
        "select reporter, place, cells from report where form = $1 and period = $2 and counted > 0 order by reporter",
    );
    let rows = from.all(query.bind(&lead.form).bind(period)).await?;
    let ids = rows.iter().map(|row| row.text("reporter")).collect::<Result<Vec<_>, _>>()?;
    let mut firms = Vec::new();
    for some in ids.chunks(500) {
        firms.extend(employer::by_ids(&mut from, some).await?);
    }
    firms.sort_by(|one, other| one.id.cmp(&other.id));
    let mut all = Vec::new();
    for row in &rows {
        let (reporter, own) = (row.text("reporter")?, row.text("place")?);
        let Ok(at) = firms.binary_search_by(|one| one.id.as_str().cmp(&reporter)) else { continue };
        let firm = &firms[at];
        let state = setting
            .ownership_of(&firm.ownership)
            .is_some_and(|word| lead.ownership.iter().any(|one| one == word));
        let county = own.get(..6).unwrap_or(&own);
        let inside = place.is_empty() || county == place || caller.places.is_within(county, place);
        if !state || !inside || !rights::may_read(caller, &own, false) {
            continue;
        }
        let cells: Value = row.json("cells")?;
        let number = |item: &str| cells.get(item).and_then(Value::as_i64);
        let (Some(staff), Some(laid_off)) = (number(&lead.staff), number(&lead.item).or(Some(0))) else {
            continue;
        };
        let share = judge::share(Some(laid_off), Some(staff));
        all.push(Firm { id: reporter, name: firm.name.clone(), place: own, staff, laid_off, share });
    }
    all.sort_by(|one, other| (one.share, &one.name).cmp(&(other.share, &other.name)));
    Ok(all)
}
