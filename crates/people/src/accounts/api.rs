//! Operations on accounts (账号接口).

use anye_access::account::{
    CreateAccount, account, create_account, disable_account, enable_account, reset_password as reset,
    reset_second_factor as reset_factor, unlock_account,
};
use anye_access::{AccountKind, AccountView};
use anye_web::extract::{IfMatch, Json as Body, Paging, etag};
use anye_web::{Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::find::{AccountQuery, find_accounts};
use crate::People;

/// An account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountItem {
    /// Its id.
    pub id: String,
    /// Name to sign in with.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// `staff` or `public`.
    pub kind: &'static str,
    /// Code of the place it belongs to.
    pub place: String,
    /// Staff number, or another key of the person behind it.
    pub person_key: String,
    /// Whether it is shut.
    pub disabled: bool,
    /// Whether a second factor is set up.
    pub second_factor: bool,
    /// Whether the next sign-in asks for a new password.
    pub must_change_password: bool,
    /// When it was made, in milliseconds.
    pub created_at: i64,
    /// Its version, as in the `ETag`.
    pub version: i64,
}

impl From<AccountView> for AccountItem {
    fn from(view: AccountView) -> Self {
        Self {
            id: view.brief.id,
            login: view.brief.login,
            name: view.brief.name,
            kind: view.brief.kind.word(),
            place: view.brief.place,
            person_key: view.person_key,
            disabled: view.disabled,
            second_factor: view.second_factor,
            must_change_password: view.must_change_password,
            created_at: view.created_at,
            version: view.version,
        }
    }
}

/// Accounts, and where the list goes on.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountList {
    /// The accounts, by login.
    pub items: Vec<AccountItem>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// The wish for an account.
#[derive(Debug, Deserialize, ToSchema)]
pub struct AccountWish {
    /// 2 to 40 small letters, digits and `._-@`.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Staff number, or another key that is the same for all accounts of one person. Never a resident ID number.
    pub person_key: String,
    /// `staff` or `public`.
    #[schema(value_type = String)]
    pub kind: AccountKind,
    /// Code of a place.
    pub place: String,
}

/// An account that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountMade {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: i64,
    /// The password for the first sign-in, in this answer alone; `null` when the request is repeated.
    pub one_time_password: Option<String>,
}

/// A new one-time password.
#[derive(Debug, Serialize, ToSchema)]
pub struct OneTime {
    /// In this answer alone; `null` when the request is repeated.
    pub one_time_password: Option<String>,
}

/// Why an account is shut.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Because {
    /// In words, for the audit log.
    pub reason: String,
}

/// An empty object.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Nothing {}

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
