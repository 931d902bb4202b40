//! The faces of registers, facts, households and duties: JSON for programs, pages for people. They hold no rule of their own.

mod api;
mod api_facts;
mod api_transfers;
mod form;
mod lead;
mod pages;
mod timeline;

use anye_access::Permission::{PersonsEdit, PersonsRead, PersonsReveal, RegistersRead, RegistersWork};
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
    NavEntry { key: "nav-statistics", href: "/statistics", permission: None, area: Area::Watch, order: 13 },
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
        .get("/statistics", Guard::Public, pages::statistics)
        .get("/statistics/{register}/{count}", Guard::Public, pages::public_count)
        // What is made public, and whether a certificate is genuine, anybody may ask.
        .get("/registers/{register}/public", Guard::Public, pages::public)
        .post("/registers/{register}/public", Guard::Public, pages::object)
        .get("/registers/{register}/entries/{entry}", Guard::Needs(RegistersRead), pages::show)
        // Who works there acts; who only decides what others examined confirms: the use cases tell them apart.
        .post("/registers/{register}/entries/{entry}", Guard::Needs(RegistersRead), pages::act)
        .post("/registers/{register}/entries/{entry}/reveal", Guard::Needs(PersonsReveal), pages::reveal)
        .get(
            "/registers/{register}/entries/{entry}/certificate",
            Guard::Needs(RegistersRead),
            pages::certificate,
        )
        .get("/verify", Guard::Public, pages::verify)
        .get("/duties", Guard::Needs(RegistersRead), pages::duties)
        .post("/duties", Guard::Needs(RegistersWork), pages::duty)
        .get("/registers/{register}/lookup", Guard::Public, pages::lookup)
        .post("/registers/{register}/lookup", Guard::Public, pages::looked_up)
        .get("/transfers", Guard::Needs(RegistersRead), pages::transfers)
        .post("/transfers", Guard::Needs(RegistersWork), pages::transfer)
        .get("/transfers/new", Guard::Needs(PersonsEdit), pages::transfer_new)
        .get("/households", Guard::Needs(PersonsRead), pages::households)
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
        .post("/api/registers/{register}/entries/{entry}", Guard::Needs(RegistersRead), api::act)
        .post("/api/registers/{register}/entries/{entry}/reveal", Guard::Needs(PersonsReveal), api::reveal)
        .get("/api/registers/{register}/counts/{count}", Guard::Needs(RegistersRead), api::count)
        .get("/api/registers/{register}/spells/{count}", Guard::Needs(RegistersRead), api::spells)
        .get("/api/statistics/{register}/{count}", Guard::Public, api::public_count)
        .get("/api/registers/{register}/quotas", Guard::Needs(RegistersRead), api::quotas)
        .post("/api/registers/{register}/quotas", Guard::Needs(RegistersWork), api::propose_quota)
        .post("/api/registers/{register}/quotas/{quota}", Guard::Needs(RegistersWork), api::decide_quota)
        .get("/api/registers/{register}/public", Guard::Public, api::public)
        .post("/api/registers/{register}/public", Guard::Public, api::object)
        .post("/api/registers/{register}/lookup", Guard::Public, api::look_up)
        .get("/api/transfers", Guard::Needs(RegistersRead), api_transfers::list)
        .post("/api/transfers", Guard::Needs(RegistersWork), api_transfers::offer)
        .post("/api/transfers/{transfer}", Guard::Needs(RegistersWork), api_transfers::answer)
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
        api::reveal,
        api::count,
        api::spells,
        api::public_count,
        api::quotas,
        api::propose_quota,
        api::decide_quota,
        api::public,
        api::object,
        api::look_up,
        api_transfers::list,
        api_transfers::offer,
        api_transfers::answer,
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
