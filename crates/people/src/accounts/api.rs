//! Operations on accounts (账号接口).

use anye_access::account::{
    CreateAccount, account, create_account, disable_account, enable_account, reset_password as reset,
    reset_second_factor as reset_factor, unlock_account,
};
use anye_web::extract::{IfMatch, Json as Body, Paging, etag};
use anye_web::{Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use super::body::{AccountItem, AccountList, AccountMade, AccountWish, Because, Nothing, OneTime};
use super::find::{AccountQuery, find_accounts};
use crate::People;

/// Accounts within reach, by login.
#[utoipa::path(get, path = "/api/accounts", operation_id = "accounts", tag = "accounts",
    params(AccountQuery, ("limit" = Option<u32>, Query, description = "1 to 500"), ("cursor" = Option<String>, Query, description = "From `next`")),
    responses((status = 200, body = AccountList), (status = 403, body = Problem)))]
pub async fn list(
    State(people): State<People>,
    visitor: Visitor,
    paging: Paging,
    Query(query): Query<AccountQuery>,
) -> Result<Json<AccountList>, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, None);
    let found = find_accounts(&people.core.db, &caller, &query, paging.cursor.as_ref(), paging.limit).await?;
    let next = found.next.as_ref().map(anye_base::Cursor::encode);
    Ok(Json(AccountList { items: found.items.into_iter().map(AccountItem::from).collect(), next }))
}

/// One account.
#[utoipa::path(get, path = "/api/accounts/{account}", operation_id = "account", tag = "accounts",
    params(("account" = String, Path, description = "Id of the account")),
    responses((status = 200, body = AccountItem), (status = 404, body = Problem)))]
pub async fn one(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let places = people.places();
    let view = account(&people.core.db, &people.caller(&visitor, &places, None), &id).await?;
    Ok(([etag(view.version)], Json(AccountItem::from(view))).into_response())
}

/// Makes an account, without any rights.
#[utoipa::path(post, path = "/api/accounts", operation_id = "account_create", tag = "accounts", request_body = AccountWish,
    params(("Idempotency-Key" = String, Header, description = "8 to 128 visible signs")),
    responses((status = 201, body = AccountMade), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(people): State<People>,
    visitor: Visitor,
    Body { data, once }: Body<AccountWish>,
) -> Result<Response, Failed> {
    let core = &people.core;
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    let AccountWish { login, name, person_key, kind, place } = data;
    let place = crate::show::find_place(core, &place)?;
    let wish = CreateAccount { login, name, person_key, kind, place };
    let made = create_account(&core.db, &caller, &core.rules, wish).await?;
    let body = AccountMade { id: made.id, version: made.version, one_time_password: made.one_time_password };
    Ok((StatusCode::CREATED, [etag(made.version)], Json(body)).into_response())
}

/// Shuts an account; its sessions and tokens end.
#[utoipa::path(post, path = "/api/accounts/{account}/disable", operation_id = "account_disable", tag = "accounts", request_body = Because,
    params(("account" = String, Path, description = "Id of the account"), ("If-Match" = String, Header, description = "The `ETag` that was read"),
        ("Idempotency-Key" = String, Header, description = "8 to 128 visible signs")),
    responses((status = 204), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn disable(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(version): IfMatch,
    Body { data, once }: Body<Because>,
) -> Result<StatusCode, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    if data.reason.trim().is_empty() {
        return Err(Failed(anye_base::Fault::new(anye_base::ErrorKind::Invalid, "reason_missing")));
    }
    disable_account(&people.core.db, &caller, &id, version, data.reason.trim()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Opens a shut account again.
#[utoipa::path(post, path = "/api/accounts/{account}/enable", operation_id = "account_enable", tag = "accounts", request_body = Nothing,
    params(("account" = String, Path, description = "Id of the account"), ("If-Match" = String, Header, description = "The `ETag` that was read"),
        ("Idempotency-Key" = String, Header, description = "8 to 128 visible signs")),
    responses((status = 204), (status = 412, body = Problem)))]
pub async fn enable(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(version): IfMatch,
    Body { once, .. }: Body<Nothing>,
) -> Result<StatusCode, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    enable_account(&people.core.db, &caller, &id, version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends the waiting after wrong tries.
#[utoipa::path(post, path = "/api/accounts/{account}/unlock", operation_id = "account_unlock", tag = "accounts", request_body = Nothing,
    params(("account" = String, Path, description = "Id of the account"), ("Idempotency-Key" = String, Header, description = "8 to 128 visible signs")),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn unlock(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    Body { once, .. }: Body<Nothing>,
) -> Result<StatusCode, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    unlock_account(&people.core.db, &caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a new one-time password and ends all sessions of the account.
#[utoipa::path(post, path = "/api/accounts/{account}/reset-password", operation_id = "account_reset_password", tag = "accounts", request_body = Nothing,
    params(("account" = String, Path, description = "Id of the account"), ("If-Match" = String, Header, description = "The `ETag` that was read"),
        ("Idempotency-Key" = String, Header, description = "8 to 128 visible signs")),
    responses((status = 200, body = OneTime), (status = 412, body = Problem)))]
pub async fn reset_password(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(version): IfMatch,
    Body { once, .. }: Body<Nothing>,
) -> Result<Json<OneTime>, Failed> {
    let core = &people.core;
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    let made = reset(&core.db, &caller, &core.rules, &id, version).await?;
    Ok(Json(OneTime { one_time_password: made.one_time_password }))
}

/// Takes the second factor away; the next sign-in sets up a new one.
#[utoipa::path(post, path = "/api/accounts/{account}/reset-second-factor", operation_id = "account_reset_second_factor", tag = "accounts", request_body = Nothing,
    params(("account" = String, Path, description = "Id of the account"), ("If-Match" = String, Header, description = "The `ETag` that was read"),
        ("Idempotency-Key" = String, Header, description = "8 to 128 visible signs")),
    responses((status = 204), (status = 412, body = Problem)))]
pub async fn reset_second_factor(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(version): IfMatch,
    Body { once, .. }: Body<Nothing>,
) -> Result<StatusCode, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    reset_factor(&people.core.db, &caller, &id, version).await?;
    Ok(StatusCode::NO_CONTENT)
}
