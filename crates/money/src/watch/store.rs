//! Alarms in the database, and the questions that only the watch asks.

use anye_db::{DbError, Read, Row, WriteTx, sql};
use serde::Serialize;
use utoipa::ToSchema;

use crate::ledger::Books;

/// An alarm that has not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Alarm {
    /// Id.
    pub id: String,
    /// Rule of the pack.
    pub rule: String,
    /// Fund; empty where the rule sums several.
    pub fund: String,
    /// Place.
    pub place: String,
    /// Year.
    pub year: i64,
    /// What is.
    pub figure: String,
    /// What should be.
    pub bound: String,
    /// The case.
    pub case_id: String,
    /// Since when.
    pub since: i64,
}

fn read(row: &Row) -> Result<Alarm, DbError> {
    Ok(Alarm {
        id: row.text("id")?,
        rule: row.text("rule")?,
        fund: row.text("fund")?,
        place: row.text("place")?,
        year: row.int("year")?,
        figure: row.text("figure")?,
        bound: row.text("bound")?,
        case_id: row.text("case_id")?,
        since: row.int("since")?,
    })
}

/// All alarms of a year that have not ended.
///
/// # Errors
/// The store's own.
pub async fn open(from: &mut impl Read, year: i64) -> Result<Vec<Alarm>, DbError> {
    let query = sql(
        "select id, rule, fund, place, year, figure, bound, case_id, since from money_alarm where year = $1 and ended is null order by place, fund, rule",
    );
    from.all(query.bind(year)).await?.iter().map(read).collect()
}

pub(super) async fn insert(tx: &mut WriteTx<'_>, one: &Alarm) -> Result<(), DbError> {
    let query = sql(
        "insert into money_alarm (id, rule, fund, place, year, figure, bound, case_id, since) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&one.id)
    .bind(&one.rule)
    .bind(&one.fund)
    .bind(&one.place)
    .bind(one.year)
    .bind(&one.figure)
    .bind(&one.bound)
    .bind(&one.case_id)
    .bind(one.since);
    tx.run_one(query).await
}

pub(super) async fn refresh(tx: &mut WriteTx<'_>, one: &Alarm) -> Result<(), DbError> {
    let query = sql("update money_alarm set figure = $1, bound = $2 where id = $3");
    tx.run_one(query.bind(&one.figure).bind(&one.bound).bind(&one.id)).await
}

pub(super) async fn end(tx: &mut WriteTx<'_>, id: &str, now: i64) -> Result<(), DbError> {
    tx.run_one(sql("update money_alarm set ended = $1 where id = $2 and ended is null").bind(now).bind(id))
        .await
}

/// What was due before a day and is not paid, by fund and place: lines and fen.
pub(super) async fn overdue(
    from: &mut impl Read,
    year: i64,
    before: &str,
) -> Result<Vec<(Books, i64, i64)>, DbError> {
    let query = sql(
        "select fund, place, count(*) as n, cast(sum(amount) as bigint) as amount from money_commitment \
         where year = $1 and due_on < $2 and state in ('open', 'batched') group by fund, place order by place, fund",
    );
    let rows = from.all(query.bind(year).bind(before)).await?;
    rows.iter()
        .map(|row| {
            Ok((Books::new(&row.text("fund")?, &row.text("place")?, year), row.int("n")?, row.int("amount")?))
        })
        .collect()
}

/// What was paid or is on its way for a benefit out of a fund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Outside {
    /// Fund.
    pub fund: String,
    /// Place.
    pub place: String,
    /// Benefit.
    pub benefit: String,
    /// Lines.
    pub n: i64,
    /// Fen.
    pub amount: i64,
}

/// Sums paid in a year by fund, place and benefit.
pub(super) async fn paid_by_benefit(from: &mut impl Read, year: i64) -> Result<Vec<Outside>, DbError> {
    let query = sql(
        "select b.fund, b.place, l.benefit, count(*) as n, cast(sum(l.amount) as bigint) as amount from money_line l \
         join money_batch b on b.id = l.batch_id where b.year = $1 and l.state in ('sent', 'unknown', 'paid') \
         group by b.fund, b.place, l.benefit order by b.place, b.fund, l.benefit",
    );
    let rows = from.all(query.bind(year)).await?;
    rows.iter()
        .map(|row| {
            Ok(Outside {
                fund: row.text("fund")?,
                place: row.text("place")?,
                benefit: row.text("benefit")?,
                n: row.int("n")?,
                amount: row.int("amount")?,
            })
        })
        .collect()
}
