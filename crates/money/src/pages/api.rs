//! Money as JSON: the same use cases as the pages.

use anye_access::Permission::{FundsManage, FundsRead, PaymentMake, PaymentPay};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_web::extract::{Json as Body, Upload};
use anye_web::{Asking, Failed, Guard, Problem, Routes, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::batch::{Sent, done};
use super::said;
use crate::batch::{Batch, Filter, Lines, MakeInput, Preview, Settled, Whole};
use crate::book::{Asked as Which, Entry as BookEntry, Refused};
use crate::budget::{Budget, Execution, Figure, Line, NewBudget, NewCash, NewFigure};
use crate::commitment::{Commitment, Filter as Owed};
use crate::fund::Fund;
use crate::ledger::{Books, Entry, Trial};
use crate::payee::{NewAccount, Shown};
use crate::watch::Alarm;
use crate::{Money, batch, book, budget, commitment, ledger, payee, rights, watch};

/// The routes.
pub(super) fn add(routes: Routes<Money>) -> Routes<Money> {
    let read = Guard::Needs(FundsRead);
    routes
        .get("/api/money/funds", read, funds)
        .get("/api/money/overview", read, overview)
        .get("/api/money/execution", read, execution)
        .get("/api/money/alarms", read, alarms)
        .get("/api/money/refusals", read, refusals)
        .get("/api/money/budgets", read, budgets)
        .post("/api/money/budgets", Guard::Needs(FundsManage), wish)
        .post("/api/money/budgets/{budget}", read, budget_act)
        .post("/api/money/cash", Guard::Needs(FundsManage), cash)
        .post("/api/money/figures", Guard::Needs(FundsManage), figure)
        .get("/api/money/trial", read, trial)
        .get("/api/money/entries", read, entries)
        .post("/api/money/entries/{entry}/reverse", Guard::Needs(FundsManage), reverse)
        .get("/api/money/commitments", read, commitments)
        .post("/api/money/commitments/{commitment}/release", Guard::Needs(FundsManage), release)
        .post("/api/money/payees", Guard::Needs(PaymentMake), keep)
        .post("/api/money/preview", Guard::Needs(PaymentMake), preview)
        .get("/api/money/batches", read, batches)
        .post("/api/money/batches", Guard::Needs(PaymentMake), make)
        .get("/api/money/batches/{batch}", read, show)
        .get("/api/money/batches/{batch}/lines", read, lines)
        .post("/api/money/batches/{batch}", read, act)
        .post("/api/money/batches/{batch}/result", Guard::Needs(PaymentPay), result)
        .get("/api/money/book", read, account_book)
}

/// Year, fund and place.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct Asked {
    /// Budget year; this year without one.
    year: String,
    /// Fund.
    fund: String,
    /// Place; one's own without one.
    place: String,
}

/// A reason.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Why {
    /// Why.
    reason: String,
}

/// What is done with a budget that waits.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct BudgetAct {
    /// confirm or refuse.
    act: String,
    /// The version as seen.
    version: i64,
}

/// Funds of the pack.
#[utoipa::path(get, path = "/api/money/funds", operation_id = "money_funds", tag = "money", responses((status = 200, body = Vec<Fund>)))]
pub async fn funds(State(money): State<Money>) -> Json<Vec<Fund>> {
    Json(money.funds.funds.clone())
}

/// All funds at all places that the caller may read, in a year.
#[utoipa::path(get, path = "/api/money/overview", operation_id = "money_overview", tag = "money", params(Asked), responses((status = 200, body = Vec<Line>)))]
pub async fn overview(
    State(money): State<Money>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Line>>, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let (year, place) = (said::year(&money, &asked.year), said::asked_place(&money, &visitor, &asked.place));
    let mut all = budget::overview(&mut &money.core.db, &asking.caller(None), year, &place).await?;
    all.retain(|line| asked.fund.is_empty() || line.books.fund == asked.fund);
    Ok(Json(all))
}

fn books(money: &Money, visitor: &Visitor, asked: &Asked) -> Result<Books, Fault> {
    let asking = Asking::new(&money.core, visitor);
    let place = said::asked_place(money, visitor, &asked.place);
    if money.funds.fund(&asked.fund).is_none() || !rights::may(&asking.caller(None), FundsRead, &place) {
        return Err(Fault::not_found("fund"));
    }
    Ok(Books::new(&asked.fund, &place, said::year(money, &asked.year)))
}

/// One fund at one place, month by month, with the forecast.
#[utoipa::path(get, path = "/api/money/execution", operation_id = "money_execution", tag = "money", params(Asked),
    responses((status = 200, body = Execution), (status = 404, body = Problem)))]
pub async fn execution(
    State(money): State<Money>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Execution>, Failed> {
    let books = books(&money, &visitor, &asked)?;
    let today = money.core.world.today().to_string();
    Ok(Json(budget::execution(&mut &money.core.db, &books, &today).await?))
}

/// Alarms that have not ended.
#[utoipa::path(get, path = "/api/money/alarms", operation_id = "money_alarms", tag = "money", params(Asked), responses((status = 200, body = Vec<Alarm>)))]
pub async fn alarms(
    State(money): State<Money>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Alarm>>, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let caller = asking.caller(None);
    let mut all =
        watch::open(&mut &money.core.db, said::year(&money, &asked.year)).await.map_err(Fault::from)?;
    all.retain(|one| {
        rights::may(&caller, FundsRead, &one.place) && (asked.fund.is_empty() || one.fund == asked.fund)
    });
    Ok(Json(all))
}

/// Commitments that were refused.
#[utoipa::path(get, path = "/api/money/refusals", operation_id = "money_refusals", tag = "money", params(Asked), responses((status = 200, body = Vec<Refused>)))]
pub async fn refusals(
    State(money): State<Money>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Refused>>, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    Ok(Json(book::refusals(&mut &money.core.db, &asking.caller(None), &asked.fund).await?))
}

/// Budgets of a year and their changes, what waits first.
#[utoipa::path(get, path = "/api/money/budgets", operation_id = "money_budgets", tag = "money", params(Asked), responses((status = 200, body = Vec<Budget>)))]
pub async fn budgets(
    State(money): State<Money>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Budget>>, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let (year, place) = (said::year(&money, &asked.year), said::asked_place(&money, &visitor, &asked.place));
    let mut from = &money.core.db;
    let places = budget::places(&mut from, &asking.caller(None), year, &place).await?;
    let fund = Some(asked.fund.as_str()).filter(|fund| !fund.is_empty());
    Ok(Json(budget::list(&mut from, year, &places, fund).await.map_err(Fault::from)?))
}

/// Wishes a budget or a change of one; a second person confirms it.
#[utoipa::path(post, path = "/api/money/budgets", operation_id = "money_budget_wish", tag = "money", request_body = NewBudget,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same wish")),
    responses((status = 201, body = Budget), (status = 422, body = Problem)))]
pub async fn wish(
    State(money): State<Money>,
    visitor: Visitor,
    body: Body<NewBudget>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let made = budget::wish(&money, &asking.caller(body.once.as_ref()), &body.data).await?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// Confirms or refuses a budget that another person wished.
#[utoipa::path(post, path = "/api/money/budgets/{budget}", operation_id = "money_budget_act", tag = "money", request_body = BudgetAct,
    params(("budget" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "The same key is the same act")),
    responses((status = 200, body = Budget), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn budget_act(
    State(money): State<Money>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<BudgetAct>,
) -> Result<Json<Budget>, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let made = match body.data.act.as_str() {
        "confirm" => budget::confirm(&money, &caller, &id, body.data.version).await?,
        "refuse" => budget::refuse(&money, &caller, &id, body.data.version).await?,
        _ => return Err(unknown().into()),
    };
    Ok(Json(made))
}

fn unknown() -> Fault {
    Fault::new(ErrorKind::Invalid, "money_act").field(FieldFault::new("act", "money_act"))
}

/// Books money that came in; with `to`, hands it to another place.
#[utoipa::path(post, path = "/api/money/cash", operation_id = "money_cash", tag = "money", request_body = NewCash,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same entry")),
    responses((status = 201, body = Entry), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn cash(
    State(money): State<Money>,
    visitor: Visitor,
    body: Body<NewCash>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let made = if body.data.to.is_empty() {
        budget::receive(&money, &caller, &body.data).await?
    } else {
        budget::transfer(&money, &caller, &body.data).await?
    };
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// Records a figure that rules need, such as last year's general revenue.
#[utoipa::path(post, path = "/api/money/figures", operation_id = "money_figure", tag = "money", request_body = NewFigure,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same figure")),
    responses((status = 201, body = Figure), (status = 422, body = Problem)))]
pub async fn figure(
    State(money): State<Money>,
    visitor: Visitor,
    body: Body<NewFigure>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let made = budget::record(&money, &asking.caller(body.once.as_ref()), &body.data).await?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// The trial balance of a year.
#[utoipa::path(get, path = "/api/money/trial", operation_id = "money_trial", tag = "money", params(Asked), responses((status = 200, body = Trial)))]
pub async fn trial(
    State(money): State<Money>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Trial>, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    Ok(Json(ledger::trial(&mut &money.core.db, &asking.caller(None), said::year(&money, &asked.year)).await?))
}

/// Entries of one set of books, newest first.
#[utoipa::path(get, path = "/api/money/entries", operation_id = "money_entries", tag = "money", params(Asked),
    responses((status = 200, body = Vec<Entry>), (status = 404, body = Problem)))]
pub async fn entries(
    State(money): State<Money>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Entry>>, Failed> {
    let books = books(&money, &visitor, &asked)?;
    Ok(Json(ledger::store::of_books(&mut &money.core.db, &books, 500).await.map_err(Fault::from)?))
}

/// Takes an entry back by another one.
#[utoipa::path(post, path = "/api/money/entries/{entry}/reverse", operation_id = "money_reverse", tag = "money", request_body = Why,
    params(("entry" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "The same key is the same reversal")),
    responses((status = 201, body = Entry), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn reverse(
    State(money): State<Money>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Why>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let made = ledger::reverse(&money, &asking.caller(body.once.as_ref()), &id, &body.data.reason).await?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// Which commitments.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct OwedBy {
    /// Of a decision.
    decision: Option<String>,
    /// Of a payee, with `payee_kind`.
    payee: Option<String>,
    /// Kind of payee.
    payee_kind: Option<String>,
    /// open, batched, paid or released.
    state: Option<String>,
    /// Of a fund.
    fund: Option<String>,
}

/// Commitments that the caller may read, the earliest due first.
#[utoipa::path(get, path = "/api/money/commitments", operation_id = "money_commitments", tag = "money", params(OwedBy), responses((status = 200, body = Vec<Commitment>)))]
pub async fn commitments(
    State(money): State<Money>,
    visitor: Visitor,
    Query(asked): Query<OwedBy>,
) -> Result<Json<Vec<Commitment>>, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let caller = asking.caller(None);
    let filter = Owed {
        decision: asked.decision,
        payee: asked.payee_kind.zip(asked.payee),
        state: asked.state,
        fund: asked.fund,
    };
    let mut all = commitment::list(&mut &money.core.db, &filter).await.map_err(Fault::from)?;
    all.retain(|one| rights::may(&caller, FundsRead, &one.place));
    Ok(Json(all))
}

/// Releases a commitment that is in no batch.
#[utoipa::path(post, path = "/api/money/commitments/{commitment}/release", operation_id = "money_release", tag = "money", request_body = Why,
    params(("commitment" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "The same key is the same release")),
    responses((status = 200, body = Commitment), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn release(
    State(money): State<Money>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Why>,
) -> Result<Json<Commitment>, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    Ok(Json(commitment::release_as(&money, &caller, &id, &body.data.reason).await?))
}

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

/// Who received what, when, by which decision, out of which fund.
#[utoipa::path(get, path = "/api/money/book", operation_id = "money_book", tag = "money", params(Which), responses((status = 200, body = Vec<BookEntry>)))]
pub async fn account_book(
    State(money): State<Money>,
    visitor: Visitor,
    Query(asked): Query<Which>,
) -> Result<Json<Vec<BookEntry>>, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let year = if asked.year == 0 { said::year(&money, "") } else { asked.year };
    let asked = Which { year, ..asked };
    Ok(Json(book::book(&mut &money.core.db, &asking.caller(None), &asked, 500).await?))
}

/// The operations.
pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    use utoipa::OpenApi as _;
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(
        funds,
        overview,
        execution,
        alarms,
        refusals,
        budgets,
        wish,
        budget_act,
        cash,
        figure,
        trial,
        entries,
        reverse,
        commitments,
        release,
        keep,
        preview,
        batches,
        make,
        show,
        lines,
        act,
        result,
        account_book
    ))]
    struct Described;
    Described::openapi()
}
