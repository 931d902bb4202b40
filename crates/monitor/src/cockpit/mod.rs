//! The cockpit (监测驾驶舱): lights, series, who stands out, from the province down to the employer. It must never reckon a figure when somebody looks.

pub mod api;
mod chart;
pub(crate) mod composite;
mod live;
mod page;
pub mod read;
pub mod watch;
mod watch_api;
mod watching;
pub(crate) mod words;

use anye_access::Permission::{CasesRead, FiguresFreeze, FiguresRead};
use anye_web::{Area, Built, Guard, NavEntry, Routes};

use crate::Monitor;

/// The entries of the rail.
pub const NAV: &[NavEntry] = &[NavEntry {
    key: "nav-cockpit",
    href: "/cockpit",
    permission: Some(FiguresRead),
    area: Area::Watch,
    order: 6,
}];

/// Its routes.
pub fn routes(monitor: &Monitor) -> Built {
    let read = Guard::Needs(FiguresRead);
    Routes::new(&monitor.core)
        .get("/cockpit", read, page::show)
        .get("/cockpit/method", read, page::method)
        .get("/cockpit/watch", Guard::Needs(CasesRead), watching::show)
        .post("/cockpit/close", Guard::Needs(FiguresFreeze), page::close)
        .get("/api/monitor/lights", read, api::lights)
        .get("/api/monitor/series", read, api::series)
        .get("/api/monitor/watch", Guard::Needs(CasesRead), watch_api::show)
        .finish(monitor.clone())
}

/// Its operations.
pub fn openapi() -> utoipa::openapi::OpenApi {
    use utoipa::OpenApi as _;
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(api::lights, api::series, watch_api::show))]
    struct Described;
    Described::openapi()
}
