//! Layoff notices (裁员报告): written, judged by the rules of the law, filed, followed as cases; with firms at risk, incidents, promises and cross-checks.
//!
//! Thresholds, days and definitions are rules of the law; steps and hours stand in the pack. This room must never hold one of its own.

mod case;
mod crosscheck;
mod file;
mod form;
pub mod judge;
mod lead;
mod list;
pub mod model;
mod pages;
mod pledge;
mod rights;
mod risk;
mod setting;
mod show;
mod silent;
mod store;
mod ties;
mod times;

pub use crosscheck::look as look_for_contradictions;
pub use crosscheck::{CROSS_CHECK, Contradiction, CrossCheckWork, contradiction, enqueue_daily};
pub use file::{begin, file, known, preview, save};
pub use form::{Field, Form, Input, form};
pub use lead::{Firm, list as lead_of_state_firms};
pub use list::{Filter, Row, counts, list};
pub use pledge::{Kept, NewPledge, list as pledges, record as record_pledge};
pub use risk::{NewIncident, NewRisk, cases as cases_of, incident, risk, times_of};
pub use setting::Setting;
pub use show::{Beside, Shown, show};
pub use silent::{look as look_for_silence, silent};
pub use ties::{Likeness, likeness, tie};

use anye_access::Permission::{CasesRead, ReportApprove, ReportRead, ReportSubmit};
use anye_web::{Area, Built, Guard, NavEntry, Routes};

use crate::Monitor;

/// The entries of the rail.
pub const NAV: &[NavEntry] = &[NavEntry {
    key: "nav-layoffs",
    href: "/layoffs",
    permission: Some(ReportRead),
    area: Area::Watch,
    order: 44,
}];

/// Its routes.
pub fn routes(monitor: &Monitor) -> Built {
    let (read, submit) = (Guard::Needs(ReportRead), Guard::Needs(ReportSubmit));
    Routes::new(&monitor.core)
        .get("/layoffs", read, pages::list)
        .post("/layoffs", submit, pages::start)
        .get("/layoffs/new", submit, pages::fresh)
        .get("/layoffs/export.csv", read, pages::csv)
        .get("/layoffs/export.xlsx", read, pages::xlsx)
        .get("/layoffs/compare", read, pages::compare)
        .post("/layoffs/compare", submit, pages::tie)
        .post("/layoffs/check", Guard::Needs(ReportApprove), pages::check)
        .get("/layoffs/risks", Guard::Needs(CasesRead), pages::risks)
        .post("/layoffs/risks", submit, pages::put_risk)
        .get("/layoffs/incidents", Guard::Needs(CasesRead), pages::incidents)
        .post("/layoffs/incidents", submit, pages::put_incident)
        .get("/layoffs/lead", Guard::Needs(CasesRead), pages::lead)
        .post("/layoffs/lead", submit, pages::pledge)
        .get("/layoffs/{id}", read, pages::show)
        .post("/layoffs/{id}", submit, pages::act)
        .get("/layoffs/{id}/edit", submit, pages::edit)
        .get("/api/layoffs", read, pages::api::list)
        .post("/api/layoffs", submit, pages::api::begin)
        .post("/api/layoffs/judge", submit, pages::api::judge)
        .post("/api/layoffs/risks", submit, pages::api::put_risk)
        .post("/api/layoffs/incidents", submit, pages::api::put_incident)
        .get("/api/layoffs/pledges", read, pages::api::pledges)
        .post("/api/layoffs/pledges", submit, pages::api::put_pledge)
        .get("/api/layoffs/{id}", read, pages::api::show)
        .post("/api/layoffs/{id}", submit, pages::api::change)
        .post("/api/layoffs/{id}/ties", submit, pages::api::tie)
        .finish(monitor.clone())
}

/// Its operations.
pub fn openapi() -> utoipa::openapi::OpenApi {
    use utoipa::OpenApi as _;
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(
        pages::api::list,
        pages::api::begin,
        pages::api::judge,
        pages::api::show,
        pages::api::change,
        pages::api::tie,
        pages::api::put_risk,
        pages::api::put_incident,
        pages::api::pledges,
        pages::api::put_pledge
    ))]
    struct Described;
    Described::openapi()
}
