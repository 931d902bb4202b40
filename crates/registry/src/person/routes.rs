//! The routes of persons with their guards, their operations, their place on the rail, and their words.

use anye_access::Permission::{PersonsEdit, PersonsMerge, PersonsRead, PersonsReveal};
use anye_base::Lang;
use anye_web::{Area, Built, Guard, NavEntry, Routes, i18n};
use utoipa::OpenApi as _;

use super::{api, duplicates, import, pages};
use crate::Registry;

/// The words.
pub const MESSAGES: [i18n::Source; 2] = [
    (Lang::Zh, include_str!("../../i18n/person.zh.ftl")),
    (Lang::En, include_str!("../../i18n/person.en.ftl")),
];

/// The entry of the rail.
pub const NAV: NavEntry = NavEntry {
    key: "nav-persons",
    href: "/persons",
    permission: Some(PersonsRead),
    area: Area::Subjects,
    order: 12,
};

/// All routes of persons.
pub fn routes(registry: &Registry) -> Built {
    let operations = Routes::new(&registry.core)
        .get("/api/persons", Guard::Needs(PersonsRead), api::list)
        .post("/api/persons", Guard::Needs(PersonsEdit), api::register)
        .post("/api/persons/search", Guard::Needs(PersonsRead), api::search)
        .post("/api/persons/move-in", Guard::Needs(PersonsEdit), api::move_in)
        .post("/api/persons/check-number", Guard::Needs(PersonsEdit), api::check_number)
        .post("/api/persons/files", Guard::Needs(PersonsEdit), import::api::files)
        .get("/api/persons/duplicates", Guard::Needs(PersonsRead), duplicates::api::list)
        .get("/api/persons/duplicates/{pair}", Guard::Needs(PersonsRead), duplicates::api::show)
        .post("/api/persons/duplicates/{pair}/proposal", Guard::Needs(PersonsEdit), duplicates::api::propose)
        .post("/api/persons/duplicates/{pair}/decision", Guard::Needs(PersonsMerge), duplicates::api::decide)
        .post("/api/persons/duplicates/{pair}/undo", Guard::Needs(PersonsMerge), duplicates::api::undo)
        .get("/api/persons/{person}", Guard::Needs(PersonsRead), api::show)
        .get("/api/persons/{person}/history", Guard::Needs(PersonsRead), api::history)
        .get("/api/persons/{person}/timeline", Guard::Needs(PersonsRead), api::timeline)
        .get("/api/persons/{person}/looks", Guard::Needs(PersonsRead), api::looks)
        .post("/api/persons/{person}/facts", Guard::Needs(PersonsEdit), api::correct)
        .post("/api/persons/{person}/numbers", Guard::Needs(PersonsEdit), api::add_number)
        .post("/api/persons/{person}/reveal", Guard::Needs(PersonsReveal), api::reveal)
        .post("/api/persons/{person}/copy", Guard::Needs(PersonsReveal), api::copy)
        .finish(registry.clone());
    operations.and(for_people(registry))
}

fn for_people(registry: &Registry) -> Built {
    Routes::new(&registry.core)
        .get("/persons", Guard::Needs(PersonsRead), pages::list)
        .post("/persons", Guard::Needs(PersonsRead), pages::find)
        .get("/persons/new", Guard::Needs(PersonsEdit), pages::new)
        .post("/persons/new", Guard::Needs(PersonsEdit), pages::enter)
        .get("/persons/files", Guard::Needs(PersonsEdit), import::pages::page)
        .post("/persons/files", Guard::Needs(PersonsEdit), import::pages::upload)
        .get("/persons/files/template", Guard::Needs(PersonsEdit), import::pages::template)
        .post("/persons/files/marked", Guard::Needs(PersonsEdit), import::pages::marked)
        .get("/persons/files/{import}", Guard::Needs(PersonsEdit), import::waiting::page)
        .get("/persons/files/{import}/marked", Guard::Needs(PersonsEdit), import::waiting::marked)
        .get("/persons/duplicates", Guard::Needs(PersonsRead), pages::pairs)
        .post("/persons/duplicates", Guard::Needs(PersonsRead), pages::pairs_search)
        .get("/persons/duplicates/{pair}", Guard::Needs(PersonsRead), pages::pair)
        .post("/persons/duplicates/{pair}", Guard::Needs(PersonsRead), pages::pair_act)
        .get("/persons/{person}", Guard::Needs(PersonsRead), pages::show)
        .post("/persons/{person}/reveal", Guard::Needs(PersonsReveal), pages::reveal)
        .post("/persons/{person}/copy", Guard::Needs(PersonsReveal), pages::copy)
        .post("/persons/{person}/facts", Guard::Needs(PersonsEdit), pages::correct)
        .post("/persons/{person}/numbers", Guard::Needs(PersonsEdit), pages::add_number)
        .get("/persons/{person}/looks", Guard::Needs(PersonsRead), pages::looks)
        .finish(registry.clone())
}

/// The operations, for the document at `/api/openapi.json`.
pub fn openapi() -> utoipa::openapi::OpenApi {
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(
        api::list,
        api::register,
        api::search,
        api::move_in,
        api::check_number,
        api::show,
        api::history,
        api::timeline,
        api::looks,
        api::correct,
        api::add_number,
        api::reveal,
        api::copy,
        import::api::files,
        duplicates::api::list,
        duplicates::api::show,
        duplicates::api::propose,
        duplicates::api::decide,
        duplicates::api::undo
    ))]
    struct Operations;
    Operations::openapi()
}
