//! Money as JSON: the same use cases as the pages.

mod batches;
mod funds;
mod ledger;

use anye_access::Permission::{FundsManage, FundsRead, PaymentMake, PaymentPay};
use anye_base::Fault;
use anye_web::{Asking, Guard, Routes, Visitor};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::said;
use crate::ledger::Books;
use crate::{Money, rights};

/// The routes.
pub(super) fn add(routes: Routes<Money>) -> Routes<Money> {
    let read = Guard::Needs(FundsRead);
    routes
        .get("/api/money/funds", read, funds::funds)
        .get("/api/money/overview", read, funds::overview)
        .get("/api/money/execution", read, funds::execution)
        .get("/api/money/alarms", read, funds::alarms)
        .get("/api/money/refusals", read, funds::refusals)
        .get("/api/money/budgets", read, funds::budgets)
        .post("/api/money/budgets", Guard::Needs(FundsManage), funds::wish)
        .post("/api/money/budgets/{budget}", read, funds::budget_act)
        .post("/api/money/cash", Guard::Needs(FundsManage), funds::cash)
        .post("/api/money/figures", Guard::Needs(FundsManage), funds::figure)
        .get("/api/money/trial", read, ledger::trial)
        .get("/api/money/entries", read, ledger::entries)
        .post("/api/money/entries/{entry}/reverse", Guard::Needs(FundsManage), ledger::reverse)
        .get("/api/money/commitments", read, ledger::commitments)
        .post("/api/money/commitments/{commitment}/release", Guard::Needs(FundsManage), ledger::release)
        .post("/api/money/payees", Guard::Needs(PaymentMake), batches::keep)
        .post("/api/money/preview", Guard::Needs(PaymentMake), batches::preview)
        .get("/api/money/batches", read, batches::batches)
        .post("/api/money/batches", Guard::Needs(PaymentMake), batches::make)
        .get("/api/money/batches/{batch}", read, batches::show)
        .get("/api/money/batches/{batch}/lines", read, batches::lines)
        .post("/api/money/batches/{batch}", read, batches::act)
        .post("/api/money/batches/{batch}/result", Guard::Needs(PaymentPay), batches::result)
        .get("/api/money/book", read, ledger::account_book)
        .get("/api/money/book/totals", read, ledger::book_totals)
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
#[schema(as = money::Why)]
#[serde(default)]
pub struct Why {
    /// Why.
    reason: String,
}

/// The books that are asked for, where the visitor may read them.
fn books(money: &Money, visitor: &Visitor, asked: &Asked) -> Result<Books, Fault> {
    let asking = Asking::new(&money.core, visitor);
    let place = said::asked_place(money, visitor, &asked.place);
    if money.funds.fund(&asked.fund).is_none() || !rights::may(&asking.caller(None), FundsRead, &place) {
        return Err(Fault::not_found("fund"));
    }
    Ok(Books::new(&asked.fund, &place, said::year(money, &asked.year)))
}

/// The operations.
pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    use utoipa::OpenApi as _;
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(
        funds::funds,
        funds::overview,
        funds::execution,
        funds::alarms,
        funds::refusals,
        funds::budgets,
        funds::wish,
        funds::budget_act,
        funds::cash,
        funds::figure,
        ledger::trial,
        ledger::entries,
        ledger::reverse,
        ledger::commitments,
        ledger::release,
        batches::keep,
        batches::preview,
        batches::batches,
        batches::make,
        batches::show,
        batches::lines,
        batches::act,
        batches::result,
        ledger::account_book,
        ledger::book_totals
    ))]
    struct Described;
    Described::openapi()
}
