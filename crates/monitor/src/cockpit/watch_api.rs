//! The watch over four objects as JSON: the same rows as its page.

use std::collections::BTreeMap;

use anye_web::{Asking, Failed, Visitor};
use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::watch::{self, Count, OBJECTS};
use crate::Monitor;

/// What the address asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Place; empty: the reader's own.
    place: String,
    /// One of the four objects; empty: all.
    object: String,
}

/// Open items of one object at a place.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = monitor::Counted)]
pub struct Counted {
    /// Open.
    open: usize,
    /// That nobody has taken on.
    unclaimed: usize,
    /// The worst light among them; empty: none has one.
    worst: String,
}

/// Counts of a place by object.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = monitor::cockpit::watch_api::Row)]
pub struct Row {
    /// Code of the place; the first row is the asked place with what is not below another row.
    place: String,
    /// By object: `enterprises`, `groups`, `areas`, `emergencies`.
    objects: BTreeMap<&'static str, Counted>,
}

/// An item: a case and what it is watched as.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = monitor::Item)]
pub struct Item {
    /// One of the four objects.
    object: &'static str,
    /// Id of the case.
    case: String,
    /// Code of its place.
    place: String,
    /// Code of the place that answers for it now.
    answers: String,
    /// Its light; empty: none.
    light: String,
    /// Deadline, milliseconds since 1970.
    due_at: i64,
    /// Whether somebody has taken it on.
    taken_on: bool,
}

/// The watch of a place.
#[derive(Debug, Serialize, ToSchema)]
pub struct Watched {
    /// Counts, the place itself first.
    rows: Vec<Row>,
    /// Open items, the worst first, then by deadline.
    items: Vec<Item>,
}

/// The watch of a place and those below: counts by object, and the items behind them.
#[utoipa::path(get, path = "/api/monitor/watch", operation_id = "monitor_watch", tag = "monitor", params(Asked), responses((status = 200, body = Watched)))]
pub async fn show(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Watched>, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let place =
        if asked.place.is_empty() { visitor.own_place(&monitor.core).to_owned() } else { asked.place };
    let found = watch::read(&monitor, &asking.caller(None), &place).await?;
    let counted =
        |one: &Count| Counted { open: one.open, unclaimed: one.unclaimed, worst: one.worst.clone() };
    let rows = found.rows.iter().map(|(place, counts)| Row {
        place: place.clone(),
        objects: OBJECTS.into_iter().zip(counts.iter().map(counted)).collect(),
    });
    let wanted = found.items.into_iter().filter(|one| asked.object.is_empty() || one.object == asked.object);
    let item = |one: watch::Item| Item {
        object: one.object,
        taken_on: one.case.acknowledged_at.is_some(),
        light: one.case.level,
        due_at: one.case.due_at,
        answers: one.case.answers,
        place: one.case.place,
        case: one.case.id,
    };
    Ok(Json(Watched { rows: rows.collect(), items: wanted.map(item).collect() }))
}
