//! The register of employers (用人单位名录): who they are, where they are, and how that changed, each fact with its days, source and evidence.
//!
//! A fact is never overwritten: a correction supersedes it and both stay. This crate must never know a report, a benefit or a panel.

mod api;
pub mod dictionary;
pub mod employer;
pub mod entry;
pub mod fact;
pub mod household;
mod pages;
pub mod provider;
mod reach;
mod registers;
mod rights;
pub mod thing;

use anye_access::Permission::{EmployerEdit, EmployerRead};
use anye_base::Lang;
use anye_web::{Built, Core, Guard, NavEntry, Routes, i18n};
use utoipa::OpenApi as _;

pub use anye_web::Asking;
pub use registers::{Alarm, CaseId, Registers, Silent, Stage, Told};

/// The messages of this crate.
pub const MESSAGES: [i18n::Source; 2] =
    [(Lang::Zh, include_str!("../i18n/zh.ftl")), (Lang::En, include_str!("../i18n/en.ftl"))];

/// The entries of the rail.
pub const NAV: &[NavEntry] =
    &[NavEntry { key: "nav-employers", href: "/employers", permission: Some(EmployerRead), order: 41 }];

/// What the handlers of this crate share. Cheap to clone.
#[derive(Clone)]
pub struct Registry {
    /// Store, clock, words, places.
    pub core: Core,
}

impl Registry {
    /// The register over this core.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }
}

/// All routes of this crate with their guards.
pub fn routes(registry: &Registry) -> Built {
    Routes::new(&registry.core)
        .get("/employers", Guard::Needs(EmployerRead), pages::list)
        .get("/employers/{employer}", Guard::Needs(EmployerRead), pages::show)
        .get("/api/employers", Guard::Needs(EmployerRead), api::list)
        .post("/api/employers", Guard::Needs(EmployerEdit), api::register)
        .get("/api/employers/{employer}", Guard::Needs(EmployerRead), api::show)
        .get("/api/employers/{employer}/history", Guard::Needs(EmployerRead), api::history)
        .post("/api/employers/{employer}/facts", Guard::Needs(EmployerEdit), api::correct)
        .post("/api/employers/{employer}/contacts", Guard::Needs(EmployerEdit), api::contact)
        .finish(registry.clone())
}

/// The operations of this crate, for the document at `/api/openapi.json`.
pub fn openapi() -> utoipa::openapi::OpenApi {
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(api::list, api::register, api::show, api::history, api::correct, api::contact))]
    struct Operations;
    Operations::openapi()
}
