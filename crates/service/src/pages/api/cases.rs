//! Cases as JSON: lists, one case, acts, appeals.

use anye_base::{Cursor, Limit};
use anye_web::extract::Json as Body;
use anye_web::{Asking, Failed, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::application::Opened;
use crate::Service;
use crate::case::{self, Act, Filter, Line};
use crate::model::{Issued, Row, Stand, Whole};

/// What the address of the list asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct Asked {
    /// One programme only.
    programme: Option<String>,
    /// One state only.
    stand: Option<String>,
    /// A place and all below it.
    place: Option<String>,
    /// Kind of subject, with `subject`.
    subject_kind: Option<String>,
    /// Id of the subject.
    subject: Option<String>,
    /// Where the page begins.
    cursor: Option<String>,
    /// Rows, 1 to 500.
    limit: Option<u32>,
}

/// A page of cases.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = service::Cases)]
pub struct Cases {
    /// The latest first.
    items: Vec<Line>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Cases that the caller may read.
#[utoipa::path(get, path = "/api/service/cases", operation_id = "service_cases", tag = "service", params(Asked), responses((status = 200, body = Cases)))]
pub async fn cases(
    State(service): State<Service>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Cases>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let filter = Filter {
        programme: asked.programme,
        stand: asked.stand.as_deref().and_then(Stand::from_word),
        place: asked.place,
        subject: asked.subject_kind.zip(asked.subject),
        cursor: asked.cursor.as_deref().and_then(Cursor::decode),
        limit: asked.limit.and_then(Limit::new).unwrap_or_default(),
    };
    let found = case::list(&service.core.db, &asking.caller(None), &filter).await?;
    Ok(Json(Cases { items: found.items, next: found.next.map(|cursor| cursor.encode()) }))
}

/// One case with steps, decisions, effects and publicity.
#[utoipa::path(get, path = "/api/service/cases/{id}", operation_id = "service_case", tag = "service", params(("id" = String, Path, description = "Id of the case")),
    responses((status = 200, body = Whole), (status = 404, description = "Not there, or not to be read")))]
pub async fn show(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Json<Whole>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let (mut whole, application) = case::show(&service, &asking.caller(None), &id).await?;
    if case::rights::mine(&asking.caller(None), &application) {
        // Who objected is for the office.
        whole.objections.clear();
    }
    Ok(Json(whole))
}

/// An act on a case.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Do {
    /// The number of the case as seen.
    version: i64,
    /// The act with its values: `{"act": "decide", "grant": true, "reason": "", "amount_fen": null}` …
    #[serde(flatten)]
    #[schema(value_type = Object)]
    act: Act,
}

/// One act on a case.
#[utoipa::path(post, path = "/api/service/cases/{id}", operation_id = "service_act", tag = "service", params(("id" = String, Path, description = "Id of the case")), request_body = Do,
    responses((status = 200, body = Row), (status = 409, description = "Not in this step, or closed"), (status = 412, description = "Somebody else was quicker"), (status = 422, description = "What is wrong with it")))]
pub async fn act(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Do>,
) -> Result<Json<Row>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    Ok(Json(case::act(&service, &caller, &id, body.data.version, &body.data.act).await?))
}

/// Why it is appealed or taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = service::cases::Reason)]
pub struct Reason {
    /// The number of the case as seen.
    #[serde(default)]
    version: i64,
    /// Why.
    #[serde(default)]
    note: String,
}

/// Appeals against a refusal.
#[utoipa::path(post, path = "/api/service/cases/{id}/appeal", operation_id = "service_appeal", tag = "service", params(("id" = String, Path, description = "Id of the case")), request_body = Reason,
    responses((status = 200, body = Opened), (status = 409, description = "Nothing to appeal against")))]
pub async fn appeal(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Reason>,
) -> Result<Json<Opened>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let made = case::appeal(&service, &caller, &id, &body.data.note).await?;
    Ok(Json(Opened { cases: vec![made] }))
}

/// Takes an application back.
#[utoipa::path(post, path = "/api/service/cases/{id}/withdraw", operation_id = "service_withdraw", tag = "service", params(("id" = String, Path, description = "Id of the case")), request_body = Reason,
    responses((status = 200, body = Row), (status = 409, description = "Final already")))]
pub async fn withdraw(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Reason>,
) -> Result<Json<Row>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    Ok(Json(case::withdraw(&service, &caller, &id, body.data.version, &body.data.note).await?))
}

/// Why a certificate becomes void.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Voiding {
    /// The reason; it stays with the certificate.
    note: String,
}

/// Makes a certificate void.
#[utoipa::path(post, path = "/api/service/certificates/{number}/void", operation_id = "service_void", tag = "service", params(("number" = String, Path, description = "Number of the certificate")), request_body = Voiding,
    responses((status = 200, body = Issued), (status = 409, description = "Void already"), (status = 422, description = "No reason")))]
pub async fn void(
    State(service): State<Service>,
    visitor: Visitor,
    Path(number): Path<String>,
    body: Body<Voiding>,
) -> Result<Json<Issued>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    Ok(Json(case::void(&service, &caller, &number, &body.data.note).await?))
}
