//! What every installation has: home and help, places, responsible units, the policy pack, background jobs, the audit log.
//!
//! This crate must never know documents, benefits or cases: features fill the slots of [`Office`] when the binary wires them.

pub mod audit;
pub mod help;
pub mod home;
pub mod jobs;
mod office;
pub mod pack;
pub mod places;
mod show;
pub mod units;

use std::sync::Arc;

use anye_access::Permission;
use anye_base::Lang;
use anye_web::palette::PaletteSource;
use anye_web::{Area, Built, NavEntry, Routes, i18n};
use utoipa::OpenApi as _;

pub use home::{FirstHour, HomeEntry, HomeGroup, HomeSource};
pub use office::Office;
pub use units::{UnitUse, UnitUses};

/// The messages of this crate.
pub const MESSAGES: [i18n::Source; 2] =
    [(Lang::Zh, include_str!("../i18n/zh.ftl")), (Lang::En, include_str!("../i18n/en.ftl"))];

const fn entry(
    key: &'static str,
    href: &'static str,
    permission: Option<Permission>,
    area: Area,
    order: u8,
) -> NavEntry {
    NavEntry { key, href, permission, area, order }
}

/// The entries of the rail. Features stand between 10 and 59.
pub const NAV: &[NavEntry] = &[
    entry("nav-home", "/", None, Area::Top, 0),
    entry("nav-places", "/places", Some(Permission::PlacesRead), Area::Office, 60),
    entry("nav-units", "/units", Some(Permission::UnitsRead), Area::Office, 62),
    entry("nav-pack", "/pack", Some(Permission::PackRead), Area::Office, 64),
    entry("nav-jobs", "/jobs", Some(Permission::JobsRead), Area::Office, 70),
    entry("nav-audit", "/audit", Some(Permission::AuditRead), Area::Office, 80),
];

/// All routes of this crate with their guards.
pub fn routes(office: &Office) -> Built {
    let mut routes = Routes::new(&office.core);
    for add in [home::add, help::add, places::add, units::add, pack::add, jobs::add, audit::add] {
        routes = add(routes);
    }
    routes.finish(office.clone())
}

/// What the command palette finds here.
pub fn palette(office: &Office) -> Vec<Arc<dyn PaletteSource>> {
    vec![Arc::new(places::PlacePalette(office.clone())), Arc::new(units::UnitPalette(office.clone()))]
}

/// The operations of this crate, for the document at `/api/openapi.json`.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        places::api::list, places::api::one, places::api::children, places::api::ancestors, places::api::descendants,
        places::api::events, places::api::import, units::api::list, units::api::one, jobs::api::list, jobs::api::one,
        jobs::api::cancel, jobs::api::retry, audit::api::list, audit::api::one, audit::api::verify, pack::api::pack,
    ),
    tags((name = "places", description = "行政区划 Places"), (name = "units", description = "责任单位 Responsible units"),
         (name = "jobs", description = "后台任务 Background jobs"), (name = "audit", description = "审计日志 Audit log"),
         (name = "pack", description = "政策包 Policy pack"))
)]
struct Api;
