//! The panel against its planned size (样本缺口): in all and by city.

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::{Date, Fault};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::draw::selections;
use super::store;
use crate::Reporting;
use crate::rights::must;
use crate::state::law_day;

/// A city of a panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CityShortfall {
    /// Code.
    pub place: String,
    /// Name on that day.
    pub name: String,
    /// Planned by the latest draw; `None`: there was none.
    pub planned: Option<i64>,
    /// Members.
    pub members: i64,
}

/// A panel against its plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Shortfall {
    /// Day.
    pub day: String,
    /// Size that the pack asks for; `None`: none on that day.
    pub planned: Option<i64>,
    /// Members: enrolled and not exited.
    pub members: i64,
    /// By city.
    pub cities: Vec<CityShortfall>,
}

impl Shortfall {
    /// How many are missing.
    #[must_use]
    pub fn missing(&self) -> i64 {
        self.planned.map_or(0, |planned| (planned - self.members).max(0))
    }
}

/// Counts.
pub async fn shortfall(
    reporting: &Reporting,
    caller: &Caller<'_>,
    panel: &str,
    day: Date,
) -> Result<Shortfall, Fault> {
    let home = reporting.core.settings.home_place.as_str();
    must(caller, Permission::FiguresRead, home, false)?;
    let panel = reporting.catalogue.panel(panel).ok_or_else(|| Fault::not_found("panel"))?;
    let mut db = &reporting.core.db;
    let mut cities: BTreeMap<String, (Option<i64>, i64)> = BTreeMap::new();
    let on = day.to_string();
    if let Some(last) = selections(&mut db, &panel.id).await?.into_iter().find(|one| one.day <= on) {
        for stratum in last.strata.iter().filter(|one| !one.city.is_empty()) {
            let city = cities.entry(stratum.city.clone()).or_default();
            city.0 = Some(city.0.unwrap_or(0) + i64::from(stratum.planned));
        }
    }
    let members = store::members(&mut db, &panel.id, day, "").await?;
    for one in &members {
        let city = one.path.split('/').nth(1).unwrap_or(&one.path);
        cities.entry(city.to_owned()).or_default().1 += 1;
    }
    let city = |(place, (planned, members)): (String, (Option<i64>, i64))| CityShortfall {
        name: reporting.core.place_name(&place, day),
        place,
        planned,
        members,
    };
    Ok(Shortfall {
        day: on,
        planned: law_day(day).and_then(|day| panel.size_on(day)).map(|size| i64::from(size.n)),
        members: i64::try_from(members.len()).unwrap_or(i64::MAX),
        cities: cities.into_iter().map(city).collect(),
    })
}
