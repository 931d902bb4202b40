//! Operations on one report and on what waits for approval.

use anye_registry::Asking;
use anye_web::extract::{IfMatch, Json as Body, Paging, etag};
use anye_web::{Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Listed, Queued};
use crate::Reporting;
use crate::approve::{self as approving, ApprovalInput, Queue};
use crate::report::{
    self, Brief, Filter, Forced, NewNote, Note, Reasons, Report, Saved, Shown, Submission, ToGiveBack,
};

fn answer(one: Report) -> Response {
    ([etag(one.version)], Json(one)).into_response()
}

/// Reports of a form and period.
#[utoipa::path(get, path = "/api/reporting/reports", operation_id = "reporting_reports", tag = "reporting",
    params(("form" = String, Query, description = "Form"), ("period" = String, Query, description = "Period"), ("place" = Option<String>, Query, description = "Place"),
        ("state" = Option<String>, Query, description = "State"), ("doubtful" = Option<bool>, Query, description = "Only with warnings, by effect"),
        ("dim" = Option<String>, Query, description = "dimension=code"), ("limit" = Option<u32>, Query, description = "1 to 500"), ("cursor" = Option<String>, Query, description = "Next page")),
    responses((status = 200, body = Listed<Brief>), (status = 422, body = Problem)))]
pub async fn list(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
    paging: Paging,
) -> Result<Json<Listed<Brief>>, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(None);
    Ok(Json(report::list(&reporting, &caller, &filter, paging.cursor.as_ref(), paging.limit).await?.into()))
}

/// Whose report for when.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Start {
    /// Form.
    pub form: String,
    /// Period.
    pub period: String,
    /// Id or code of the employer, or code of the place.
    pub reporter: String,
}

/// Starts a report from the last period's values. Started already, it is the same report.
#[utoipa::path(post, path = "/api/reporting/reports", operation_id = "reporting_start", tag = "reporting", request_body = Start,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same report")),
    responses((status = 200, body = Report), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn start(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    body: Body<Start>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let Start { form, period, reporter } = body.data;
    Ok(answer(report::start(&reporting, &caller, &form, &period, &reporter).await?))
}

/// One report with everything that was done to it.
#[utoipa::path(get, path = "/api/reporting/reports/{report}", operation_id = "reporting_report", tag = "reporting",
    params(("report" = String, Path, description = "Id")), responses((status = 200, body = Shown), (status = 404, body = Problem)))]
pub async fn show(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let shown = report::show(&reporting, &asking.caller(None), &id).await?;
    Ok(([etag(shown.report.version)], Json(shown)).into_response())
}

/// Cells by id of the item: whole numbers as numbers, others as decimal text.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Cells {
    /// The cells.
    #[schema(value_type = Object)]
    pub cells: Value,
}

/// Saves a draft. Doubts are told, nothing stops it.
#[utoipa::path(put, path = "/api/reporting/reports/{report}", operation_id = "reporting_save", tag = "reporting", request_body = Cells,
    params(("report" = String, Path, description = "Id"), ("If-Match" = String, Header, description = "ETag of the report")),
    responses((status = 200, body = Saved), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn save(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(seen): IfMatch,
    body: Body<Cells>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let saved = report::save(&reporting, &caller, &id, seen, &body.data.cells.to_string()).await?;
    Ok(([etag(saved.report.version)], Json(saved)).into_response())
}

/// What is submitted.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct ToSubmit {
    /// Cells; left out: the draft as it was saved.
    #[schema(value_type = Option<Object>)]
    pub cells: Option<Value>,
    /// Reasons for warnings, by id of the check.
    pub reasons: Reasons,
    /// Why it is submitted again.
    pub why: String,
}

/// Submits a report. An error stops it, a warning needs a reason.
#[utoipa::path(post, path = "/api/reporting/reports/{report}/submit", operation_id = "reporting_submit", tag = "reporting", request_body = ToSubmit,
    params(("report" = String, Path, description = "Id"), ("If-Match" = String, Header, description = "ETag of the report"),
        ("Idempotency-Key" = String, Header, description = "The same key is the same submission")),
    responses((status = 200, body = Report), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn submit(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(seen): IfMatch,
    body: Body<ToSubmit>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let ToSubmit { cells, reasons, why } = body.data;
    let what = Submission { cells: cells.map(|cells| cells.to_string()), reasons, why };
    Ok(answer(report::submit(&reporting, &caller, &id, seen, &what).await?))
}

/// A word on an act.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Word {
    /// In the person's words.
    pub note: String,
}

/// Approves a report at the level that is next.
#[utoipa::path(post, path = "/api/reporting/reports/{report}/approve", operation_id = "reporting_approve", tag = "reporting", request_body = Word,
    params(("report" = String, Path, description = "Id"), ("If-Match" = String, Header, description = "ETag of the report"),
        ("Idempotency-Key" = String, Header, description = "The same key is the same approval")),
    responses((status = 200, body = Report), (status = 403, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn approve(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(seen): IfMatch,
    body: Body<Word>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    Ok(answer(approving::approve(&reporting, &caller, &id, seen, &body.data.note).await?))
}

/// Gives a cell or the whole report back, with a reason and a day.
#[utoipa::path(post, path = "/api/reporting/reports/{report}/return", operation_id = "reporting_return", tag = "reporting", request_body = ToGiveBack,
    params(("report" = String, Path, description = "Id"), ("If-Match" = String, Header, description = "ETag of the report"),
        ("Idempotency-Key" = String, Header, description = "The same key is the same act")),
    responses((status = 200, body = Report), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn give_back(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(seen): IfMatch,
    body: Body<ToGiveBack>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    Ok(answer(report::give_back(&reporting, &caller, &id, seen, &body.data).await?))
}

/// Adds a comment or a follow-up mark.
#[utoipa::path(post, path = "/api/reporting/reports/{report}/notes", operation_id = "reporting_note", tag = "reporting", request_body = NewNote,
    params(("report" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "The same key is the same note")),
    responses((status = 200, body = Note), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn note(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<NewNote>,
) -> Result<Json<Note>, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    Ok(Json(report::add_note(&reporting, &asking.caller(body.once.as_ref()), &id, &body.data).await?))
}

/// Closes a follow-up mark.
#[utoipa::path(post, path = "/api/reporting/notes/{note}/close", operation_id = "reporting_note_close", tag = "reporting", request_body = Word,
    params(("note" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "The same key is the same act")),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn close_note(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Word>,
) -> Result<StatusCode, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    report::close_note(&reporting, &asking.caller(body.once.as_ref()), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A change by force.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ToForce {
    /// The cells it shall have.
    #[schema(value_type = Object)]
    pub cells: Value,
    /// Why.
    pub reason: String,
}

/// Asks for a change of a locked report. Somebody else must do it.
#[utoipa::path(post, path = "/api/reporting/reports/{report}/force", operation_id = "reporting_force", tag = "reporting", request_body = ToForce,
    params(("report" = String, Path, description = "Id"), ("If-Match" = String, Header, description = "ETag of the report"),
        ("Idempotency-Key" = String, Header, description = "The same key is the same wish")),
    responses((status = 200, body = Forced), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn force(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(seen): IfMatch,
    body: Body<ToForce>,
) -> Result<Json<Forced>, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let ToForce { cells, reason } = body.data;
    Ok(Json(report::force_ask(&reporting, &caller, &id, seen, &cells.to_string(), &reason).await?))
}

/// The answer to a wish.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = reporting::Decision)]
pub struct Decision {
    /// Whether it is done.
    pub accept: bool,
    /// In the person's words.
    #[serde(default)]
    pub answer: String,
}

/// Does or refuses a change by force that somebody else asked for.
#[utoipa::path(post, path = "/api/reporting/forced/{forced}", operation_id = "reporting_force_decide", tag = "reporting", request_body = Decision,
    params(("forced" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "The same key is the same decision")),
    responses((status = 200, body = Report), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub async fn force_decide(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Decision>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let Decision { accept, answer: said } = body.data;
    Ok(answer(report::force_decide(&reporting, &caller, &id, accept, &said).await?))
}

/// Form, period, place.
#[derive(Debug, Deserialize)]
pub struct Where {
    /// Form.
    pub form: String,
    /// Period.
    pub period: String,
    /// Place.
    #[serde(default)]
    pub place: String,
}

impl Where {
    /// The place; the home place where none is named.
    pub fn place<'a>(&'a self, reporting: &'a Reporting) -> &'a str {
        if self.place.is_empty() { &reporting.core.settings.home_place } else { &self.place }
    }
}

/// What waits for approval, level by level.
#[utoipa::path(get, path = "/api/reporting/queue", operation_id = "reporting_queue", tag = "reporting",
    params(("form" = String, Query, description = "Form"), ("period" = String, Query, description = "Period"), ("place" = Option<String>, Query, description = "Place")),
    responses((status = 200, body = Vec<Queue>)))]
pub async fn queue(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Query(at): Query<Where>,
) -> Result<Json<Vec<Queue>>, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let place = at.place(&reporting);
    Ok(Json(approving::queue(&reporting, &asking.caller(None), &at.form, &at.period, place).await?))
}

/// Approves all clean reports of a place by a job.
#[utoipa::path(post, path = "/api/reporting/approvals", operation_id = "reporting_approve_many", tag = "reporting", request_body = ApprovalInput,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same job")),
    responses((status = 202, body = Queued), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn approve_many(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    body: Body<ApprovalInput>,
) -> Result<(StatusCode, Json<Queued>), Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let job = approving::enqueue(&reporting, &asking.caller(body.once.as_ref()), &body.data).await?;
    Ok((StatusCode::ACCEPTED, Json(Queued::of(job))))
}
