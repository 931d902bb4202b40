//! Funds, budgets, money in and figures as JSON.

use anye_access::Permission::FundsRead;
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_web::extract::Json as Body;
use anye_web::{Asking, Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::said;
use super::{Asked, books};
use crate::book::Refused;
use crate::budget::{Budget, Execution, Figure, Line, NewBudget, NewCash, NewFigure};
use crate::fund::Fund;
use crate::ledger::Entry;
use crate::watch::Alarm;
use crate::{Money, book, budget, rights, watch};

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

/// What is done with a budget that waits.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct BudgetAct {
    /// confirm or refuse.
    act: String,
    /// The version as seen.
    version: i64,
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
