//! Programmes (业务办理): from a form that asks only what nobody knows yet, through steps, deadlines, the law's decision and its publicity, to money, entries and certificates.
//!
//! This crate must never know a programme, a benefit or a register by its name: everything comes from the pack and the rule book in use.

pub mod account;
pub mod adapt;
pub mod automatic;
pub mod case;
pub mod count;
pub mod due;
pub mod everybody;
pub mod form;
#[doc(hidden)]
pub mod mark;
pub mod model;
mod pages;
pub mod paper;
pub mod port;
pub mod progress;
pub mod publicity;
mod state;
pub(crate) mod store;
mod unfunded;

use anye_access::Permission::{CasesRead, ServiceApply, ServiceCheck, ServiceWork};
use anye_base::Lang;
use anye_web::{Area, Built, Guard, NavEntry, Routes, i18n};

pub use state::Service;
pub use unfunded::unfunded;

/// The messages of this crate.
pub const MESSAGES: [i18n::Source; 2] =
    [(Lang::Zh, include_str!("../i18n/zh.ftl")), (Lang::En, include_str!("../i18n/en.ftl"))];

/// The entries of the rail.
pub const NAV: &[NavEntry] = &[
    NavEntry {
        key: "nav-service",
        href: "/service",
        permission: Some(ServiceApply),
        area: Area::Service,
        order: 5,
    },
    NavEntry {
        key: "nav-service-cases",
        href: "/service/cases",
        permission: Some(CasesRead),
        area: Area::Service,
        order: 7,
    },
    NavEntry { key: "nav-my", href: "/my", permission: Some(ServiceApply), area: Area::Top, order: 4 },
];

/// All routes of this crate with their guards.
pub fn routes(service: &Service) -> Built {
    let routes = Routes::new(&service.core)
        .get("/service", Guard::Public, pages::catalogue)
        .post("/service/find", Guard::Needs(ServiceApply), pages::find)
        .post("/service/link", Guard::Needs(ServiceWork), pages::link)
        .get("/service/{programme}/new", Guard::Public, pages::programme)
        .post("/service/start", Guard::Needs(ServiceApply), pages::start)
        .get("/service/applications/{id}", Guard::Needs(ServiceApply), pages::fill)
        .post("/service/applications/{id}", Guard::Needs(ServiceApply), pages::save)
        .post("/service/applications/{id}/draft", Guard::Needs(ServiceApply), pages::keep)
        .post("/service/applications/{id}/papers", Guard::SignedIn, pages::attach)
        .get("/service/papers/{id}", Guard::SignedIn, pages::paper)
        .post("/service/papers/{id}", Guard::SignedIn, pages::paper_act)
        .get("/service/applications/{id}/check", Guard::Needs(ServiceApply), pages::check)
        .post("/service/applications/{id}/send", Guard::Needs(ServiceApply), pages::send)
        .get("/service/cases", Guard::Needs(CasesRead), pages::cases)
        // Whoever applied reads their own case; anybody else's is as if it were not there.
        .get("/service/cases/{id}", Guard::SignedIn, pages::show)
        .post("/service/cases/{id}", Guard::SignedIn, pages::act)
        .get("/service/offers", Guard::Needs(CasesRead), pages::offers)
        .post("/service/offers/{id}", Guard::Needs(ServiceApply), pages::answer)
        .get("/service/together", Guard::Needs(ServiceCheck), pages::waiting)
        .post("/service/together", Guard::Needs(ServiceCheck), pages::decide)
        .get("/service/statistics", Guard::Needs(CasesRead), pages::statistics)
        .get("/service/statistics.csv", Guard::Needs(CasesRead), pages::export)
        .get("/service/statistics/cases", Guard::Needs(CasesRead), pages::counted)
        .get("/statistics/services", Guard::Public, pages::statistics_public)
        .get("/service/reach", Guard::Needs(CasesRead), pages::reach)
        .get("/service/certificates/{number}", Guard::SignedIn, pages::certificate)
        .post("/service/certificates/{number}", Guard::Needs(ServiceCheck), pages::void)
        .get("/service/verify/{number}", Guard::Public, pages::verify)
        .get("/publicity", Guard::Public, pages::publicity)
        .post("/publicity", Guard::Public, pages::object)
        .get("/progress", Guard::Public, pages::progress)
        .post("/progress", Guard::Public, pages::progress_ask)
        .get("/my", Guard::Needs(ServiceApply), pages::my)
        .get("/my/looks", Guard::Needs(ServiceApply), pages::my_looks);
    let routes = routes
        .get("/api/service/programmes", Guard::Public, pages::api::programmes)
        .post("/api/service/applications", Guard::Needs(ServiceApply), pages::api::start)
        .get("/api/service/applications/{id}", Guard::Needs(ServiceApply), pages::api::application)
        .post("/api/service/applications/{id}", Guard::Needs(ServiceApply), pages::api::save)
        .get("/api/service/applications/{id}/papers", Guard::SignedIn, pages::api::papers)
        .post("/api/service/applications/{id}/papers", Guard::SignedIn, pages::api::attach)
        .post("/api/service/papers/{id}", Guard::SignedIn, pages::api::paper_act)
        .post("/api/service/applications/{id}/send", Guard::Needs(ServiceApply), pages::api::send)
        .get("/api/service/cases", Guard::Needs(CasesRead), pages::api::cases)
        .get("/api/service/cases/{id}", Guard::SignedIn, pages::api::show)
        .post("/api/service/cases/{id}", Guard::SignedIn, pages::api::act)
        .post("/api/service/cases/{id}/appeal", Guard::Needs(ServiceApply), pages::api::appeal)
        .post("/api/service/certificates/{number}/void", Guard::Needs(ServiceCheck), pages::api::void)
        .post("/api/service/cases/{id}/withdraw", Guard::Needs(ServiceApply), pages::api::withdraw)
        .get("/api/service/statistics", Guard::Needs(CasesRead), pages::api::statistics)
        .get("/api/service/offers", Guard::Needs(ServiceApply), pages::api::offers)
        .post("/api/service/offers/{id}", Guard::Needs(ServiceApply), pages::api::answer)
        .post("/api/progress", Guard::Public, pages::api::progress)
        .get("/api/publicity", Guard::Public, pages::api::publicity)
        .post("/api/publicity", Guard::Public, pages::api::object);
    routes.finish(service.clone())
}

/// The operations of this crate, for the document at `/api/openapi.json`.
pub fn openapi() -> utoipa::openapi::OpenApi {
    use utoipa::OpenApi as _;
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(
        pages::api::programmes,
        pages::api::start,
        pages::api::application,
        pages::api::save,
        pages::api::papers,
        pages::api::attach,
        pages::api::paper_act,
        pages::api::send,
        pages::api::cases,
        pages::api::show,
        pages::api::act,
        pages::api::appeal,
        pages::api::withdraw,
        pages::api::void,
        pages::api::statistics,
        pages::api::offers,
        pages::api::answer,
        pages::api::progress,
        pages::api::publicity,
        pages::api::object
    ))]
    struct Described;
    Described::openapi()
}
