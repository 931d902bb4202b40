//! People and access as pages and operations (人员与权限): signing in, one's own account, accounts, grants, who can see what and why.
//!
//! It asks `anye_access` for everything. This crate must never decide who may do what, and never hold a secret longer than one answer.

pub mod access;
pub mod accounts;
mod form;
pub mod grants;
pub mod login;
mod names;
mod people;
pub mod profile;
mod show;

use anye_access::Permission;
use anye_base::Lang;
use anye_web::{Area, Built, NavEntry, Routes, i18n};
use utoipa::OpenApi as _;

pub use people::{DemoLogin, Oidc, People};

/// The messages of this crate. Those of roles, permissions and faults are in `anye_access::messages`.
pub const MESSAGES: [i18n::Source; 2] =
    [(Lang::Zh, include_str!("../i18n/zh.ftl")), (Lang::En, include_str!("../i18n/en.ftl"))];

const fn entry(key: &'static str, href: &'static str, permission: Permission, order: u8) -> NavEntry {
    NavEntry { key, href, permission: Some(permission), area: Area::Office, order }
}

/// The entries of the rail.
pub const NAV: &[NavEntry] = &[
    entry("nav-accounts", "/accounts", Permission::AccountsRead, 72),
    entry("nav-grants", "/grants", Permission::GrantsRead, 74),
    entry("nav-access", "/access/who", Permission::AccessExplain, 76),
];

/// All routes of this crate with their guards.
pub fn routes(people: &People) -> Built {
    let mut routes = Routes::new(&people.core);
    for add in [login::add, profile::add, accounts::add, grants::add, access::add] {
        routes = add(routes);
    }
    routes.finish(people.clone())
}

/// The operations of this crate, for the document at `/api/openapi.json`.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        profile::api::session, profile::api::sessions, profile::api::end, profile::api::tokens,
        profile::api::issue, profile::api::revoke, accounts::api::list, accounts::api::one, accounts::api::create,
        accounts::api::disable, accounts::api::enable, accounts::api::unlock, accounts::api::reset_password,
        accounts::api::reset_second_factor, accounts::links::list, accounts::links::link, accounts::links::unlink,
        grants::api::list, grants::api::one, grants::api::request, grants::api::confirm, grants::api::revoke,
        access::api::who, access::api::why, access::api::matrix,
    ),
    tags((name = "session", description = "本人登录 One's own session and tokens"), (name = "accounts", description = "账号 Accounts"),
         (name = "grants", description = "授权 Grants"), (name = "access", description = "访问说明 Who can see what"))
)]
struct Api;
