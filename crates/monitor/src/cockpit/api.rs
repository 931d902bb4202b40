//! Lights and series as JSON: the same rows as the cockpit.

use anye_access::Permission;
use anye_base::Fault;
use anye_reporting::rights::must;
use anye_web::{Asking, Failed, Visitor};
use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::read::{self, Wanted};
use crate::Monitor;
use crate::warning::store::{self, Figure};

/// What the address asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct Asked {
    /// Form; empty: the first that was closed.
    form: String,
    /// Period; empty: the latest closed.
    period: String,
    /// Place; empty: the pack's.
    place: String,
    /// Section of industry; empty: all.
    industry: String,
    /// Indicator; empty: that of the form's first light.
    indicator: String,
}

/// A figure with its light.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lit {
    /// Place.
    place: String,
    /// Section of industry; empty: all.
    industry: String,
    /// Indicator.
    indicator: String,
    /// Light; empty: none asks for it.
    rule: String,
    /// Decimal text; none where there is no figure.
    value: Option<String>,
    /// Why there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    missing: String,
    /// Standard error.
    #[serde(skip_serializing_if = "String::is_empty")]
    se: String,
    /// Seasonally adjusted.
    #[serde(skip_serializing_if = "String::is_empty")]
    adjusted: String,
    /// Trend.
    #[serde(skip_serializing_if = "String::is_empty")]
    trend: String,
    /// Points to come, with interval.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    forecast: Vec<serde_json::Value>,
    /// Light with inertia; none where there is no light.
    light: Option<String>,
    /// Of this period alone.
    light_now: Option<String>,
    /// Threshold crossed.
    threshold: Option<String>,
    /// Reporters behind it.
    reporters: i64,
    /// What it is made of, or why there is no light.
    #[schema(value_type = Object)]
    detail: serde_json::Value,
    /// Where it drills down to; none for estimates.
    drill: Option<String>,
}

/// Lights of a place and those below.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lights {
    /// Form.
    form: String,
    /// Period.
    period: String,
    /// Which close of it.
    vintage: i64,
    /// Digest of the rules.
    rules: String,
    /// Latest report in it, in milliseconds since 1970.
    as_of: i64,
    /// Figures.
    items: Vec<Lit>,
}

/// A point of a series.
#[derive(Debug, Serialize, ToSchema)]
pub struct Point {
    /// Period.
    period: String,
    /// Its figure.
    #[serde(flatten)]
    figure: Lit,
}

/// A series.
#[derive(Debug, Serialize, ToSchema)]
pub struct Series {
    /// Points, the oldest first.
    items: Vec<Point>,
}

fn lit(form: &str, period: &str, one: Figure) -> Lit {
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let estimated =
        [anye_forms::ESTIMATE, anye_forms::INDEX].iter().any(|head| one.indicator.starts_with(head));
    Lit {
        drill: (!estimated).then(|| crate::warning::drill(form, period, &one.place, &one.industry)),
        place: one.place,
        industry: one.industry,
        indicator: one.indicator,
        rule: one.rule,
        value: some(one.value),
        missing: one.missing,
        se: one.se,
        adjusted: one.adjusted,
        trend: one.trend,
        forecast: one.forecast,
        light: some(one.light),
        light_now: some(one.light_now),
        threshold: some(one.threshold),
        reporters: one.reporters,
        detail: one.detail,
    }
}

/// Lights and figures of a place, the places directly below and its industries.
#[utoipa::path(get, path = "/api/monitor/lights", operation_id = "monitor_lights", tag = "monitor", params(Asked), responses((status = 200, body = Lights)))]
pub async fn lights(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Lights>, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let wanted = Wanted { form: asked.form, period: asked.period, place: asked.place };
    let board = read::whole(&monitor, &asking.caller(None), &wanted).await?;
    let board = board.ok_or_else(|| Fault::not_found("close"))?;
    let (form, period) = (board.run.form.clone(), board.run.period.clone());
    let parts = [vec![board.own], board.below, board.industries].concat();
    let all = parts.into_iter().flat_map(|part| part.figures);
    let wanted = |one: &Figure| {
        (asked.industry.is_empty() || one.industry == asked.industry)
            && (asked.indicator.is_empty() || one.indicator == asked.indicator)
    };
    Ok(Json(Lights {
        vintage: board.run.number,
        rules: board.run.rules,
        as_of: board.run.as_of,
        items: all.filter(wanted).map(|one| lit(&form, &period, one)).collect(),
        form,
        period,
    }))
}

/// One series of a place, with what was known of each period at its latest close.
#[utoipa::path(get, path = "/api/monitor/series", operation_id = "monitor_series", tag = "monitor", params(Asked), responses((status = 200, body = Series)))]
pub async fn series(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Series>, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let place = if asked.place.is_empty() { monitor.core.settings.home_place.clone() } else { asked.place };
    must(&asking.caller(None), Permission::FiguresRead, &place, false)?;
    let form = match asked.form.as_str() {
        "" => read::forms(&monitor).await?.into_iter().next().unwrap_or_default(),
        form => form.to_owned(),
    };
    let indicator =
        if asked.indicator.is_empty() { read::main_light(&monitor, &form)?.1 } else { asked.indicator };
    let until = if asked.period.is_empty() { "9999-99" } else { &asked.period };
    let found =
        store::series(&mut &monitor.core.db, &form, (&place, &asked.industry), &indicator, until).await?;
    let point = |(period, one): (String, Figure)| Point { figure: lit(&form, &period, one), period };
    Ok(Json(Series { items: found.into_iter().map(point).collect() }))
}
