//! The routes of reporting with their guards, and what their handlers share.

use anye_access::Permission::{
    FiguresRead, PanelManage, ReportApprove, ReportForce, ReportRead, ReportSubmit,
};
use anye_reading::{ChildCommand, Reader};
use anye_web::held::Held;
use anye_web::{Area, Built, Guard, NavEntry, Routes};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use super::{
    acts, definition, drill, export, figures, fill, front, live, mine, panel, panels, queue, receipt, series,
};
use crate::Reporting;
use crate::collect;

/// What the handlers share.
#[derive(Clone)]
pub struct Desk {
    /// The use cases.
    pub reporting: Reporting,
    /// Reads files that people send, in a child process.
    pub reader: Reader,
    /// Files between dry run and import.
    pub held: Held<collect::Sheet>,
}

impl Desk {
    /// Over the use cases; files are read by children of this command.
    #[must_use]
    pub fn new(reporting: Reporting, child: ChildCommand) -> Self {
        let (limits, _) = collect::limits();
        Self { reporting, reader: Reader::new(child, limits), held: Held::default() }
    }
}

/// The entries of the rail.
pub const NAV: &[NavEntry] = &[
    NavEntry {
        key: "nav-reports",
        href: "/reports",
        permission: Some(ReportSubmit),
        area: Area::Watch,
        order: 30,
    },
    NavEntry {
        key: "nav-reporting",
        href: "/reporting",
        permission: Some(FiguresRead),
        area: Area::Watch,
        order: 31,
    },
    NavEntry {
        key: "nav-figures",
        href: "/figures",
        permission: Some(FiguresRead),
        area: Area::Watch,
        order: 32,
    },
];

/// All routes of this crate with their guards.
pub fn routes(desk: &Desk) -> Built {
    Routes::new(&desk.reporting.core)
        .get("/reporting/pages.js", Guard::Public, script)
        .get("/reporting/pages.css", Guard::Public, style)
        .get("/reports", Guard::Needs(ReportSubmit), mine::list)
        .post("/reports", Guard::Needs(ReportSubmit), mine::begin)
        .get("/reports/{id}", Guard::Needs(ReportRead), fill::show)
        .post("/reports/{id}", Guard::Needs(ReportSubmit), fill::send)
        .post("/reports/{id}/force", Guard::Needs(ReportForce), fill::send)
        .post("/reports/{id}/check", Guard::Needs(ReportSubmit), live::check)
        .post("/reports/{id}/draft", Guard::Needs(ReportSubmit), live::draft)
        .post("/reports/{id}/acts", Guard::Needs(ReportRead), acts::act)
        .get("/reports/{id}/receipt", Guard::Needs(ReportRead), receipt::show)
        .get("/reporting", Guard::Needs(FiguresRead), front::show)
        .post("/reporting", Guard::Needs(FiguresRead), front::act)
        .get("/reporting/missing", Guard::Needs(ReportRead), front::missing)
        .get("/reporting/queue", Guard::Needs(ReportRead), queue::show)
        .post("/reporting/queue", Guard::Needs(ReportApprove), queue::approve_many)
        .get("/reporting/panels", Guard::Needs(FiguresRead), panels::list)
        .get("/reporting/panels/{panel}", Guard::Needs(FiguresRead), panel::show)
        .get("/reporting/panels/{panel}/series", Guard::Needs(FiguresRead), series::show)
        .post("/reporting/panels/{panel}", Guard::Needs(PanelManage), panel::act)
        .get("/reporting/forms", Guard::Needs(FiguresRead), definition::all)
        .get("/reporting/forms/{form}", Guard::Needs(FiguresRead), definition::form)
        .get("/reporting/indicators/{id}", Guard::Needs(FiguresRead), definition::indicator)
        .get("/figures", Guard::Needs(FiguresRead), figures::show)
        .post("/figures", Guard::Needs(FiguresRead), figures::keep)
        .get("/figures/drill", Guard::Needs(ReportRead), drill::show)
        .get("/figures/export", Guard::Needs(FiguresRead), export::export)
        .get("/reporting/files", Guard::Needs(ReportSubmit), collect::page)
        .get("/reporting/files/template", Guard::Needs(ReportSubmit), collect::template)
        .post("/reporting/files", Guard::Needs(ReportSubmit), collect::upload)
        .post("/reporting/files/marked", Guard::Needs(ReportSubmit), collect::marked)
        .post("/api/reporting/files", Guard::Needs(ReportSubmit), collect::files)
        .post("/api/reporting/dataValueSets", Guard::Needs(ReportSubmit), collect::data_values_in)
        .get("/api/reporting/dataValueSets", Guard::Needs(ReportRead), collect::data_values_out)
        .finish(desk.clone())
}

async fn script() -> Response {
    asset("text/javascript; charset=utf-8", include_str!("../../assets/pages.js"))
}

async fn style() -> Response {
    asset("text/css; charset=utf-8", include_str!("../../assets/pages.css"))
}

fn asset(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}

/// The operations of this crate, for the document at `/api/openapi.json`.
pub fn openapi() -> utoipa::openapi::OpenApi {
    use crate::collect::paths;
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(paths::files, paths::data_values_in, paths::data_values_out))]
    struct Operations;
    <Operations as utoipa::OpenApi>::openapi()
}
