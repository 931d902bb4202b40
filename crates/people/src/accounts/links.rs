//! Operations on links to the identity provider (统一身份关联接口).

use anye_access::oidc::{link_oidc, list_oidc_links, unlink_oidc};
use anye_web::extract::Json as Body;
use anye_web::{Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::People;

/// A link.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkItem {
    /// Address of the provider.
    pub issuer: String,
    /// The provider's own key for the person (`sub`).
    pub subject: String,
    /// Who linked it.
    pub linked_by: String,
    /// When, in milliseconds.
    pub linked_at: i64,
}

/// Which link.
#[derive(Debug, Deserialize, ToSchema)]
pub struct LinkWish {
    /// Address of the provider.
    pub issuer: String,
    /// The provider's own key for the person (`sub`).
    pub subject: String,
}

/// The links of an account.
#[utoipa::path(get, path = "/api/accounts/{account}/links", operation_id = "account_links", tag = "accounts",
    params(("account" = String, Path, description = "Id of the account")),
    responses((status = 200, body = Vec<LinkItem>), (status = 404, body = Problem)))]
pub async fn list(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Json<Vec<LinkItem>>, Failed> {
    let places = people.places();
    let found = list_oidc_links(&people.core.db, &people.caller(&visitor, &places, None), &id).await?;
    let items = found.into_iter().map(|link| LinkItem {
        issuer: link.issuer,
        subject: link.subject,
        linked_by: link.linked_by,
        linked_at: link.linked_at,
    });
    Ok(Json(items.collect()))
}

/// Links an account to a person at the identity provider.
#[utoipa::path(post, path = "/api/accounts/{account}/links", operation_id = "account_link", tag = "accounts", request_body = LinkWish,
    params(("account" = String, Path, description = "Id of the account"), ("Idempotency-Key" = String, Header, description = "8 to 128 visible signs")),
    responses((status = 204), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn link(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    Body { data, once }: Body<LinkWish>,
) -> Result<StatusCode, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    link_oidc(&people.core.db, &caller, &id, &data.issuer, &data.subject).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Cuts a link; the account's sessions end.
#[utoipa::path(post, path = "/api/accounts/{account}/links/remove", operation_id = "account_unlink", tag = "accounts", request_body = LinkWish,
    params(("account" = String, Path, description = "Id of the account"), ("Idempotency-Key" = String, Header, description = "8 to 128 visible signs")),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn unlink(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    Body { data, once }: Body<LinkWish>,
) -> Result<StatusCode, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    unlink_oidc(&people.core.db, &caller, &id, &data.issuer, &data.subject).await?;
    Ok(StatusCode::NO_CONTENT)
}
