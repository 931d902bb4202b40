//! Operations on one's own session and tokens (本人会话与令牌接口). Programs may ask who they are; the rest is for the person alone.

use anye_access::session::{SessionView, end_session, list_sessions};
use anye_access::token::{IssueToken, TokenView, issue_token, list_tokens, revoke_token};
use anye_access::{Permission, may_at_all};
use anye_base::world::china_minute;
use anye_web::extract::Json as Body;
use anye_web::{Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::People;
use crate::people::{client, own_session};

/// A role held.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldRole {
    /// Id of the grant.
    pub grant: String,
    /// The role.
    pub role: &'static str,
    /// Code of the place.
    pub place: String,
}

/// Who asks.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// Account id.
    pub account: String,
    /// Name to sign in with; absent for a program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// Name, as the audit log names them.
    pub name: String,
    /// How the person proved who they are; absent for a program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assurance: Option<String>,
    /// Roles held today.
    pub roles: Vec<HeldRole>,
    /// What they may do somewhere.
    pub permissions: Vec<&'static str>,
    /// When the session ends however busy it is (China, day and minute).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
}

/// One of one's own sessions.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionItem {
    /// Its id.
    pub id: String,
    /// When it began, in milliseconds.
    pub created_at: i64,
    /// When it was last seen.
    pub seen_at: i64,
    /// Network address.
    pub source: String,
    /// What the browser calls itself.
    pub agent: String,
    /// How the person proved who they are.
    pub assurance: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

impl From<SessionView> for SessionItem {
    fn from(view: SessionView) -> Self {
        let SessionView { id, created_at, seen_at, source, agent, assurance, current } = view;
        Self { id, created_at, seen_at, source, agent, assurance, current }
    }
}

/// A token without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenItem {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// What it may be used for.
    pub permissions: Vec<&'static str>,
    /// When it was made, in milliseconds.
    pub created_at: i64,
    /// When it runs out.
    pub expires_at: i64,
    /// Whether it was taken back.
    pub revoked: bool,
}

impl From<TokenView> for TokenItem {
    fn from(view: TokenView) -> Self {
        Self {
            permissions: view.permissions.iter().map(|one| one.word()).collect(),
            id: view.id,
            name: view.name,
            created_at: view.created_at,
            expires_at: view.expires_at,
            revoked: view.revoked,
        }
    }
}

/// The wish for a token.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TokenWish {
    /// What it is for.
    pub name: String,
    /// Ids of one's own grants to lend.
    pub grants: Vec<String>,
    /// Some of what those grants give.
    #[schema(value_type = Vec<String>)]
    pub permissions: Vec<Permission>,
    /// For how many days: 1 to 90.
    pub days: u32,
}

/// A new token with its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenIssued {
    /// The secret, shown this once.
    pub secret: String,
    /// What it is.
    pub token: TokenItem,
}

/// Who asks, and what they may do.
#[utoipa::path(get, path = "/api/session", operation_id = "session", tag = "session",
    responses((status = 200, body = Me), (status = 401, body = Problem)))]
pub async fn session(State(_): State<People>, visitor: Visitor) -> Json<Me> {
    let session = visitor.session.as_deref();
    let held = visitor.grants.held().iter();
    Json(Me {
        account: visitor.grants.account().to_owned(),
        login: session.map(|session| session.account.login.clone()),
        name: visitor.actor.name.clone(),
        assurance: session.map(|session| session.assurance.clone()),
        roles: held
            .map(|grant| HeldRole {
                grant: grant.id.clone(),
                role: grant.role.word(),
                place: grant.place.clone(),
            })
            .collect(),
        permissions: Permission::ALL
            .iter()
            .filter(|permission| may_at_all(&visitor.grants, **permission))
            .map(|permission| permission.word())
            .collect(),
        expires_at: session.map(|session| china_minute(session.expires_at)),
    })
}

/// One's own open sessions.
#[utoipa::path(get, path = "/api/sessions", operation_id = "sessions", tag = "session",
    responses((status = 200, body = Vec<SessionItem>), (status = 403, body = Problem)))]
pub async fn sessions(
    State(people): State<People>,
    visitor: Visitor,
) -> Result<Json<Vec<SessionItem>>, Failed> {
    let (core, session) = (&people.core, own_session(&visitor)?);
    let open = list_sessions(&core.db, &core.world, session).await?;
    Ok(Json(open.into_iter().map(SessionItem::from).collect()))
}

/// Ends one of one's own sessions.
#[utoipa::path(delete, path = "/api/sessions/{session}", operation_id = "session_end", tag = "session",
    params(("session" = String, Path, description = "Id of the session")),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn end(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, Failed> {
    let (core, session) = (&people.core, own_session(&visitor)?);
    forged(&visitor, &headers)?;
    end_session(&core.db, &core.world, session, &id, &client(&visitor, &headers)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One's own tokens, newest first.
#[utoipa::path(get, path = "/api/tokens", operation_id = "tokens", tag = "session",
    responses((status = 200, body = Vec<TokenItem>), (status = 403, body = Problem)))]
pub async fn tokens(State(people): State<People>, visitor: Visitor) -> Result<Json<Vec<TokenItem>>, Failed> {
    let found = list_tokens(&people.core.db, own_session(&visitor)?).await?;
    Ok(Json(found.into_iter().map(TokenItem::from).collect()))
}

/// Makes a token. The secret is in this answer and nowhere else.
#[utoipa::path(post, path = "/api/tokens", operation_id = "token_issue", tag = "session", request_body = TokenWish,
    params(("Idempotency-Key" = String, Header, description = "8 to 128 visible signs")),
    responses((status = 201, body = TokenIssued), (status = 422, body = Problem)))]
pub async fn issue(
    State(people): State<People>,
    visitor: Visitor,
    headers: HeaderMap,
    Body { data, .. }: Body<TokenWish>,
) -> Result<(StatusCode, Json<TokenIssued>), Failed> {
    let (core, session) = (&people.core, own_session(&visitor)?);
    let TokenWish { name, grants, permissions, days } = data;
    let wish = IssueToken { name, grants, permissions, days };
    let issued = issue_token(&core.db, &core.world, session, wish, &client(&visitor, &headers)).await?;
    let secret = issued.token.reveal().to_owned();
    Ok((StatusCode::CREATED, Json(TokenIssued { secret, token: issued.view.into() })))
}

/// Takes a token back. It ceases to work at once.
#[utoipa::path(delete, path = "/api/tokens/{token}", operation_id = "token_revoke", tag = "session",
    params(("token" = String, Path, description = "Id of the token")),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn revoke(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, Failed> {
    let (core, session) = (&people.core, own_session(&visitor)?);
    forged(&visitor, &headers)?;
    revoke_token(&core.db, &core.world, session, &id, &client(&visitor, &headers)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes without a body carry the token in a header alone.
pub(crate) fn forged(visitor: &Visitor, headers: &HeaderMap) -> Result<(), anye_base::Fault> {
    let given = headers.get(anye_web::csrf::HEADER).and_then(|value| value.to_str().ok());
    anye_web::csrf::check_token(visitor, given)
}
