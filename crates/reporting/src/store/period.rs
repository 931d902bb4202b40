//! Locks of periods and changes by force.

use anye_db::{DbError, Read, Row, WriteTx, sql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A lock of a period (锁定).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Lock {
    /// Why.
    pub reason: String,
    /// When, in milliseconds.
    pub at: i64,
    /// By whom.
    pub by_name: String,
}

/// The lock of a period, where there is one.
pub async fn lock_of(from: &mut impl Read, form: &str, period: &str) -> Result<Option<Lock>, DbError> {
    let query = sql("select reason, at, by_name from period_lock where form = $1 and period = $2");
    let row = from.optional(query.bind(form).bind(period)).await?;
    row.map(|row| Ok(Lock { reason: row.text("reason")?, at: row.int("at")?, by_name: row.text("by_name")? }))
        .transpose()
}

/// Locks a period; locked already, it stays as it is.
pub async fn lock(tx: &mut WriteTx<'_>, form: &str, period: &str, reason: &str) -> Result<bool, DbError> {
    let scope = tx.scope();
    let insert = sql(
        "insert into period_lock (form, period, reason, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6) \
         on conflict do nothing",
    );
    let insert = insert.bind(form).bind(period).bind(reason).bind(scope.world.now_ms());
    Ok(tx.run(insert.bind(&scope.actor.id).bind(&scope.actor.name)).await? == 1)
}

/// Opens it again.
pub async fn unlock(tx: &mut WriteTx<'_>, form: &str, period: &str) -> Result<bool, DbError> {
    let delete = sql("delete from period_lock where form = $1 and period = $2").bind(form).bind(period);
    Ok(tx.run(delete).await? == 1)
}

/// A change of a locked report: one asks, another does it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Forced {
    /// Id.
    pub id: String,
    /// The report.
    pub report: String,
    /// Its version when it was asked for.
    pub seen_version: i64,
    /// The cells it shall have.
    pub cells: String,
    /// Why.
    pub reason: String,
    /// When it was asked for.
    pub asked_at: i64,
    /// Account that asked.
    pub asked_by: String,
    /// Name.
    pub asked_name: String,
    /// asked, done, refused.
    pub state: String,
    /// Who decided.
    pub decided_name: String,
    /// In their words.
    pub answer: String,
}

fn forced(row: &Row) -> Result<Forced, DbError> {
    Ok(Forced {
        id: row.text("id")?,
        report: row.text("report")?,
        seen_version: row.int("seen_version")?,
        cells: row.text("cells")?,
        reason: row.text("reason")?,
        asked_at: row.int("asked_at")?,
        asked_by: row.text("asked_by")?,
        asked_name: row.text("asked_name")?,
        state: row.text("state")?,
        decided_name: row.text("decided_name")?,
        answer: row.text("answer")?,
    })
}

const FORCED: &str = "select id, report, seen_version, cells, reason, asked_at, asked_by, asked_name, state, decided_name, answer from forced_change";

/// One.
pub async fn find_forced(from: &mut impl Read, id: &str) -> Result<Option<Forced>, DbError> {
    from.optional(sql(format!("{FORCED} where id = $1")).bind(id)).await?.as_ref().map(forced).transpose()
}

/// Those of a report, oldest first.
pub async fn forced_of(from: &mut impl Read, report: &str) -> Result<Vec<Forced>, DbError> {
    let query = sql(format!("{FORCED} where report = $1 order by asked_at, id")).bind(report);
    from.all(query).await?.iter().map(forced).collect()
}

/// Keeps what somebody asks for.
pub async fn insert_forced(tx: &mut WriteTx<'_>, one: &Forced) -> Result<(), DbError> {
    let insert = sql(
        "insert into forced_change (id, report, seen_version, cells, reason, asked_at, asked_by, asked_name, state, \
         decided_by, decided_name, answer) values ($1, $2, $3, $4, $5, $6, $7, $8, 'asked', '', '', '')",
    );
    let insert =
        insert.bind(&one.id).bind(&one.report).bind(one.seen_version).bind(&one.cells).bind(&one.reason);
    tx.run_one(insert.bind(one.asked_at).bind(&one.asked_by).bind(&one.asked_name)).await
}

/// Notes how it was decided.
pub async fn decide_forced(tx: &mut WriteTx<'_>, id: &str, state: &str, answer: &str) -> Result<(), DbError> {
    let scope = tx.scope();
    let update = sql(
        "update forced_change set state = $1, decided_at = $2, decided_by = $3, decided_name = $4, answer = $5 \
         where id = $6 and state = 'asked'",
    );
    let update = update.bind(state).bind(scope.world.now_ms()).bind(&scope.actor.id).bind(&scope.actor.name);
    tx.run_one(update.bind(answer).bind(id)).await
}
