//! The bulletin of the month (就业形势月报): text with bound figures, tables, charts, method note; drafted, signed by a second person, published at its hour and
//! frozen. It must never let a figure of a published bulletin change.

mod bind;
mod compute;
pub mod desk;
mod docx;
pub mod model;
mod pages;
mod pdf;
mod store;
pub mod template;
mod xlsx;

use anye_access::Permission::{BulletinDraft, BulletinSign};
use anye_web::{Area, Built, Guard, NavEntry, Routes};

use crate::Monitor;

/// The entries of the rail.
pub const NAV: &[NavEntry] =
    &[NavEntry { key: "nav-bulletins", href: "/bulletins", permission: None, area: Area::Watch, order: 12 }];

/// Its routes. What is published is public; the use cases hide what is not.
pub fn routes(monitor: &Monitor) -> Built {
    Routes::new(&monitor.core)
        .get("/bulletins", Guard::Public, pages::list)
        .post("/bulletins", Guard::Needs(BulletinDraft), pages::draft)
        .get("/bulletins/{id}", Guard::Public, pages::show)
        .post("/bulletins/{id}", Guard::Needs(BulletinDraft), pages::change)
        .post("/bulletins/{id}/sign", Guard::Needs(BulletinSign), pages::sign)
        .get("/bulletins/{id}/file/{name}", Guard::Public, pages::file)
        .get("/bulletins/{id}/revisions", Guard::Needs(BulletinDraft), pages::revisions)
        .get("/api/bulletins", Guard::Public, pages::api_list)
        .get("/api/bulletins/{id}", Guard::Public, pages::api_show)
        .finish(monitor.clone())
}

/// Its operations.
pub fn openapi() -> utoipa::openapi::OpenApi {
    use utoipa::OpenApi as _;
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(pages::api_list, pages::api_show))]
    struct Described;
    Described::openapi()
}
