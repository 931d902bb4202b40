//! Layoff notices as JSON: the same use cases as the pages.

use anye_base::Cursor;
use anye_casework::model::Case;
use anye_web::extract::{IfMatch, Json as Body, Paging, etag};
use anye_web::{Asking, Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::list::{Filter, Row};
use super::super::model::{Answers, Judgement, Notice};
use super::super::pledge::{Kept, NewPledge};
use super::super::risk::{NewIncident, NewRisk};
use super::super::show::Shown;
use super::super::{file, list as notices, pledge, risk, show as shows, ties};
use crate::Monitor;

/// A page of notices.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notices {
    /// The rows.
    items: Vec<Row>,
    /// Cursor of the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A notice to begin, or to be judged only.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewNotice {
    /// Id or code of the employer.
    employer: String,
    /// What is answered.
    #[serde(default)]
    answers: Answers,
    /// File it at once.
    #[serde(default)]
    file: bool,
}

/// A change of a notice.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = monitor::Change)]
pub struct Change {
    /// What is answered.
    answers: Answers,
    /// File it; else it is kept as a draft.
    #[serde(default)]
    file: bool,
    /// Why it is corrected, once it was filed.
    #[serde(default)]
    why: String,
}

/// What a person found about two notices.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Found {
    /// The other notice.
    other: String,
    /// duplicate, different or wave.
    kind: String,
}

/// Notices that the caller may read.
#[utoipa::path(get, path = "/api/layoffs", operation_id = "layoffs_list", tag = "layoffs",
    params(Filter, ("limit" = Option<u32>, Query, description = "1 to 500"), ("cursor" = Option<String>, Query, description = "Next page")),
    responses((status = 200, body = Notices)))]
pub async fn list(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
    paging: Paging,
) -> Result<Json<Notices>, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let found =
        notices::list(&monitor, &asking.caller(None), &filter, paging.cursor.as_ref(), paging.limit).await?;
    Ok(Json(Notices { items: found.items, next: found.next.as_ref().map(Cursor::encode) }))
}

/// Begins a notice, and files it where asked.
#[utoipa::path(post, path = "/api/layoffs", operation_id = "layoffs_begin", tag = "layoffs", request_body = NewNotice,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same notice")),
    responses((status = 201, body = Notice), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn begin(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    body: Body<NewNotice>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let new = body.data;
    let mut made = file::begin(&monitor, &caller, &new.employer, new.answers.clone()).await?;
    if new.file {
        let second = body
            .once
            .as_ref()
            .map(|once| anye_db::Once { key: format!("{}-file", once.key), ..once.clone() });
        let caller = asking.caller(second.as_ref());
        made = file::file(&monitor, &caller, &made.id, made.row_version, new.answers, "").await?;
    }
    Ok((StatusCode::CREATED, [etag(made.row_version)], Json(made)).into_response())
}

/// What the rules would say, without keeping anything.
#[utoipa::path(post, path = "/api/layoffs/judge", operation_id = "layoffs_judge", tag = "layoffs", request_body = NewNotice,
    params(("Idempotency-Key" = String, Header, description = "Any")),
    responses((status = 200, body = Judgement), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn judge(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    body: Body<NewNotice>,
) -> Result<Json<Judgement>, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let new = body.data;
    Ok(Json(file::preview(&monitor, &asking.caller(None), &new.employer, &new.answers).await?.1))
}

/// One notice with versions, case and others of its employer.
#[utoipa::path(get, path = "/api/layoffs/{id}", operation_id = "layoffs_show", tag = "layoffs",
    params(("id" = String, Path, description = "Id of the notice")), responses((status = 200, body = Shown), (status = 404, body = Problem)))]
pub async fn show(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let found = shows::show(&monitor, &asking.caller(None), &id).await?;
    Ok(([etag(found.notice.row_version)], Json(found)).into_response())
}

/// Keeps a draft or files a version.
#[utoipa::path(post, path = "/api/layoffs/{id}", operation_id = "layoffs_change", tag = "layoffs", request_body = Change,
    params(("id" = String, Path, description = "Id of the notice"), ("If-Match" = String, Header, description = "ETag of the notice"),
        ("Idempotency-Key" = String, Header, description = "The same key is the same change")),
    responses((status = 200, body = Notice), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn change(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(seen): IfMatch,
    body: Body<Change>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let one = body.data;
    let made = if one.file {
        file::file(&monitor, &caller, &id, seen, one.answers, &one.why).await?
    } else {
        file::save(&monitor, &caller, &id, seen, one.answers).await?
    };
    Ok(([etag(made.row_version)], Json(made)).into_response())
}

/// Says that two notices are one, two, or one wave.
#[utoipa::path(post, path = "/api/layoffs/{id}/ties", operation_id = "layoffs_tie", tag = "layoffs", request_body = Found,
    params(("id" = String, Path, description = "Id of the notice"), ("Idempotency-Key" = String, Header, description = "The same key is the same finding")),
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn tie(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Found>,
) -> Result<StatusCode, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    ties::tie(&monitor, &caller, &id, &body.data.other, &body.data.kind).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Puts a firm on the list of risks, where the law's rule marks it.
#[utoipa::path(post, path = "/api/layoffs/risks", operation_id = "layoffs_risk", tag = "layoffs", request_body = NewRisk,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same case")),
    responses((status = 201, body = Case), (status = 422, body = Problem)))]
pub async fn put_risk(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    body: Body<NewRisk>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let made = risk::risk(&monitor, &asking.caller(body.once.as_ref()), &body.data).await?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// Records a mass incident.
#[utoipa::path(post, path = "/api/layoffs/incidents", operation_id = "layoffs_incident", tag = "layoffs", request_body = NewIncident,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same case")),
    responses((status = 201, body = Case), (status = 422, body = Problem)))]
pub async fn put_incident(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    body: Body<NewIncident>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let made = risk::incident(&monitor, &asking.caller(body.once.as_ref()), &body.data).await?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// Promises not to lay off, with what became of them.
#[utoipa::path(get, path = "/api/layoffs/pledges", operation_id = "layoffs_pledges", tag = "layoffs", responses((status = 200, body = Vec<Kept>)))]
pub async fn pledges(State(monitor): State<Monitor>, visitor: Visitor) -> Result<Json<Vec<Kept>>, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    Ok(Json(pledge::list(&monitor, &asking.caller(None)).await?))
}

/// Records a promise.
#[utoipa::path(post, path = "/api/layoffs/pledges", operation_id = "layoffs_pledge", tag = "layoffs", request_body = NewPledge,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same promise")),
    responses((status = 201, body = String), (status = 422, body = Problem)))]
pub async fn put_pledge(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    body: Body<NewPledge>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let made = pledge::record(&monitor, &asking.caller(body.once.as_ref()), &body.data).await?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}
