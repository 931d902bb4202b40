//! Operations on figures: completeness, tables, drill-down, vintages, locks, kept queries.

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_registry::Asking;
use anye_web::extract::{Json as Body, Paging};
use anye_web::{Failed, Problem, Visitor};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Listed;
use super::reports::Where;
use crate::figures::{
    self, Completeness, DrillKey, DrillRow, FigureQuery, FigureTable, Frozen, Missing, SavedQuery,
};
use crate::rights::must;
use crate::{Reporting, report};

/// A lock.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ToLock {
    /// Form.
    pub form: String,
    /// Period.
    pub period: String,
    /// Lock it, or open it again.
    pub lock: bool,
    /// Why.
    pub reason: String,
}

/// Locks a period of a form, or opens it again.
#[utoipa::path(post, path = "/api/reporting/periods", operation_id = "reporting_lock", tag = "reporting", request_body = ToLock,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same act")),
    responses((status = 204), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn lock(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    body: Body<ToLock>,
) -> Result<StatusCode, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let ToLock { form, period, lock, reason } = body.data;
    if lock {
        report::lock(&reporting, &caller, &form, &period, &reason).await?;
    } else {
        report::unlock(&reporting, &caller, &form, &period, &reason).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Who has reported, by the places below.
#[utoipa::path(get, path = "/api/reporting/completeness", operation_id = "reporting_completeness", tag = "reporting",
    params(("form" = String, Query, description = "Form"), ("period" = String, Query, description = "Period"), ("place" = Option<String>, Query, description = "Place")),
    responses((status = 200, body = Completeness)))]
pub async fn completeness(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Query(at): Query<Where>,
) -> Result<Json<Completeness>, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let place = at.place(&reporting);
    Ok(Json(figures::completeness(&reporting, &asking.caller(None), &at.form, &at.period, place).await?))
}

/// Who has not reported.
#[utoipa::path(get, path = "/api/reporting/missing", operation_id = "reporting_missing", tag = "reporting",
    params(("form" = String, Query, description = "Form"), ("period" = String, Query, description = "Period"), ("place" = Option<String>, Query, description = "Place"),
        ("limit" = Option<u32>, Query, description = "1 to 500"), ("cursor" = Option<String>, Query, description = "Next page")),
    responses((status = 200, body = Listed<Missing>)))]
pub async fn missing(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Query(at): Query<Where>,
    paging: Paging,
) -> Result<Json<Listed<Missing>>, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let at = (at.form.as_str(), at.period.as_str(), at.place(&reporting));
    let page =
        figures::missing(&reporting, &asking.caller(None), at, paging.cursor.as_ref(), paging.limit).await?;
    Ok(Json(page.into()))
}

/// A table of figures. Nothing is written, so no idempotency key is asked for.
#[utoipa::path(post, path = "/api/reporting/figures", operation_id = "reporting_figures", tag = "reporting", request_body = FigureQuery,
    responses((status = 200, body = FigureTable), (status = 422, body = Problem)))]
pub async fn query(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    body: Bytes,
) -> Result<Json<FigureTable>, Failed> {
    let asked: FigureQuery = serde_json::from_slice(&body).map_err(|cause| {
        let field = FieldFault::new("", "json_at").arg("line", cause.line()).arg("column", cause.column());
        Fault::new(ErrorKind::Invalid, "json").field(field).log(cause)
    })?;
    let asking = Asking::new(&reporting.core, &visitor);
    Ok(Json(figures::query(&reporting, &asking.caller(None), &asked).await?))
}

/// The reports that make a figure.
#[utoipa::path(get, path = "/api/reporting/drill", operation_id = "reporting_drill", tag = "reporting",
    params(("form" = String, Query, description = "Form"), ("period" = String, Query, description = "Period"), ("place" = String, Query, description = "Place"),
        ("dim" = Option<String>, Query, description = "Dimension"), ("code" = Option<String>, Query, description = "Code"), ("class" = String, Query, description = "submitted or approved"),
        ("limit" = Option<u32>, Query, description = "1 to 500"), ("cursor" = Option<String>, Query, description = "Next page")),
    responses((status = 200, body = Listed<DrillRow>)))]
pub async fn drill(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Query(key): Query<DrillKey>,
    paging: Paging,
) -> Result<Json<Listed<DrillRow>>, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let page =
        figures::drill(&reporting, &asking.caller(None), &key, paging.cursor.as_ref(), paging.limit).await?;
    Ok(Json(page.into()))
}

/// Which vintage.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Vintage {
    /// Form.
    pub form: String,
    /// Period.
    pub period: String,
    /// flash, preliminary, final; in a reading empty for all, without their rows.
    #[serde(default)]
    pub vintage: String,
}

/// The vintages of a period; one with its rows where it is named.
#[utoipa::path(get, path = "/api/reporting/vintages", operation_id = "reporting_vintages", tag = "reporting",
    params(("form" = String, Query, description = "Form"), ("period" = String, Query, description = "Period"), ("vintage" = Option<String>, Query, description = "One of them")),
    responses((status = 200, body = Vec<Frozen>)))]
pub async fn vintages(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Query(one): Query<Vintage>,
) -> Result<Json<Vec<Frozen>>, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let home = &reporting.core.settings.home_place;
    must(&asking.caller(None), anye_access::Permission::FiguresRead, home, false)?;
    let (form, period) = reporting.form_period(&one.form, &one.period)?;
    let mut db = &reporting.core.db;
    let period = period.to_string();
    if one.vintage.is_empty() {
        return Ok(Json(figures::vintages(&mut db, &form.id, &period).await?));
    }
    Ok(Json(figures::frozen(&mut db, &form.id, &period, &one.vintage).await?.into_iter().collect()))
}

/// Freezes the figures of a period. The final vintage locks it.
#[utoipa::path(post, path = "/api/reporting/vintages", operation_id = "reporting_freeze", tag = "reporting", request_body = Vintage,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same act")),
    responses((status = 200, body = Frozen), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn freeze(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    body: Body<Vintage>,
) -> Result<Json<Frozen>, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let Vintage { form, period, vintage } = body.data;
    Ok(Json(figures::freeze(&reporting, &caller, &form, &period, &vintage).await?))
}

/// Own queries and those that others share.
#[utoipa::path(get, path = "/api/reporting/queries", operation_id = "reporting_queries", tag = "reporting", responses((status = 200, body = Vec<SavedQuery>)))]
pub async fn queries(
    State(reporting): State<Reporting>,
    visitor: Visitor,
) -> Result<Json<Vec<SavedQuery>>, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    Ok(Json(figures::saved_queries(&reporting, &asking.caller(None)).await?))
}

/// A query to keep.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ToKeep {
    /// Name.
    pub name: String,
    /// Others see it.
    #[serde(default)]
    pub shared: bool,
    /// The query.
    pub query: FigureQuery,
}

/// Keeps a query.
#[utoipa::path(post, path = "/api/reporting/queries", operation_id = "reporting_query_save", tag = "reporting", request_body = ToKeep,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same query")),
    responses((status = 200, body = SavedQuery), (status = 422, body = Problem)))]
pub async fn save_query(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    body: Body<ToKeep>,
) -> Result<Json<SavedQuery>, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let ToKeep { name, shared, query } = body.data;
    Ok(Json(figures::save_query(&reporting, &caller, &name, shared, (&query, "")).await?))
}

/// Deletes an own query.
#[utoipa::path(delete, path = "/api/reporting/queries/{query}", operation_id = "reporting_query_delete", tag = "reporting",
    params(("query" = String, Path, description = "Id")), responses((status = 204), (status = 404, body = Problem)))]
pub async fn delete_query(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    headers: axum::http::HeaderMap,
    Path(id): Path<String>,
) -> Result<StatusCode, Failed> {
    let sent = headers.get(anye_web::csrf::HEADER).and_then(|value| value.to_str().ok());
    anye_web::csrf::check_token(&visitor, sent)?;
    let asking = Asking::new(&reporting.core, &visitor);
    figures::delete_query(&reporting, &asking.caller(None), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
