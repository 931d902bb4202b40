//! The same questions for programs (访问说明接口).

use anye_access::explain::{who_can, why as explained};
use anye_access::{Permission, Reason, Role, rights_of};
use anye_web::{Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Query, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::Question;
use crate::names::find_account;
use crate::{People, show};

/// Why something is allowed or denied.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = people::access::Because)]
pub struct Because {
    /// `granted`, `no_grants`, `no_right`, `out_of_reach`, `token_limit`, `conflict`.
    pub reason: &'static str,
    /// The grant that decided, or came nearest.
    pub grant: Option<String>,
    /// Its role.
    pub role: Option<&'static str>,
    /// Its place.
    pub place: Option<String>,
    /// How far it reaches.
    pub reach: Option<&'static str>,
    /// The same in the language asked for.
    pub words: String,
}

/// Somebody who can.
#[derive(Debug, Serialize, ToSchema)]
pub struct HolderItem {
    /// Account id.
    pub account: String,
    /// Its login.
    pub login: String,
    /// Its name.
    pub name: String,
    /// Because of what.
    pub because: Because,
}

/// Everybody who can.
#[derive(Debug, Serialize, ToSchema)]
pub struct Who {
    /// The permission asked about.
    pub permission: &'static str,
    /// Code of the place asked about.
    pub place: String,
    /// Who, by login.
    pub items: Vec<HolderItem>,
}

/// Whether somebody can.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = people::Why)]
pub struct Why {
    /// Account id.
    pub account: String,
    /// The permission asked about.
    pub permission: &'static str,
    /// Code of the place asked about.
    pub place: String,
    /// Yes or no.
    pub allowed: bool,
    /// Why.
    pub because: Because,
}

/// A line of the table of roles.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatrixLine {
    /// The role.
    pub role: &'static str,
    /// What it allows.
    pub permission: &'static str,
    /// How far.
    pub reach: &'static str,
}

fn because(people: &People, visitor: &Visitor, reason: &Reason) -> Because {
    let words = show::reason(&people.core, &visitor.texts, reason);
    let none = Because { reason: reason.word(), grant: None, role: None, place: None, reach: None, words };
    match reason {
        Reason::Granted { grant, reach } | Reason::OutOfReach { grant, reach } => Because {
            grant: Some(grant.id.clone()),
            role: Some(grant.role.word()),
            place: Some(grant.place.clone()),
            reach: Some(reach.word()),
            ..none
        },
        _ => none,
    }
}

/// Everybody who has the permission at the place today.
#[utoipa::path(get, path = "/api/access/who", operation_id = "access_who", tag = "access", params(Question),
    responses((status = 200, body = Who), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn who(
    State(people): State<People>,
    visitor: Visitor,
    Query(question): Query<Question>,
) -> Result<Json<Who>, Failed> {
    let (permission, place) = question.understood(&people)?;
    let places = people.places();
    let caller = people.caller(&visitor, &places, None);
    let holders = who_can(&people.core.db, &caller, permission, &place).await?;
    let items = holders.into_iter().map(|holder| HolderItem {
        because: because(&people, &visitor, &holder.because),
        account: holder.account.id,
        login: holder.account.login,
        name: holder.account.name,
    });
    let items = items.collect();
    Ok(Json(Who { permission: permission.word(), place, items }))
}

/// Whether an account has the permission at the place today, and why or why not.
#[utoipa::path(get, path = "/api/access/why", operation_id = "access_why", tag = "access", params(Question),
    responses((status = 200, body = Why), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn why(
    State(people): State<People>,
    visitor: Visitor,
    Query(question): Query<Question>,
) -> Result<Json<Why>, Failed> {
    let (permission, place) = question.understood(&people)?;
    let places = people.places();
    let caller = people.caller(&visitor, &places, None);
    let account = find_account(&people.core.db, &caller, &question.account).await?.brief.id;
    let decision = explained(&people.core.db, &caller, &account, permission, &place).await?;
    let because = because(&people, &visitor, &decision.because);
    Ok(Json(Why { account, permission: permission.word(), place, allowed: decision.allowed, because }))
}

/// The table of roles, permissions and reach.
#[utoipa::path(get, path = "/api/access/matrix", operation_id = "access_matrix", tag = "access",
    responses((status = 200, body = Vec<MatrixLine>)))]
pub async fn matrix(State(_): State<People>, _: Visitor) -> Json<Vec<MatrixLine>> {
    let lines = |role: Role| {
        let words = |permission: Permission| permission.word();
        rights_of(role).iter().map(move |right| MatrixLine {
            role: role.word(),
            permission: words(right.permission),
            reach: right.reach.word(),
        })
    };
    Json(Role::ALL.into_iter().flat_map(lines).collect())
}
