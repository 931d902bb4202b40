//! The lead of state firms (国有企业尽量不裁员或少裁员): who laid off nobody, few or more in a period, by their monthly reports. It must never rank without the numbers beside it.

use std::collections::HashMap;

use anye_access::Caller;
use anye_base::Fault;
use anye_db::{Read, sql};
use anye_reporting::rollup::Picked;
use serde::Serialize;
use utoipa::ToSchema;

use super::{file, judge, rights};
use crate::Monitor;

/// One firm in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = monitor::notice::lead::Firm)]
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
    // From one period to the next by the index: there are hundreds of thousands of reports, and few periods.
    let query = sql("with recursive found (period) as (select max(period) from rollup where form = $1 \
         union all select (select max(period) from rollup where form = $1 and period < found.period) from found where found.period is not null) \
         select period from found where period is not null limit 60");
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
    // The register's words for what the law calls state-owned: the others are not even read. A cross join, so that employers are looked at first.
    let owned = setting.ownership.iter().filter(|(word, _)| lead.ownership.contains(*word));
    let said: Vec<&String> = owned.flat_map(|(_, said)| said).collect();
    let query = sql("select r.reporter, r.place, r.cells, e.name from employer e cross join report r \
         where r.reporter = e.id and r.form = $1 and r.period = $2 and r.counted > 0")
    .bind(&lead.form)
    .bind(period)
    .push_list(" and trim(e.ownership) in ({})", said);
    let Some(form) = monitor.catalogue.form(&lead.form) else { return Ok(Vec::new()) };
    let (staffed, left) = (Picked::new(form, &lead.staff), Picked::new(form, &lead.item));
    // Thousands of firms stand at few places: each is asked once.
    let mut seen: HashMap<String, bool> = HashMap::new();
    let mut all = Vec::new();
    for row in &from.all(query).await? {
        let own = row.text("place")?;
        let sees = match seen.get(&own) {
            Some(sees) => *sees,
            None => {
                let county = own.get(..6).unwrap_or(&own);
                let inside = place.is_empty() || county == place || caller.places.is_within(county, place);
                let sees = inside && rights::may_read(caller, &own, false);
                seen.insert(own.clone(), sees);
                sees
            }
        };
        if !sees {
            continue;
        }
        let cells = row.text("cells")?;
        let Some(staff) = staffed.as_ref().and_then(|item| item.of(&cells)) else { continue };
        let laid_off = left.as_ref().and_then(|item| item.of(&cells)).unwrap_or(0);
        let share = judge::share(Some(laid_off), Some(staff));
        all.push(Firm {
            id: row.text("reporter")?,
            name: row.text("name")?,
            place: own,
            staff,
            laid_off,
            share,
        });
    }
    all.sort_by(|one, other| (one.share, &one.name, &one.id).cmp(&(other.share, &other.name, &other.id)));
    Ok(all)
}
