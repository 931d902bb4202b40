//! The operations on reports, imports, panels and figures: they parse, call a use case and answer.

mod figures;
mod forms;
mod imports;
mod panels;
mod reports;

use anye_access::Permission::{
    FiguresFreeze, FiguresRead, PanelManage, ReportApprove, ReportForce, ReportRead, ReportSubmit,
};
use anye_web::{Built, Guard, Routes};
use utoipa::OpenApi as _;

use crate::Reporting;

/// All operations of this crate with their guards.
pub fn routes(reporting: &Reporting) -> Built {
    Routes::new(&reporting.core)
        .get("/api/reporting/forms", Guard::SignedIn, forms::list)
        .get("/api/reporting/forms/{form}", Guard::SignedIn, forms::show)
        .get("/api/reporting/reports", Guard::Needs(ReportRead), reports::list)
        .post("/api/reporting/reports", Guard::Needs(ReportSubmit), reports::start)
        .get("/api/reporting/reports/{report}", Guard::Needs(ReportRead), reports::show)
        .put("/api/reporting/reports/{report}", Guard::Needs(ReportSubmit), reports::save)
        .post("/api/reporting/reports/{report}/submit", Guard::Needs(ReportSubmit), reports::submit)
        .post("/api/reporting/reports/{report}/approve", Guard::Needs(ReportApprove), reports::approve)
        .post("/api/reporting/reports/{report}/return", Guard::Needs(ReportApprove), reports::give_back)
        .post("/api/reporting/reports/{report}/notes", Guard::Needs(ReportRead), reports::note)
        .post("/api/reporting/reports/{report}/force", Guard::Needs(ReportForce), reports::force)
        .post("/api/reporting/forced/{forced}", Guard::Needs(ReportForce), reports::force_decide)
        .post("/api/reporting/notes/{note}/close", Guard::Needs(ReportApprove), reports::close_note)
        .get("/api/reporting/queue", Guard::Needs(ReportRead), reports::queue)
        .post("/api/reporting/approvals", Guard::Needs(ReportApprove), reports::approve_many)
        .post("/api/reporting/imports", Guard::Needs(ReportSubmit), imports::import)
        .get("/api/reporting/imports/{batch}", Guard::Needs(ReportSubmit), imports::show)
        .post("/api/reporting/periods", Guard::Needs(FiguresFreeze), figures::lock)
        .get("/api/reporting/vintages", Guard::Needs(FiguresRead), figures::vintages)
        .post("/api/reporting/vintages", Guard::Needs(FiguresFreeze), figures::freeze)
        .get("/api/reporting/completeness", Guard::Needs(FiguresRead), figures::completeness)
        .get("/api/reporting/missing", Guard::Needs(ReportRead), figures::missing)
        .post("/api/reporting/figures", Guard::Needs(FiguresRead), figures::query)
        .get("/api/reporting/drill", Guard::Needs(ReportRead), figures::drill)
        .get("/api/reporting/queries", Guard::Needs(FiguresRead), figures::queries)
        .post("/api/reporting/queries", Guard::Needs(FiguresRead), figures::save_query)
        .delete("/api/reporting/queries/{query}", Guard::Needs(FiguresRead), figures::delete_query)
        .get("/api/reporting/panels/{panel}", Guard::Needs(FiguresRead), panels::show)
        .get("/api/reporting/panels/{panel}/series", Guard::Needs(FiguresRead), panels::series)
        .get("/api/reporting/panels/{panel}/members", Guard::Needs(PanelManage), panels::members)
        .post("/api/reporting/panels/{panel}/members", Guard::Needs(PanelManage), panels::enrol)
        .post("/api/reporting/panels/{panel}/draws", Guard::Needs(PanelManage), panels::draw)
        .post("/api/reporting/panels/{panel}/rotations", Guard::Needs(PanelManage), panels::rotate)
        .post("/api/reporting/members/{member}/exit", Guard::Needs(PanelManage), panels::exit)
        .post("/api/reporting/members/{member}/replace", Guard::Needs(PanelManage), panels::replace)
        .finish(reporting.clone())
}

/// The operations of this crate, for the document at `/api/openapi.json`.
pub fn openapi() -> utoipa::openapi::OpenApi {
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(
        forms::list,
        forms::show,
        reports::list,
        reports::start,
        reports::show,
        reports::save,
        reports::submit,
        reports::approve,
        reports::give_back,
        reports::note,
        reports::force,
        reports::force_decide,
        reports::close_note,
        reports::queue,
        reports::approve_many,
        imports::import,
        imports::show,
        figures::lock,
        figures::vintages,
        figures::freeze,
        figures::completeness,
        figures::missing,
        figures::query,
        figures::drill,
        figures::queries,
        figures::save_query,
        figures::delete_query,
        panels::show,
        panels::members,
        panels::series,
        panels::enrol,
        panels::draw,
        panels::rotate,
        panels::exit,
        panels::replace
    ))]
    struct Operations;
    Operations::openapi()
}

/// A page of rows.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
#[schema(as = reporting::Listed)]
pub struct Listed<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

impl<T> From<anye_base::Page<T>> for Listed<T> {
    fn from(page: anye_base::Page<T>) -> Self {
        Self { items: page.items, next: page.next.map(|cursor| cursor.encode()) }
    }
}

/// A job that was put into the queue.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
#[schema(as = reporting::Queued)]
pub struct Queued {
    /// Its id.
    pub job: String,
    /// Where to ask how far it is.
    pub href: String,
}

impl Queued {
    fn of(job: anye_jobs::Job) -> Self {
        Self { href: format!("/api/jobs/{}", job.id), job: job.id }
    }
}
