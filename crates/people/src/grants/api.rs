//! Operations on grants (授权接口).

use anye_access::Role;
use anye_access::grant::{
    GrantFilter, GrantState, GrantView, RequestGrant, confirm_grant, grant, list_grants, request_grant,
    revoke_grant,
};
use anye_base::{Date, ErrorKind, Fault};
use anye_web::extract::{IfMatch, Json as Body, Paging, etag};
use anye_web::{Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::accounts::body::{Because, Nothing};
use crate::{People, show};

/// A grant with its history. Times are in milliseconds, days ISO 8601.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantItem {
    /// Its id.
    pub id: String,
    /// Account that holds it.
    pub account: String,
    /// Its login.
    pub login: String,
    /// Its name.
    pub name: String,
    /// The role.
    pub role: &'static str,
    /// Code of the place.
    pub place: String,
    /// First day in force.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// Last day in force.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    /// `requested`, `active`, `revoked`.
    pub state: &'static str,
    /// Why it was given.
    pub reason: String,
    /// Account that gave it or asked for it.
    pub requested_by: String,
    /// When.
    pub requested_at: i64,
    /// Account that confirmed it.
    pub confirmed_by: Option<String>,
    /// When.
    pub confirmed_at: Option<i64>,
    /// Account that took it back.
    pub revoked_by: Option<String>,
    /// When.
    pub revoked_at: Option<i64>,
    /// Why.
    pub revoke_reason: Option<String>,
    /// Its version, as in the `ETag`.
    pub version: i64,
}

impl From<GrantView> for GrantItem {
    fn from(view: GrantView) -> Self {
        Self {
            id: view.id,
            account: view.account.id,
            login: view.account.login,
            name: view.account.name,
            role: view.role.word(),
            place: view.place,
            valid_from: view.valid_from,
            valid_to: view.valid_to,
            state: view.state.word(),
            reason: view.reason,
            requested_by: view.requested_by,
            requested_at: view.requested_at,
            confirmed_by: view.confirmed_by,
            confirmed_at: view.confirmed_at,
            revoked_by: view.revoked_by,
            revoked_at: view.revoked_at,
            revoke_reason: view.revoke_reason,
            version: view.version,
        }
    }
}

/// Grants, and where the list goes on.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantList {
    /// The grants, newest first.
    pub items: Vec<GrantItem>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// Which grants.
#[derive(Debug, Default, Deserialize, IntoParams)]
pub struct GrantQuery {
    /// Id of an account.
    pub account: Option<String>,
    /// A role.
    pub role: Option<String>,
    /// `requested`, `active`, `revoked`.
    pub state: Option<String>,
}

/// The wish for a grant.
#[derive(Debug, Deserialize, ToSchema)]
pub struct GrantWish {
    /// Id of the account that is to hold it.
    pub account: String,
    /// The role.
    #[schema(value_type = String)]
    pub role: Role,
    /// Code of the place.
    pub place: String,
    /// First day in force.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// Last day in force.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    /// Why.
    pub reason: String,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantMade {
    /// Id of the grant.
    pub id: String,
    /// `active`, or `requested` where a second person must confirm.
    pub state: &'static str,
    /// Its version.
    pub version: i64,
}

/// Grants within reach, newest first.
#[utoipa::path(get, path = "/api/grants", operation_id = "grants", tag = "grants",
    params(GrantQuery, ("limit" = Option<u32>, Query, description = "1 to 500"), ("cursor" = Option<String>, Query, description = "From `next`")),
    responses((status = 200, body = GrantList), (status = 403, body = Problem)))]
pub async fn list(
    State(people): State<People>,
    visitor: Visitor,
    paging: Paging,
    Query(query): Query<GrantQuery>,
) -> Result<Json<GrantList>, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, None);
    let filter = GrantFilter {
        account: query.account,
        role: known(query.role.as_deref(), Role::from_word, "role")?,
        state: known(query.state.as_deref(), GrantState::from_word, "state")?,
    };
    let found = list_grants(&people.core.db, &caller, &filter, paging.cursor.as_ref(), paging.limit).await?;
    let next = found.next.as_ref().map(anye_base::Cursor::encode);
    Ok(Json(GrantList { items: found.items.into_iter().map(GrantItem::from).collect(), next }))
}

/// A word of a closed list, where one was sent.
fn known<T>(word: Option<&str>, read: fn(&str) -> Option<T>, what: &'static str) -> Result<Option<T>, Fault> {
    let word = word.filter(|word| !word.is_empty());
    let unknown = || Fault::new(ErrorKind::Invalid, "unreadable").arg("what", what);
    word.map(|word| read(word).ok_or_else(unknown)).transpose()
}

/// One grant.
#[utoipa::path(get, path = "/api/grants/{grant}", operation_id = "grant", tag = "grants",
    params(("grant" = String, Path, description = "Id of the grant")),
    responses((status = 200, body = GrantItem), (status = 404, body = Problem)))]
pub async fn one(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let places = people.places();
    let view = grant(&people.core.db, &people.caller(&visitor, &places, None), &id).await?;
    Ok(([etag(view.version)], Json(GrantItem::from(view))).into_response())
}

/// Gives a role; one of the three administrators waits for a second security administrator where there is one.
#[utoipa::path(post, path = "/api/grants", operation_id = "grant_request", tag = "grants", request_body = GrantWish,
    params(("Idempotency-Key" = String, Header, description = "8 to 128 visible signs")),
    responses((status = 201, body = GrantMade), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn request(
    State(people): State<People>,
    visitor: Visitor,
    Body { data, once }: Body<GrantWish>,
) -> Result<Response, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    let GrantWish { account, role, place, valid_from, valid_to, reason } = data;
    let place = show::find_place(&people.core, &place)?;
    let wish = RequestGrant { account, role, place, valid_from, valid_to, reason };
    let made = request_grant(&people.core.db, &caller, wish).await?;
    let body = GrantMade { id: made.id, state: made.state.word(), version: made.version };
    Ok((StatusCode::CREATED, [etag(made.version)], Json(body)).into_response())
}

/// Confirms a grant that waits, as the second person.
#[utoipa::path(post, path = "/api/grants/{grant}/confirm", operation_id = "grant_confirm", tag = "grants", request_body = Nothing,
    params(("grant" = String, Path, description = "Id of the grant"), ("If-Match" = String, Header, description = "The `ETag` that was read"),
        ("Idempotency-Key" = String, Header, description = "8 to 128 visible signs")),
    responses((status = 204), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn confirm(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(version): IfMatch,
    Body { once, .. }: Body<Nothing>,
) -> Result<StatusCode, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    confirm_grant(&people.core.db, &caller, &id, version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a grant back, or turns down one that waits.
#[utoipa::path(post, path = "/api/grants/{grant}/revoke", operation_id = "grant_revoke", tag = "grants", request_body = Because,
    params(("grant" = String, Path, description = "Id of the grant"), ("If-Match" = String, Header, description = "The `ETag` that was read"),
        ("Idempotency-Key" = String, Header, description = "8 to 128 visible signs")),
    responses((status = 204), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn revoke(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(version): IfMatch,
    Body { data, once }: Body<Because>,
) -> Result<StatusCode, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    revoke_grant(&people.core.db, &caller, &id, version, &data.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}
