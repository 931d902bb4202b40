//! The law for people (政策): browse and explain the rules, decide a case, ask what one is entitled to, publish a rule book by two people.
//!
//! This crate must never know a benefit by name: everything on its pages comes from the rule book of the pack.

mod api;
mod browse;
mod choice;
mod cite;
mod desk;
mod entitled;
mod library;
mod plain;
mod state;
mod trial;
pub mod version;
mod window;

use anye_access::Permission::{LawApprove, LawPropose, PackRead};
use anye_base::Lang;
use anye_web::{Built, Guard, NavEntry, Routes, i18n};
use utoipa::OpenApi as _;

pub use library::{LawLibrary, Later, LibraryArticle, LibraryDocument};
pub use state::Policy;

/// The messages of this crate.
pub const MESSAGES: [i18n::Source; 2] =
    [(Lang::Zh, include_str!("../i18n/zh.ftl")), (Lang::En, include_str!("../i18n/en.ftl"))];

/// The entries of the rail.
pub const NAV: &[NavEntry] = &[
    NavEntry { key: "nav-rules", href: "/rules", permission: None, order: 20 },
    NavEntry { key: "nav-entitlements", href: "/entitlements", permission: None, order: 21 },
    NavEntry { key: "nav-law", href: "/law", permission: Some(PackRead), order: 22 },
];

/// All routes of this crate with their guards.
pub fn routes(policy: &Policy) -> Built {
    let routes = Routes::new(&policy.core);
    // The rules are public law; a case that is tried is kept nowhere.
    let routes = routes
        .get("/rules", Guard::Public, browse::list)
        .get("/rules/{rule}", Guard::Public, browse::show)
        .get("/rules/{rule}/cities.csv", Guard::Public, browse::cities_csv)
        .get("/entitlements", Guard::Public, entitled::start)
        .post("/entitlements", Guard::Public, entitled::ask)
        .get("/law", Guard::Needs(PackRead), desk::front)
        .get("/law/of/{document}", Guard::Needs(PackRead), desk::document)
        .get("/law/try/{rule}", Guard::Needs(PackRead), trial::show)
        .post("/law/try/{rule}", Guard::Needs(PackRead), trial::change)
        .post("/law/try/{rule}/answer", Guard::Needs(PackRead), trial::answer_part)
        .get("/law/conflicts", Guard::Needs(PackRead), desk::conflicts)
        .get("/law/findings", Guard::Needs(PackRead), desk::findings)
        .get("/law/versions", Guard::Needs(PackRead), desk::versions)
        .post("/law/versions", Guard::Needs(LawPropose), desk::versions_propose)
        .get("/law/versions/{id}", Guard::Needs(PackRead), desk::version_show)
        .post("/law/versions/{id}", Guard::Needs(LawApprove), desk::version_decide)
        .get("/api/law/rules", Guard::Public, api::rules)
        .get("/api/law/rules/{rule}", Guard::Public, api::rule)
        .get("/api/law/schema", Guard::Public, api::schema)
        .post("/api/law/decide", Guard::SignedIn, api::decide);
    routes.finish(policy.clone())
}

/// The operations of this crate, for the document at `/api/openapi.json`.
pub fn openapi() -> utoipa::openapi::OpenApi {
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(api::rules, api::rule, api::schema, api::decide))]
    struct Operations;
    Operations::openapi()
}
