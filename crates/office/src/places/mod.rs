//! Places (行政区划): what is stored, how changes come in, the pages and the operations.

pub mod api;
mod body;
mod compare_page;
pub mod import;
mod import_page;
mod list_page;
mod palette;
mod place_page;
mod query;
pub mod store;
mod tree_page;

use anye_access::Permission::{PlacesImport, PlacesRead};
use anye_web::{Guard, Routes};

pub use import::{ImportReport, import_events};
pub use palette::PlacePalette;
pub use store::{load, seed};

use crate::Office;

pub(crate) fn add(routes: Routes<Office>) -> Routes<Office> {
    let (read, import) = (Guard::Needs(PlacesRead), Guard::Needs(PlacesImport));
    routes
        .get("/places", read, tree_page::show)
        .get("/places/list", read, list_page::show)
        .get("/places/import", import, import_page::show)
        .post("/places/import", import, import_page::send)
        .get("/places/{place}", read, place_page::show)
        .get("/places/{place}/compare", read, compare_page::show)
        .get("/api/places", read, api::list)
        .post("/api/places/events", import, api::import)
        .get("/api/places/{place}", read, api::one)
        .get("/api/places/{place}/children", read, api::children)
        .get("/api/places/{place}/ancestors", read, api::ancestors)
        .get("/api/places/{place}/descendants", read, api::descendants)
        .get("/api/places/{place}/events", read, api::events)
}
