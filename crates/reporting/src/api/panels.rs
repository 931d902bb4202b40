//! Operations on panels.

use anye_base::{Date, Fault};
use anye_registry::Asking;
use anye_web::extract::Json as Body;
use anye_web::{Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Reporting;
use crate::panel::{self as panels, Drawn, Enrolment, Exit, Factor, Member, Rotated, Shortfall};
use crate::rights::must;

/// A day.
#[derive(Debug, Deserialize)]
pub struct On {
    /// The day; left out: today.
    #[serde(default)]
    pub day: Option<Date>,
}

impl On {
    fn day(&self, reporting: &Reporting) -> Date {
        self.day.unwrap_or_else(|| reporting.core.world.today())
    }
}

/// A panel against its plan and beside the whole frame.
#[derive(Debug, Serialize, ToSchema)]
pub struct PanelShown {
    /// Size and shortfall by city.
    pub shortfall: Shortfall,
    /// What it is made of.
    pub composition: Vec<Factor>,
    /// Its draws, the latest first.
    pub draws: Vec<Drawn>,
}

/// One panel on a day.
#[utoipa::path(get, path = "/api/reporting/panels/{panel}", operation_id = "reporting_panel", tag = "reporting",
    params(("panel" = String, Path, description = "Id"), ("day" = Option<String>, Query, description = "Day; today where it is left out")),
    responses((status = 200, body = PanelShown), (status = 404, body = Problem)))]
pub async fn show(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(on): Query<On>,
) -> Result<Json<PanelShown>, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let (caller, day) = (asking.caller(None), on.day(&reporting));
    Ok(Json(PanelShown {
        shortfall: panels::shortfall(&reporting, &caller, &id, day).await?,
        composition: panels::composition(&reporting, &caller, &id, day).await?,
        draws: panels::selections(&mut &reporting.core.db, &id).await?,
    }))
}

/// Members on a day.
#[utoipa::path(get, path = "/api/reporting/panels/{panel}/members", operation_id = "reporting_members", tag = "reporting",
    params(("panel" = String, Path, description = "Id"), ("day" = Option<String>, Query, description = "Day")),
    responses((status = 200, body = Vec<Member>), (status = 403, body = Problem)))]
pub async fn members(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(on): Query<On>,
) -> Result<Json<Vec<Member>>, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let home = &reporting.core.settings.home_place;
    must(&asking.caller(None), anye_access::Permission::PanelManage, home, false)?;
    reporting.catalogue.panel(&id).ok_or_else(|| Fault::not_found("panel"))?;
    Ok(Json(panels::members(&mut &reporting.core.db, &id, on.day(&reporting), "").await?))
}

/// Takes an employer in.
#[utoipa::path(post, path = "/api/reporting/panels/{panel}/members", operation_id = "reporting_enrol", tag = "reporting", request_body = Enrolment,
    params(("panel" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "The same key is the same entry")),
    responses((status = 200, body = Member), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn enrol(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Enrolment>,
) -> Result<Json<Member>, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    Ok(Json(panels::enrol(&reporting, &asking.caller(body.once.as_ref()), &id, &body.data).await?))
}

/// An item of a panel over its revisions.
#[derive(Debug, Serialize, ToSchema)]
pub struct PanelSeries {
    /// The panel.
    pub panel: String,
    /// The item.
    pub item: String,
    /// Its unit; sums are in its smallest part.
    pub unit: String,
    /// Digits after the point that the smallest unit stands for.
    pub digits: u8,
    /// The periods, the oldest first.
    pub periods: Vec<panels::Linked>,
}

/// The comparable series of an item: the sums as they came, and the change among those who reported twice running.
#[utoipa::path(get, path = "/api/reporting/panels/{panel}/series", operation_id = "reporting_panel_series", tag = "reporting",
    params(("panel" = String, Path, description = "Id"), panels::Asked),
    responses((status = 200, body = PanelSeries), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn series(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<panels::Asked>,
) -> Result<Json<PanelSeries>, Failed> {
    reporting.catalogue.panel(&id).ok_or_else(|| Fault::not_found("panel"))?;
    let form = panels::latest(&reporting, &id)?;
    let item = asked.item(form)?;
    let ends = asked.ends(form, panels::running(&reporting, form))?;
    let asking = Asking::new(&reporting.core, &visitor);
    let periods = panels::matched(&reporting, &asking.caller(None), &id, &item.id, ends).await?;
    let digits = item.digits;
    Ok(Json(PanelSeries { item: item.id.clone(), unit: item.unit.clone(), digits, panel: id, periods }))
}

/// A draw.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ToDraw {
    /// Day of the frame and of entry.
    #[schema(value_type = String)]
    pub day: Date,
    /// The seed.
    pub seed: String,
}

/// Draws a panel anew. Who is drawn again stays.
#[utoipa::path(post, path = "/api/reporting/panels/{panel}/draws", operation_id = "reporting_draw", tag = "reporting", request_body = ToDraw,
    params(("panel" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "The same key is the same draw")),
    responses((status = 200, body = Drawn), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn draw(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<ToDraw>,
) -> Result<Json<Drawn>, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    Ok(Json(panels::draw(&reporting, &caller, &id, body.data.day, &body.data.seed).await?))
}

/// A rotation.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ToRotate {
    /// Day.
    #[schema(value_type = String)]
    pub day: Date,
    /// Share of each stratum in per cent.
    pub percent: u32,
    /// Why.
    pub reason: String,
}

/// Rotates a share of each stratum.
#[utoipa::path(post, path = "/api/reporting/panels/{panel}/rotations", operation_id = "reporting_rotate", tag = "reporting", request_body = ToRotate,
    params(("panel" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "The same key is the same rotation")),
    responses((status = 200, body = Rotated), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn rotate(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<ToRotate>,
) -> Result<Json<Rotated>, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let ToRotate { day, percent, reason } = body.data;
    Ok(Json(panels::rotate(&reporting, &caller, &id, day, percent, &reason).await?))
}

/// Lets a member go.
#[utoipa::path(post, path = "/api/reporting/members/{member}/exit", operation_id = "reporting_exit", tag = "reporting", request_body = Exit,
    params(("member" = String, Path, description = "Id of the membership"), ("Idempotency-Key" = String, Header, description = "The same key is the same exit")),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn exit(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Exit>,
) -> Result<StatusCode, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    panels::exit(&reporting, &asking.caller(body.once.as_ref()), &id, &body.data).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Replaces a member by the next of its stratum.
#[utoipa::path(post, path = "/api/reporting/members/{member}/replace", operation_id = "reporting_replace", tag = "reporting", request_body = Exit,
    params(("member" = String, Path, description = "Id of the membership"), ("Idempotency-Key" = String, Header, description = "The same key is the same replacement")),
    responses((status = 200, body = Member), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn replace(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Exit>,
) -> Result<Json<Member>, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    Ok(Json(panels::replace(&reporting, &caller, &id, body.data.day, &body.data.reason).await?))
}
