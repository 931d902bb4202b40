//! Warnings as JSON: the same use cases as the pages.

use anye_web::{Asking, Failed, Visitor};
use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::list::{self, Filter, Score, Shown};
use crate::Monitor;

/// What the address asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct Asked {
    /// open, unanswered, closed or all.
    state: String,
    /// A place and all below it.
    place: String,
    /// One light.
    rule: String,
    /// One level.
    level: String,
}

/// Warnings.
#[derive(Debug, Serialize, ToSchema)]
pub struct Warnings {
    /// The latest first.
    items: Vec<Shown>,
    /// How each rule did.
    rules: Vec<Score>,
}

/// Warnings that the caller may read, and the record of each rule.
#[utoipa::path(get, path = "/api/monitor/warnings", operation_id = "monitor_warnings", tag = "monitor", params(Asked), responses((status = 200, body = Warnings)))]
pub async fn list(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Warnings>, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let caller = asking.caller(None);
    let filter = Filter { state: asked.state, place: asked.place, rule: asked.rule, level: asked.level };
    Ok(Json(Warnings {
        items: list::list(&monitor, &caller, &filter).await?,
        rules: list::scores(&monitor, &caller).await?,
    }))
}
