//! The ledger, commitments and the account book as JSON.

use anye_access::Permission::FundsRead;
use anye_base::Fault;
use anye_web::extract::Json as Body;
use anye_web::{Asking, Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::said;
use super::{Asked, Why, books};
use crate::book::{Asked as Which, Entry as BookEntry, Total};
use crate::commitment::{Commitment, Filter as Owed};
use crate::ledger::{Entry, Trial};
use crate::{Money, book, commitment, ledger, rights};

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
    Ok(Json(book::book(&money, &asking.caller(None), &asked, 500).await?))
}

/// What each city paid for each policy, and how many payments lead to no person.
#[utoipa::path(get, path = "/api/money/book/totals", operation_id = "money_book_totals", tag = "money", params(Which), responses((status = 200, body = Vec<Total>)))]
pub async fn book_totals(
    State(money): State<Money>,
    visitor: Visitor,
    Query(asked): Query<Which>,
) -> Result<Json<Vec<Total>>, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let year = if asked.year == 0 { said::year(&money, "") } else { asked.year };
    let asked = Which { year, ..asked };
    Ok(Json(book::totals(&money, &asking.caller(None), &asked).await?))
}
