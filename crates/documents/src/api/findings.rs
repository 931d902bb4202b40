//! Operations on findings. `If-Match` carries the finding's own version: two people at different findings do not get in each other's way.

use anye_web::extract::{IfMatch, Json as Body, etag};
use anye_web::{Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;

use super::changing::Reason;
use crate::calling::Asking;
use crate::finding::{self, Edited, FindingAt};
use crate::library::Library;
use crate::model::{Edit, Finding};

/// A finding in another form, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = documents::findings::Change)]
pub struct Change {
    /// The finding with `sort` and its own fields.
    #[schema(value_type = Object)]
    pub finding: Finding,
    /// In the person's words.
    #[serde(default)]
    pub reason: String,
}

fn answer(edited: Edited) -> Response {
    ([etag(edited.version)], Json(edited)).into_response()
}

type Names = Path<(String, String, String)>;

fn at(names: Names) -> FindingAt {
    let Path((document, article, finding)) = names;
    FindingAt { document, article, finding }
}

/// Adds a finding that the reading missed.
#[utoipa::path(post, path = "/api/documents/{document}/articles/{article}/findings", operation_id = "documents_finding_add", tag = "documents",
    request_body = Change, params(("document" = String, Path, description = "Id"), ("article" = String, Path, description = "Key"),
        ("Idempotency-Key" = String, Header, description = "The same key is the same change")),
    responses((status = 201, body = Edited), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn add(
    State(library): State<Library>,
    visitor: Visitor,
    Path((document, article)): Path<(String, String)>,
    body: Body<Change>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&library.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let Change { finding, reason } = body.data;
    let edited = finding::add(&library, &caller, &document, &article, finding, &reason).await?;
    Ok((StatusCode::CREATED, answer(edited)).into_response())
}

/// What people did to a finding.
#[utoipa::path(get, path = "/api/documents/{document}/articles/{article}/findings/{finding}/history", operation_id = "documents_finding_history",
    tag = "documents", params(("document" = String, Path, description = "Id"), ("article" = String, Path, description = "Key"), ("finding" = String, Path, description = "Key")),
    responses((status = 200, body = Vec<Object>), (status = 404, body = Problem)))]
pub async fn history(
    State(library): State<Library>,
    visitor: Visitor,
    names: Names,
) -> Result<Json<Vec<Edit>>, Failed> {
    let asking = Asking::new(&library.core, &visitor);
    Ok(Json(finding::history(&library, &asking.caller(None), &at(names)).await?))
}

/// Corrects a finding.
#[utoipa::path(put, path = "/api/documents/{document}/articles/{article}/findings/{finding}", operation_id = "documents_finding_correct",
    tag = "documents", request_body = Change,
    params(("document" = String, Path, description = "Id"), ("article" = String, Path, description = "Key"), ("finding" = String, Path, description = "Key"),
        ("If-Match" = String, Header, description = "Version of the finding")),
    responses((status = 200, body = Edited), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn correct(
    State(library): State<Library>,
    visitor: Visitor,
    names: Names,
    IfMatch(version): IfMatch,
    body: Body<Change>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&library.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let Change { finding, reason } = body.data;
    Ok(answer(finding::correct(&library, &caller, &at(names), version, finding, &reason).await?))
}

/// Confirms a finding.
#[utoipa::path(post, path = "/api/documents/{document}/articles/{article}/findings/{finding}/confirm", operation_id = "documents_finding_confirm",
    tag = "documents", request_body = Reason,
    params(("document" = String, Path, description = "Id"), ("article" = String, Path, description = "Key"), ("finding" = String, Path, description = "Key"),
        ("If-Match" = String, Header, description = "Version of the finding"), ("Idempotency-Key" = String, Header, description = "The same key is the same change")),
    responses((status = 200, body = Edited), (status = 404, body = Problem), (status = 412, body = Problem)))]
pub async fn confirm(
    State(library): State<Library>,
    visitor: Visitor,
    names: Names,
    IfMatch(version): IfMatch,
    body: Body<Reason>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&library.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    Ok(answer(finding::confirm(&library, &caller, &at(names), version, &body.data.reason).await?))
}

/// Rejects a finding.
#[utoipa::path(post, path = "/api/documents/{document}/articles/{article}/findings/{finding}/reject", operation_id = "documents_finding_reject",
    tag = "documents", request_body = Reason,
    params(("document" = String, Path, description = "Id"), ("article" = String, Path, description = "Key"), ("finding" = String, Path, description = "Key"),
        ("If-Match" = String, Header, description = "Version of the finding"), ("Idempotency-Key" = String, Header, description = "The same key is the same change")),
    responses((status = 200, body = Edited), (status = 404, body = Problem), (status = 412, body = Problem)))]
pub async fn reject(
    State(library): State<Library>,
    visitor: Visitor,
    names: Names,
    IfMatch(version): IfMatch,
    body: Body<Reason>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&library.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    Ok(answer(finding::reject(&library, &caller, &at(names), version, &body.data.reason).await?))
}

/// Takes earlier decisions about a finding back.
#[utoipa::path(post, path = "/api/documents/{document}/articles/{article}/findings/{finding}/reopen", operation_id = "documents_finding_reopen",
    tag = "documents", request_body = Reason,
    params(("document" = String, Path, description = "Id"), ("article" = String, Path, description = "Key"), ("finding" = String, Path, description = "Key"),
        ("If-Match" = String, Header, description = "Version of the finding"), ("Idempotency-Key" = String, Header, description = "The same key is the same change")),
    responses((status = 200, body = Edited), (status = 404, body = Problem), (status = 412, body = Problem)))]
pub async fn reopen(
    State(library): State<Library>,
    visitor: Visitor,
    names: Names,
    IfMatch(version): IfMatch,
    body: Body<Reason>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&library.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    Ok(answer(finding::reopen(&library, &caller, &at(names), version, &body.data.reason).await?))
}
