//! The faces of registers, facts, households and duties: JSON for programs, pages for people. They hold no rule of their own.

mod api;
mod api_facts;
mod form;
mod pages;
mod timeline;

use anye_access::Permission::{PersonsEdit, PersonsRead, RegistersRead, RegistersWork};
use anye_base::Lang;
use anye_web::{Area, Built, Guard, NavEntry, Routes, i18n};
use utoipa::OpenApi as _;

use crate::Registers;

/// The messages of these rooms.
pub const MESSAGES: [i18n::Source; 2] = [
    (Lang::Zh, include_str!("../../i18n/registers.zh.ftl")),
    (Lang::En, include_str!("../../i18n/registers.en.ftl")),
];

/// The entries of the rail.
pub const NAV: &[NavEntry] = &[
    NavEntry {
        key: "nav-registers",
        href: "/registers",
        permission: Some(RegistersRead),
        area: Area::Subjects,
        order: 43,
    },
    NavEntry {
        key: "nav-duties",
        href: "/duties",
        permission: Some(RegistersRead),
        area: Area::Service,
        order: 44,
    },
];

/// All routes of these rooms with their guards.
pub fn routes(rooms: &Registers) -> Built {
    let routes = Routes::new(rooms.core());
    let routes = routes
        .get("/registers", Guard::Needs(RegistersRead), pages::front)
        .get("/registers/{register}", Guard::Needs(RegistersRead), pages::list)
        .get("/registers/{register}/new", Guard::Needs(RegistersWork), pages::new)
        .post("/registers/{register}/new", Guard::Needs(RegistersWork), pages::open)
        .get("/registers/{register}/import", Guard::Needs(RegistersWork), pages::import)
        .post("/registers/{register}/import", Guard::Needs(RegistersWork), pages::upload)
        .post("/registers/{register}/import/{file}", Guard::Needs(RegistersWork), pages::take)
        .get("/registers/{register}/import/{file}", Guard::Needs(RegistersWork), pages::marked)
        .get("/registers/{register}/export", Guard::Needs(RegistersRead), pages::export)
        .get("/registers/{register}/counts/{count}", Guard::Needs(RegistersRead), pages::count)
        .get("/registers/{register}/quotas", Guard::Needs(RegistersRead), pages::quotas)
        .post("/registers/{register}/quotas", Guard::Needs(RegistersWork), pages::quota)
        // What is made public, and whether a certificate is genuine, anybody may ask.
        .get("/registers/{register}/public", Guard::Public, pages::public)
        .get("/registers/{register}/entries/{entry}", Guard::Needs(RegistersRead), pages::show)
        .post("/registers/{register}/entries/{entry}", Guard::Needs(RegistersWork), pages::act)
        .get(
            "/registers/{register}/entries/{entry}/certificate",
            Guard::Needs(RegistersRead),
            pages::certificate,
        )
        .get("/verify", Guard::Public, pages::verify)
        .get("/duties", Guard::Needs(RegistersRead), pages::duties)
        .post("/duties", Guard::Needs(RegistersWork), pages::duty)
        .get("/households/{household}", Guard::Needs(PersonsRead), pages::household);
    api_routes(routes).finish(rooms.clone())
}

fn api_routes(routes: Routes<Registers>) -> Routes<Registers> {
    routes
        .get("/api/registers", Guard::Needs(RegistersRead), api::registers)
        .get("/api/registers/{register}", Guard::Needs(RegistersRead), api::register)
        .get("/api/registers/{register}/entries", Guard::Needs(RegistersRead), api::list)
        .post("/api/registers/{register}/entries", Guard::Needs(RegistersWork), api::open)
        .get("/api/registers/{register}/entries/{entry}", Guard::Needs(RegistersRead), api::show)
        .post("/api/registers/{register}/entries/{entry}", Guard::Needs(RegistersWork), api::act)
        .get("/api/registers/{register}/counts/{count}", Guard::Needs(RegistersRead), api::count)
        .get("/api/registers/{register}/quotas", Guard::Needs(RegistersRead), api::quotas)
        .post("/api/registers/{register}/quotas", Guard::Needs(RegistersWork), api::propose_quota)
        .post("/api/registers/{register}/quotas/{quota}", Guard::Needs(RegistersWork), api::decide_quota)
        .get("/api/registers/{register}/public", Guard::Public, api::public)
        .get("/api/certificates/{number}", Guard::Public, api::verify)
        .get("/api/duties", Guard::Needs(RegistersRead), api::duties)
        .post("/api/duties/{duty}", Guard::Needs(RegistersWork), api::duty_done)
        .post("/api/facts", Guard::SignedIn, api_facts::state)
        .get("/api/facts/{kind}/{thing}", Guard::SignedIn, api_facts::known)
        .get("/api/facts/{kind}/{thing}/history", Guard::SignedIn, api_facts::history)
        .get("/api/things/{kind}", Guard::Needs(PersonsRead), api_facts::things)
        .post("/api/things/{kind}", Guard::Needs(PersonsEdit), api_facts::make)
        .get("/api/things/{kind}/{thing}", Guard::Needs(PersonsRead), api_facts::thing)
        .post("/api/households", Guard::Needs(PersonsEdit), api_facts::household)
        .get("/api/households/{household}", Guard::Needs(PersonsRead), api_facts::household_show)
        .post("/api/households/{household}", Guard::Needs(PersonsEdit), api_facts::household_act)
}

/// The operations of these rooms, for the document at `/api/openapi.json`.
pub fn openapi() -> utoipa::openapi::OpenApi {
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(
        api::registers,
        api::register,
        api::list,
        api::open,
        api::show,
        api::act,
        api::count,
        api::quotas,
        api::propose_quota,
        api::decide_quota,
        api::public,
        api::verify,
        api::duties,
        api::duty_done,
        api_facts::state,
        api_facts::known,
        api_facts::history,
        api_facts::things,
        api_facts::make,
        api_facts::thing,
        api_facts::household,
        api_facts::household_show,
        api_facts::household_act
    ))]
    struct Operations;
    Operations::openapi()
}
