//! Accounts of payees and payment batches as JSON.

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_web::extract::{Json as Body, Upload};
use anye_web::{Asking, Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::act::{Sent, done};
use crate::batch::{Batch, Filter, Lines, MakeInput, Preview, Settled, Whole};
use crate::payee::{NewAccount, Shown};
use crate::{Money, batch, payee};

/// Keeps the account of a payee. The number is sealed and never shown again.
#[utoipa::path(post, path = "/api/money/payees", operation_id = "money_payee", tag = "money", request_body = NewAccount,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same account")),
    responses((status = 201, body = Shown), (status = 422, body = Problem)))]
pub async fn keep(
    State(money): State<Money>,
    visitor: Visitor,
    body: Body<NewAccount>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let made = payee::keep(&money, &asking.caller(body.once.as_ref()), &body.data).await?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// Count and sum of what a batch would hold. Nothing changes.
#[utoipa::path(post, path = "/api/money/preview", operation_id = "money_preview", tag = "money", request_body = MakeInput,
    responses((status = 200, body = Preview), (status = 422, body = Problem)))]
pub async fn preview(
    State(money): State<Money>,
    visitor: Visitor,
    body: Body<MakeInput>,
) -> Result<Json<Preview>, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    Ok(Json(batch::preview(&money, &asking.caller(None), &body.data).await?))
}

/// Which batches.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct Batches {
    /// A place and all below it.
    place: Option<String>,
    /// Of a fund.
    fund: Option<String>,
    /// made, checked, approved, sent, settled, rejected, or waiting.
    state: Option<String>,
}

/// Batches that the caller may read, newest first.
#[utoipa::path(get, path = "/api/money/batches", operation_id = "money_batches", tag = "money", params(Batches), responses((status = 200, body = Vec<Batch>)))]
pub async fn batches(
    State(money): State<Money>,
    visitor: Visitor,
    Query(asked): Query<Batches>,
) -> Result<Json<Vec<Batch>>, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let filter = Filter { place: asked.place, fund: asked.fund, state: asked.state };
    Ok(Json(batch::list(&money, &asking.caller(None), &filter).await?))
}

/// Makes a batch from what is due. The same key makes it once.
#[utoipa::path(post, path = "/api/money/batches", operation_id = "money_batch_make", tag = "money", request_body = MakeInput,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same batch")),
    responses((status = 201, body = Batch), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn make(
    State(money): State<Money>,
    visitor: Visitor,
    body: Body<MakeInput>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let made = batch::make(&money, &asking.caller(body.once.as_ref()), &body.data).await?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// One batch with hands, history, totals and anomalies.
#[utoipa::path(get, path = "/api/money/batches/{batch}", operation_id = "money_batch", tag = "money", params(("batch" = String, Path, description = "Id")),
    responses((status = 200, body = Whole), (status = 404, body = Problem)))]
pub async fn show(
    State(money): State<Money>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Json<Whole>, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    Ok(Json(batch::show(&money, &asking.caller(None), &id).await?))
}

/// Which lines.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct Some {
    /// In a state.
    state: Option<String>,
    /// After this number.
    after: i64,
}

/// Lines of a batch, 100 at a time.
#[utoipa::path(get, path = "/api/money/batches/{batch}/lines", operation_id = "money_batch_lines", tag = "money",
    params(("batch" = String, Path, description = "Id"), Some), responses((status = 200, body = Lines), (status = 404, body = Problem)))]
pub async fn lines(
    State(money): State<Money>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Some>,
) -> Result<Json<Lines>, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let caller = asking.caller(None);
    Ok(Json(batch::lines(&money, &caller, &id, asked.state.as_deref(), asked.after).await?))
}

/// One act on a batch. Checking and paying need a session and its password; a program's token is refused.
#[utoipa::path(post, path = "/api/money/batches/{batch}", operation_id = "money_batch_act", tag = "money", request_body = Sent,
    params(("batch" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "The same key is the same act")),
    responses((status = 200, body = Whole), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn act(
    State(money): State<Money>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Sent>,
) -> Result<Json<Whole>, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    done(&money, &visitor, &asking.caller(body.once.as_ref()), &id, &body.data).await?;
    Ok(Json(batch::show(&money, &asking.caller(None), &id).await?))
}

/// The result file of a bank.
#[derive(Serialize, ToSchema)]
pub struct ResultFile {
    /// Version of the batch as seen.
    pub version: i64,
    /// The file.
    #[schema(value_type = String, format = Binary)]
    pub file: Vec<u8>,
}

/// Takes a bank's result file in, whole or not at all.
#[utoipa::path(post, path = "/api/money/batches/{batch}/result", operation_id = "money_batch_result", tag = "money",
    request_body(content = ResultFile, content_type = "multipart/form-data"), params(("batch" = String, Path, description = "Id")),
    responses((status = 200, body = Settled), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn result(
    State(money): State<Money>,
    visitor: Visitor,
    Path(id): Path<String>,
    upload: Upload,
) -> Result<Json<Settled>, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let none = || Fault::new(ErrorKind::Invalid, "bank_empty").field(FieldFault::new("file", "bank_empty"));
    let file = upload.files.first().ok_or_else(none)?;
    let version = upload.fields.get("version").and_then(|text| text.parse().ok()).unwrap_or(0);
    let caller = asking.caller(upload.once.as_ref());
    Ok(Json(batch::settle(&money, &caller, &id, version, &file.name, &file.bytes).await?))
}
