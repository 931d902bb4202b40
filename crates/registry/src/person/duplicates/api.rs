//! The operations on pairs: those that wait, one with both its records, proposing, deciding, undoing.

use anye_web::extract::{IfMatch, Json as Body, Paging};
use anye_web::{Asking, Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Decision, Pair, Proposal};
use crate::Registry;
use crate::person::api::shown;
use crate::person::shown::Shown;

/// Which pairs.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    /// open, proposed, merged, distinct; empty: those that wait.
    pub state: String,
    /// Place under which both live.
    pub place: String,
}

/// A page of pairs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Pairs {
    /// The rows, the likeliest first.
    pub items: Vec<Pair>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// Pairs of records that may be one person.
#[utoipa::path(get, path = "/api/persons/duplicates", operation_id = "persons_pairs", tag = "persons",
    params(("state" = Option<String>, Query, description = "open, proposed, merged, distinct; those that wait where it is empty"),
        ("place" = Option<String>, Query, description = "Place under which both live"),
        ("limit" = Option<u32>, Query, description = "1 to 500"), ("cursor" = Option<String>, Query, description = "Next page")),
    responses((status = 200, body = Pairs)))]
pub async fn list(
    State(registry): State<Registry>,
    visitor: Visitor,
    Query(which): Query<Which>,
    paging: Paging,
) -> Result<Json<Pairs>, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(None);
    let page =
        super::list(&registry, &caller, &which.state, &which.place, paging.cursor.as_ref(), paging.limit)
            .await?;
    Ok(Json(Pairs { items: page.items, next: page.next.map(|cursor| cursor.encode()) }))
}

/// A pair with its records, masked.
#[derive(Debug, Serialize, ToSchema)]
pub struct Both {
    /// The pair.
    pub pair: Pair,
    /// The records, in the pair's order.
    pub persons: Vec<Shown>,
}

/// One pair, side by side.
#[utoipa::path(get, path = "/api/persons/duplicates/{pair}", operation_id = "persons_pair", tag = "persons",
    params(("pair" = String, Path, description = "Id")), responses((status = 200, body = Both), (status = 404, body = Problem)))]
pub async fn show(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Json<Both>, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let (pair, one, other) = super::find(&registry, &asking.caller(None), &id).await?;
    let persons = shown(&registry, &[one, other]).await?;
    Ok(Json(Both { pair, persons }))
}

/// Proposes to merge a pair.
#[utoipa::path(post, path = "/api/persons/duplicates/{pair}/proposal", operation_id = "persons_pair_propose", tag = "persons", request_body = Proposal,
    params(("pair" = String, Path, description = "Id"), ("If-Match" = String, Header, description = "Version of the pair"),
        ("Idempotency-Key" = String, Header, description = "The same key is the same proposal")),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn propose(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(version): IfMatch,
    body: Body<Proposal>,
) -> Result<StatusCode, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    super::propose(&registry, &asking.caller(body.once.as_ref()), &id, version, &body.data).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Decides what somebody else proposed.
#[utoipa::path(post, path = "/api/persons/duplicates/{pair}/decision", operation_id = "persons_pair_decide", tag = "persons", request_body = Decision,
    params(("pair" = String, Path, description = "Id"), ("If-Match" = String, Header, description = "Version of the pair"),
        ("Idempotency-Key" = String, Header, description = "The same key is the same decision")),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn decide(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(version): IfMatch,
    body: Body<Decision>,
) -> Result<StatusCode, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    super::decide(&registry, &asking.caller(body.once.as_ref()), &id, version, &body.data).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Why a merge is undone.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Undoing {
    /// In words.
    pub note: String,
}

/// Parts what was merged: everything is as it was.
#[utoipa::path(post, path = "/api/persons/duplicates/{pair}/undo", operation_id = "persons_pair_undo", tag = "persons", request_body = Undoing,
    params(("pair" = String, Path, description = "Id"), ("If-Match" = String, Header, description = "Version of the pair"),
        ("Idempotency-Key" = String, Header, description = "The same key is the same change")),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn undo(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(version): IfMatch,
    body: Body<Undoing>,
) -> Result<StatusCode, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    super::undo(&registry, &asking.caller(body.once.as_ref()), &id, version, &body.data.note).await?;
    Ok(StatusCode::NO_CONTENT)
}
