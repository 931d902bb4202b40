//! What was done to a report, one row an act, numbered by the version it led to; and its cells before each change.

use anye_db::{DbError, Read, WriteTx, sql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An act. The words are under `report-act-<word>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = reporting::Act)]
pub struct Act {
    /// The version it led to.
    pub number: i64,
    /// start, submit, resubmit, approve, return, force …
    pub act: String,
    /// When, in milliseconds.
    pub at: i64,
    /// Account.
    pub by_id: String,
    /// Name.
    pub by_name: String,
    /// Reason or level.
    pub note: String,
}

/// Cells before a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Before {
    /// The version that was changed.
    pub version: i64,
    /// State then.
    pub state: String,
    /// Cells then.
    pub cells: String,
    /// When it was changed.
    pub at: i64,
    /// By whom.
    pub by_name: String,
    /// Why.
    pub why: String,
}

/// Notes an act on a report that now has this version.
pub async fn note(
    tx: &mut WriteTx<'_>,
    report: &str,
    number: i64,
    act: &str,
    note: &str,
) -> Result<(), DbError> {
    let scope = tx.scope();
    let insert = sql(
        "insert into report_act (report, number, act, at, by_id, by_name, note) values ($1, $2, $3, $4, $5, $6, $7)",
    );
    let insert = insert.bind(report).bind(number).bind(act).bind(scope.world.now_ms());
    tx.run_one(insert.bind(&scope.actor.id).bind(&scope.actor.name).bind(note)).await
}

/// Notes the same act on many reports, each with the version it has now.
pub async fn note_many(
    tx: &mut WriteTx<'_>,
    reports: &[String],
    act: &str,
    note: &str,
) -> Result<(), DbError> {
    let (at, by) = (tx.scope().world.now_ms(), tx.scope().actor);
    for some in reports.chunks(500) {
        let insert = sql(
            "insert into report_act (report, number, act, at, by_id, by_name, note) select id, version, ",
        )
        .push_bind("cast({} as text), ", act)
        .push_bind("cast({} as bigint), ", at)
        .push_bind("cast({} as text), ", &by.id)
        .push_bind("cast({} as text), ", &by.name)
        .push_bind("cast({} as text) from report", note)
        .push_list(" where id in ({})", some.iter());
        tx.run(insert).await?;
    }
    Ok(())
}

/// All acts of a report, oldest first.
pub async fn acts(from: &mut impl Read, report: &str) -> Result<Vec<Act>, DbError> {
    let query =
        sql("select number, act, at, by_id, by_name, note from report_act where report = $1 order by number");
    let read = |row: &anye_db::Row| {
        Ok(Act {
            number: row.int("number")?,
            act: row.text("act")?,
            at: row.int("at")?,
            by_id: row.text("by_id")?,
            by_name: row.text("by_name")?,
            note: row.text("note")?,
        })
    };
    from.all(query.bind(report)).await?.iter().map(read).collect()
}

/// All cells a report ever had before its present ones, oldest first.
pub async fn history(from: &mut impl Read, report: &str) -> Result<Vec<Before>, DbError> {
    let query = sql(
        "select version, state, cells, at, by_name, why from report_history where report = $1 order by version",
    );
    let read = |row: &anye_db::Row| {
        Ok(Before {
            version: row.int("version")?,
            state: row.text("state")?,
            cells: row.text("cells")?,
            at: row.int("at")?,
            by_name: row.text("by_name")?,
            why: row.text("why")?,
        })
    };
    from.all(query.bind(report)).await?.iter().map(read).collect()
}
