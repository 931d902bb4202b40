//! Supply and demand of the market (供求状况), movements, demand of industries and projects, and other sources beside them.
//!
//! Figures come from reporting; thresholds and tolerances from the pack, and where none is set nothing is raised. It must never hold a level of its own.

mod api;
mod demand;
mod desk;
mod like;
mod movement;
mod pages;
pub mod setting;
mod sheet;
pub mod source;
mod spread;
mod supply;

pub use demand::{Wanted, by_code, by_reporter, sharp};
pub use desk::Desk;
pub use like::{Alike, Market, alike, markets};
pub use movement::{Series, diverges, series, up_to};
pub use setting::Setting;
pub use source::{COMPARE, CompareWork};
pub use spread::{change, ratio, spread};
pub use supply::{Line, SectorSum, Supply, extremes, supply};

use anye_access::Permission::{FiguresRead, PanelManage, ReportApprove};
use anye_reading::ChildCommand;
use anye_web::{Area, Built, Guard, NavEntry, Routes};

use crate::Monitor;

/// The entries of the rail.
pub const NAV: &[NavEntry] = &[NavEntry {
    key: "nav-market",
    href: "/market",
    permission: Some(FiguresRead),
    area: Area::Watch,
    order: 46,
}];

/// The hidden command of the program that reads one file.
const CHILD: &[&str] = &["read-file"];

/// Its routes.
pub fn routes(monitor: &Monitor) -> Built {
    let child = ChildCommand::current_program(CHILD).unwrap_or_else(|_| ChildCommand {
        program: "anye".into(),
        arguments: CHILD.iter().map(|one| (*one).to_owned()).collect(),
    });
    routes_of(&Desk::new(monitor.clone(), child))
}

/// Its routes over a desk: with another setting, or another reader of files.
pub fn routes_of(desk: &Desk) -> Built {
    let read = Guard::Needs(FiguresRead);
    Routes::new(&desk.monitor.core)
        .get("/market", read, pages::supply)
        .get("/market/public", Guard::Public, pages::public)
        .get("/market/movement", read, pages::movement)
        .get("/market/demand", read, pages::demand)
        .post("/market/demand", Guard::Needs(ReportApprove), pages::keep_note)
        .get("/market/sources", read, pages::sources)
        .get("/market/sources/{source}", read, pages::source)
        .post("/market/sources/{source}", Guard::Needs(PanelManage), pages::upload)
        .get("/api/market/supply", read, api::supply)
        .get("/api/market/movement", read, api::movement)
        .get("/api/market/demand", read, api::demand)
        .get("/api/market/sources", read, api::sources)
        .get("/api/market/sources/{source}", read, api::source)
        .post("/market/compare", Guard::Needs(PanelManage), pages::compare)
        .finish(desk.clone())
}

/// Its operations.
pub fn openapi() -> utoipa::openapi::OpenApi {
    use utoipa::OpenApi as _;
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(api::supply, api::movement, api::demand, api::sources, api::source))]
    struct Described;
    Described::openapi()
}
