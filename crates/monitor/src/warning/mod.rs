//! Warnings (失业预警): month close, lights, from a light to a case. Thresholds, plans and steps are the pack's; this room must never hold one of its own.

mod act;
mod address;
mod chain;
mod close;
mod composite;
pub(crate) mod estimate;
pub(crate) mod figure;
mod hold;
mod input;
mod job;
mod judgement;
mod list;
mod listed;
mod pages;
mod plans;
mod rules;
pub(crate) mod setting;
pub(crate) mod store;
mod upward;

pub use act::{CASE, drill, industry_name};
pub use chain::{Chain, Measure, chain};
pub use close::{Closed, close, close_months};
pub use job::{CloseWork, KIND, enqueue};
pub use judgement::{Judgement, of_case as judgements, record as record_judgement};
pub use list::{Filter, Score, Shown, list, scores};
pub use listed::{Listed, listed};
pub use plans::{NewPlan, PlanOfPlace, Standing, record_plan, standings};
pub use upward::{Entered, Upward, Upwards, enter as enter_upward, list as upwards};

use anye_access::Permission::{CasesRead, CasesWork, FiguresRead};
use anye_web::{Area, Built, Guard, NavEntry, Routes};

use crate::Monitor;

/// The entries of the rail.
pub const NAV: &[NavEntry] = &[NavEntry {
    key: "nav-warnings",
    href: "/warnings",
    permission: Some(FiguresRead),
    area: Area::Watch,
    order: 7,
}];

/// Its routes.
pub fn routes(monitor: &Monitor) -> Built {
    let (read, work) = (Guard::Needs(FiguresRead), Guard::Needs(CasesWork));
    Routes::new(&monitor.core)
        .get("/warnings", read, pages::list)
        .get("/warnings/chain", read, pages::chain)
        .get("/warnings/rules", read, pages::rules)
        .get("/warnings/plans", read, pages::plans)
        .post("/warnings/plans", work, pages::put_plan)
        .get("/warnings/upward", read, pages::upward)
        .post("/warnings/upward", work, pages::put_upward)
        .get("/warnings/{case}/judgements", Guard::Needs(CasesRead), pages::judged)
        .post("/warnings/{case}/judgements", work, pages::judge)
        .get("/api/monitor/warnings", read, pages::api::list)
        .finish(monitor.clone())
}

/// Its operations.
pub fn openapi() -> utoipa::openapi::OpenApi {
    use utoipa::OpenApi as _;
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(pages::api::list))]
    struct Described;
    Described::openapi()
}
