//! Counts as JSON.

use anye_web::{Asking, Failed, Visitor};
use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::Service;
use crate::count::{self, Count, Wanted};

/// What the address of the counts asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct CountAsked {
    /// First day; without it the first of this year.
    from: Option<String>,
    /// Last day; without it today.
    to: Option<String>,
    /// One programme only.
    programme: Option<String>,
    /// A place and all below it.
    place: Option<String>,
}

/// Counts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = service::Counted)]
pub struct Counted {
    /// First day.
    from: String,
    /// Last day.
    to: String,
    /// By programme and place.
    items: Vec<Count>,
}

/// Statistics by programme and place, with steps and reasons of refusal.
#[utoipa::path(get, path = "/api/service/statistics", operation_id = "service_statistics", tag = "service", params(CountAsked), responses((status = 200, body = Counted)))]
pub async fn statistics(
    State(service): State<Service>,
    visitor: Visitor,
    Query(asked): Query<CountAsked>,
) -> Result<Json<Counted>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let day = |text: Option<String>| text.and_then(|text| text.trim().parse().ok());
    let to = day(asked.to).unwrap_or(service.core.world.today());
    let first = format!("{}-01-01", to.year()).parse().unwrap_or(to);
    let from = day(asked.from).unwrap_or(first).min(to);
    let wanted = Wanted { from, to, programme: asked.programme, place: asked.place, at: None };
    let items = count::count(&service, &asking.caller(None), &wanted).await?;
    Ok(Json(Counted { from: from.to_string(), to: to.to_string(), items }))
}
