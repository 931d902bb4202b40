//! Budgets and their changes in the database.

use anye_db::{DbError, Read, Row, WriteTx, sql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A budget or a change of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Budget {
    /// Id.
    pub id: String,
    /// Fund.
    pub fund: String,
    /// Place.
    pub place: String,
    /// Year.
    pub year: i64,
    /// first or adjust.
    pub kind: String,
    /// Fen; below nothing for a cut.
    pub amount: i64,
    /// Why.
    pub reason: String,
    /// wished, confirmed or refused.
    pub state: String,
    /// Who wished it.
    pub by_name: String,
    /// When.
    pub at: i64,
    /// Who confirmed or refused it.
    pub done_name: Option<String>,
    /// When.
    pub done_at: Option<i64>,
    /// The entry of the ledger.
    pub entry_id: Option<String>,
    /// Version.
    pub version: i64,
}

const COLUMNS: &str = "id, fund, place, year, kind, amount, reason, state, by_name, at, done_name, done_at, entry_id, row_version";

fn read(row: &Row) -> Result<Budget, DbError> {
    Ok(Budget {
        id: row.text("id")?,
        fund: row.text("fund")?,
        place: row.text("place")?,
        year: row.int("year")?,
        kind: row.text("kind")?,
        amount: row.int("amount")?,
        reason: row.text("reason")?,
        state: row.text("state")?,
        by_name: row.text("by_name")?,
        at: row.int("at")?,
        done_name: row.opt_text("done_name")?,
        done_at: row.opt_int("done_at")?,
        entry_id: row.opt_text("entry_id")?,
        version: row.int("row_version")?,
    })
}

pub(super) async fn insert(tx: &mut WriteTx<'_>, one: &Budget, key: &str) -> Result<(), DbError> {
    let by_id = &tx.scope().actor.id;
    let query = sql(
        "insert into money_budget (id, fund, place, year, kind, amount, reason, state, by_id, by_name, by_key, at, row_version) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(&one.id)
    .bind(&one.fund)
    .bind(&one.place)
    .bind(one.year)
    .bind(&one.kind)
    .bind(one.amount)
    .bind(&one.reason)
    .bind(&one.state)
    .bind(by_id)
    .bind(&one.by_name)
    .bind(key)
    .bind(one.at)
    .bind(one.version);
    tx.run_one(query).await
}

/// One, with the key of the person who wished it.
pub(super) async fn find(from: &mut impl Read, id: &str) -> Result<Option<(Budget, String)>, DbError> {
    let query = sql(format!("select {COLUMNS}, by_key from money_budget where id = $1")).bind(id);
    let Some(row) = from.optional(query).await? else { return Ok(None) };
    Ok(Some((read(&row)?, row.text("by_key")?)))
}

pub(super) async fn finish(tx: &mut WriteTx<'_>, one: &Budget, seen: i64) -> Result<(), DbError> {
    let by = &tx.scope().actor.id;
    let query = sql(
        "update money_budget set state = $1, done_by = $2, done_name = $3, done_at = $4, entry_id = $5, row_version = $6 \
         where id = $7 and row_version = $8 and state = 'wished'",
    )
    .bind(&one.state)
    .bind(by)
    .bind(one.done_name.clone())
    .bind(one.done_at)
    .bind(one.entry_id.clone())
    .bind(one.version)
    .bind(&one.id)
    .bind(seen);
    tx.run_one(query).await
}

/// Whether these books have a budget already.
pub(super) async fn has_one(
    from: &mut impl Read,
    fund: &str,
    place: &str,
    year: i64,
) -> Result<bool, DbError> {
    let query = sql(
        "select 1 as one from money_budget where fund = $1 and place = $2 and year = $3 and state = 'confirmed' limit 1",
    );
    Ok(from.optional(query.bind(fund).bind(place).bind(year)).await?.is_some())
}

/// Budgets of a year at places, what waits first, then the newest. With a fund, those of it.
///
/// # Errors
/// The store's own.
pub async fn list(
    from: &mut impl Read,
    year: i64,
    places: &[String],
    fund: Option<&str>,
) -> Result<Vec<Budget>, DbError> {
    let mut query = sql(format!("select {COLUMNS} from money_budget where "))
        .push_bind("year = {}", year)
        .push_list(" and place in ({})", places.iter().map(String::as_str));
    if let Some(fund) = fund {
        query = query.push_bind(" and fund = {}", fund);
    }
    let query =
        query.push(" order by case when state = 'wished' then 0 else 1 end, at desc, id desc limit 500");
    from.all(query).await?.iter().map(read).collect()
}

/// Places that budgets of a year speak of.
pub(super) async fn places(from: &mut impl Read, year: i64) -> Result<Vec<String>, DbError> {
    let query = sql("select distinct place from money_budget where year = $1 order by place").bind(year);
    from.all(query).await?.iter().map(|row| row.text("place")).collect()
}
