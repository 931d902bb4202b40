//! Casework (办件): cases with steps, deadlines and addressees, opened by whatever happens, escalated upwards, closed with an outcome.
//!
//! It must never know what brings a case about: kinds, levels and steps come from features and packs. Nothing is ever deleted.

pub mod group;
pub mod model;
mod pages;
mod store;
pub mod task;
pub mod use_case;

use anye_access::Permission::{CasesRead, CasesWork};
use anye_base::Lang;
use anye_web::{Area, Built, Core, Guard, NavEntry, Routes, i18n};

pub use pages::{Casework, Light, light, sentence};

/// The messages of this crate.
pub const MESSAGES: [i18n::Source; 2] =
    [(Lang::Zh, include_str!("../i18n/zh.ftl")), (Lang::En, include_str!("../i18n/en.ftl"))];

/// The entries of the rail.
pub const NAV: &[NavEntry] = &[
    NavEntry { key: "nav-tasks", href: "/tasks", permission: Some(CasesWork), area: Area::Top, order: 6 },
    NavEntry { key: "nav-cases", href: "/cases", permission: Some(CasesRead), area: Area::Service, order: 8 },
];

/// All routes of this crate with their guards.
pub fn routes(core: &Core) -> Built {
    let state = Casework { core: core.clone() };
    Routes::new(core)
        .get("/cases", Guard::Needs(CasesRead), pages::list)
        .get("/cases/{id}", Guard::Needs(CasesRead), pages::show)
        .post("/cases/{id}", Guard::Needs(CasesWork), pages::act)
        .get("/tasks", Guard::Needs(CasesRead), pages::tasks)
        .post("/tasks", Guard::Needs(CasesWork), pages::change)
        .get("/api/tasks", Guard::Needs(CasesRead), pages::api::tasks)
        .get("/api/cases", Guard::Needs(CasesRead), pages::api::list)
        .get("/api/cases/{id}", Guard::Needs(CasesRead), pages::api::show)
        .post("/api/cases/{id}", Guard::Needs(CasesWork), pages::api::act)
        .finish(state)
}

/// The operations of this crate, for the document at `/api/openapi.json`.
pub fn openapi() -> utoipa::openapi::OpenApi {
    use utoipa::OpenApi as _;
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(pages::api::tasks, pages::api::list, pages::api::show, pages::api::act))]
    struct Described;
    Described::openapi()
}
