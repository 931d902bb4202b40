//! The law for people (政策): browse and explain the rules, decide a case, ask what one is entitled to, publish a rule book by two people.
//!
//! This crate must never know a benefit by name: everything on its pages comes from the rule book of the pack.

mod api;
mod browse;
mod choice;
mod cite;
pub mod decision;
mod desk;
mod entitled;
mod fen;
mod library;
mod plain;
pub mod simulation;
mod state;
mod trial;
pub mod version;
mod window;

use anye_access::Permission::{LawApprove, LawDecide, LawDecisionsRead, LawPropose, PackRead};
use anye_base::Lang;
use anye_web::{Area, Built, Guard, NavEntry, Routes, i18n};
use axum::extract::{FromRef, Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use utoipa::OpenApi as _;

pub use fen::yuan;
pub use library::{Later, LawLibrary, LibraryArticle, LibraryDocument};
pub use plain::{rule_name, spaced};
pub use state::Policy;
pub use trial::written;

/// The messages of this crate.
pub const MESSAGES: [i18n::Source; 4] = [
    (Lang::Zh, include_str!("../i18n/zh.ftl")),
    (Lang::En, include_str!("../i18n/en.ftl")),
    (Lang::Zh, include_str!("../i18n/kept.zh.ftl")),
    (Lang::En, include_str!("../i18n/kept.en.ftl")),
];

/// The entries of the rail.
pub const NAV: &[NavEntry] = &[
    NavEntry { key: "nav-rules", href: "/rules", permission: None, area: Area::Policy, order: 20 },
    NavEntry {
        key: "nav-entitlements",
        href: "/entitlements",
        permission: None,
        area: Area::Policy,
        order: 21,
    },
    NavEntry { key: "nav-law", href: "/law", permission: Some(PackRead), area: Area::Policy, order: 22 },
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
        .get("/law/decisions", Guard::Needs(LawDecisionsRead), decision::list_page)
        .get("/law/decisions/{id}", Guard::Needs(LawDecisionsRead), decision::show_page)
        .post("/law/decisions/{id}", Guard::Needs(LawDecisionsRead), decision::open_page)
        .get("/law/decisions/{id}/replay", Guard::Needs(LawDecisionsRead), decision::replay_page)
        .get("/law/simulations", Guard::Needs(PackRead), simulation::list_page)
        .post("/law/simulations", Guard::Needs(LawPropose), simulation::start_page)
        .get("/law/simulations/{id}", Guard::Needs(PackRead), simulation::show_page)
        .get("/api/law/decisions", Guard::Needs(LawDecisionsRead), decision::api::list)
        .post("/api/law/decisions", Guard::Needs(LawDecide), decision::api::create)
        .get("/api/law/decisions/{id}", Guard::Needs(LawDecisionsRead), decision::api::show)
        .post("/api/law/decisions/{id}/facts", Guard::Needs(LawDecisionsRead), decision::api::facts)
        .get("/api/law/decisions/{id}/replay", Guard::Needs(LawDecisionsRead), decision::api::replay)
        .get("/api/law/rules", Guard::Public, api::rules)
        .get("/api/law/rules/{rule}", Guard::Public, api::rule)
        .get("/api/law/schema", Guard::Public, api::schema)
        .post("/api/law/decide", Guard::SignedIn, api::decide);
    let mut built = routes.finish(Rooms(policy.clone()));
    built.router = built.router.layer(middleware::from_fn_with_state(policy.clone(), freshen));
    built
}

/// The state of the router: every request takes the law that is in use when it comes.
#[derive(Clone)]
struct Rooms(Policy);

impl FromRef<Rooms> for Policy {
    fn from_ref(rooms: &Rooms) -> Self {
        rooms.0.now()
    }
}

/// Puts in use what was published since the last request, here or by another server of the same store.
async fn freshen(State(policy): State<Policy>, request: Request, next: Next) -> Response {
    // Pages go on with what is in use and the desk says so; a decision that is kept asks again and is refused.
    if let Err(fault) = policy.refresh().await {
        tracing::error!(
            cause = fault.log.as_deref().unwrap_or(fault.code),
            "the published law cannot be put in use"
        );
    }
    next.run(request).await
}

/// The operations of this crate, for the document at `/api/openapi.json`.
pub fn openapi() -> utoipa::openapi::OpenApi {
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(
        api::rules,
        api::rule,
        api::schema,
        api::decide,
        decision::api::create,
        decision::api::list,
        decision::api::show,
        decision::api::facts,
        decision::api::replay
    ))]
    struct Operations;
    Operations::openapi()
}
