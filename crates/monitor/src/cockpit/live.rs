//! What is reported up to this minute (实时汇总): the sums that every report changes in its own transaction, beside the figures of the last close. Read, never reckoned.

use anye_base::{Fault, world::china_minute};
use anye_forms::Period;
use anye_reporting::rollup::{Class, Layout, figure};
use anye_web::figure::grouped;

use crate::Monitor;
use crate::warning::setting::Setting;

/// The sums of a period as they stand now.
pub struct Live {
    /// Period.
    pub period: String,
    /// Reports counted as submitted.
    pub reports: String,
    /// Staff at the end of the period; empty where the form does not ask.
    pub headcount: String,
    /// Staff at the base date of the same reports.
    pub base: String,
    /// When the sums changed last.
    pub as_of: String,
    /// The reports behind it.
    pub drill: String,
}

/// The period that is shown and, where that is the last one closed, the one after it, as far as there are reports.
///
/// # Errors
/// The store's own.
pub async fn read(
    monitor: &Monitor,
    form: &str,
    (period, is_last): (&str, bool),
    place: &str,
) -> Result<Vec<Live>, Fault> {
    let Some(form) = monitor.catalogue.form(form) else { return Ok(Vec::new()) };
    let Ok(shown) = period.parse::<Period>() else { return Ok(Vec::new()) };
    let setting = Setting::of(&monitor.pack).map_err(Fault::internal)?;
    let panel = setting.panel(&form.id);
    let layout = Layout::of(form);
    let mut from = &monitor.core.db;
    let mut found = Vec::new();
    for period in [Some(shown), shown.next().filter(|_| is_last)].into_iter().flatten() {
        let period = period.to_string();
        let Some(one) = figure(&mut from, &layout, Class::Submitted, &period, place).await? else { continue };
        let sum = |item: Option<&String>| {
            let cell = item.and_then(|item| layout.place(item)).and_then(|at| one.sums.cells.get(at));
            cell.filter(|(_, held)| *held > 0).map(|(sum, _)| grouped(&sum.to_string())).unwrap_or_default()
        };
        found.push(Live {
            reports: grouped(&one.sums.n.to_string()),
            headcount: sum(panel.map(|panel| &panel.headcount)),
            base: sum(panel.map(|panel| &panel.base)),
            as_of: china_minute(one.as_of),
            drill: crate::warning::drill(&form.id, &period, place, ""),
            period,
        });
    }
    Ok(found)
}
