//! Pages and operations of money: they parse, call one use case and answer.

mod act;
mod api;
mod batch;
mod batches;
mod book;
mod book_totals;
mod budgets;
mod fund;
mod ledger;
mod overview;
mod said;

use anye_access::Permission::{FundsManage, FundsRead, PaymentMake, PaymentPay};
use anye_web::{Area, Built, Guard, NavEntry, Routes};

use crate::Money;

/// The entries of the rail.
pub const NAV: &[NavEntry] = &[
    NavEntry { key: "nav-money", href: "/money", permission: Some(FundsRead), area: Area::Money, order: 44 },
    NavEntry {
        key: "nav-batches",
        href: "/money/batches",
        permission: Some(FundsRead),
        area: Area::Money,
        order: 45,
    },
];

/// All routes of this crate with their guards.
pub fn routes(money: &Money) -> Built {
    let read = Guard::Needs(FundsRead);
    let routes = Routes::new(&money.core)
        .get("/money", read, overview::page)
        .get("/money/funds/{fund}", read, fund::page)
        .get("/money/budgets", read, budgets::page)
        .post("/money/budgets", read, budgets::act)
        .get("/money/ledger", read, ledger::page)
        .post("/money/ledger", Guard::Needs(FundsManage), ledger::act)
        .get("/money/book", read, book::page)
        .get("/money/book/export", read, book::export)
        .get("/money/book/totals", read, book_totals::page)
        .get("/money/batches", read, batches::page)
        .post("/money/batches", Guard::Needs(PaymentMake), batches::act)
        .get("/money/batches/{batch}", read, batch::page)
        .post("/money/batches/{batch}", read, act::act)
        .get("/money/batches/{batch}/file", Guard::Needs(PaymentPay), act::file)
        .post("/money/batches/{batch}/result", Guard::Needs(PaymentPay), act::result);
    api::add(routes).finish(money.clone())
}

/// The operations of this crate, for the document at `/api/openapi.json`.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::openapi()
}
