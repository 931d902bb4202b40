//! What was known before a period (月结用的历史): headcounts of the panel and sums of the form, read once and only up to the period that is closed.

use anye_base::Fault;
use anye_db::DbError;
use anye_forms::{Form, Period};
use anye_signals::close as pure;
use anye_signals::estimate::Settings;
use anye_signals::series::Period as Step;
use sm3::{Digest as _, Sm3};

use super::super::estimate::Estimates;
use super::super::figure::Before;
use super::super::input::City;
use super::super::setting::Panel;
use super::super::store::Figure;
use super::super::{input, store};
use super::{reckon, steps};
use crate::Monitor;

/// Months that the estimate goes back.
pub(super) const LONGEST: i32 = 59;

/// The panel through the months, and what it was estimated to.
pub(super) struct History {
    pub(super) start: Step,
    pub(super) cities: Vec<City>,
    pub(super) estimates: std::sync::Arc<Estimates>,
    pub(super) reckoned: std::time::Duration,
}

impl History {
    pub(super) async fn read(
        monitor: &Monitor,
        form: &Form,
        panel: &str,
        setting: &Panel,
        to: Period,
    ) -> Result<Self, Fault> {
        let db = &monitor.core.db;
        let steps = steps(monitor, form, to).await?;
        let start = steps.first().map_or(Step::month(1900, 1), |(step, _)| Some(*step));
        let start = start.ok_or_else(|| Fault::internal("no first period"))?;
        let mut cities = Vec::new();
        for path in input::cities(&mut &*db, panel).await? {
            cities.push(input::read(db, &form.id, panel, setting, &path, &steps).await?);
        }
        reckon(move || Self::estimated(start, cities)).await
    }

    pub(super) fn estimated(start: Step, cities: Vec<City>) -> Result<Self, Fault> {
        let began = std::time::Instant::now();
        let mut cells = Vec::new();
        for city in &cities {
            let months = city.months.iter().map(input::Columns::month).collect();
            let partition = pure::Partition { frame: &city.frame, start, months };
            let found = pure::estimate(&partition, Settings::default());
            cells.extend(found.map_err(|cause| Fault::internal(format!("{}: {cause}", city.path)))?);
        }
        let paths = cities.iter().flat_map(|city| city.units.iter().map(|unit| unit.path.as_str()));
        let estimates = std::sync::Arc::new(Estimates::of(&cells, paths));
        Ok(Self { start, cities, estimates, reckoned: began.elapsed() })
    }

    /// Months from the start up to and with a period.
    pub(super) fn count(&self, period: Period) -> usize {
        let step: Option<Step> = period.to_string().parse().ok();
        step.and_then(|step| usize::try_from(step.since(self.start) + 1).ok()).unwrap_or(0)
    }

    /// Headcounts up to a month, for the digest: a later month changes nothing.
    pub(super) fn tell(&self, count: usize, to: &mut Sm3) {
        for city in &self.cities {
            to.update(city.path.as_bytes());
            for stratum in &city.frame {
                to.update(stratum.headcount.to_bits().to_le_bytes());
            }
            for (unit, at) in city.units.iter().zip(0..) {
                to.update(unit.id.as_bytes());
                for month in city.months.iter().take(count) {
                    let said = month.current.get(at).copied().flatten().map_or(u32::MAX, |now| now);
                    to.update(said.to_le_bytes());
                    to.update([month.status.get(at).map_or(0, |status| *status as u8)]);
                }
            }
        }
    }
}

/// Lights of the period before, where it was closed.
pub(super) async fn before(monitor: &Monitor, form: &Form, period: Period) -> Result<Before, DbError> {
    let mut from = &monitor.core.db;
    let Some(last) = period.previous() else { return Ok(Before::new()) };
    let Some(run) = store::current(&mut from, &form.id, &last.to_string()).await? else {
        return Ok(Before::new());
    };
    let figures = store::figures(&mut from, &run.id, |query| {
        query.push(" and rule <> '' and rule <> 'departure' and light <> ''")
    })
    .await?;
    let key =
        |one: &Figure| (one.place.clone(), one.industry.clone(), one.indicator.clone(), one.rule.clone());
    Ok(figures.into_iter().map(|one| (key(&one), (one.light, one.recent))).collect())
}
