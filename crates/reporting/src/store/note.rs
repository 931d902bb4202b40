//! Cells given back, comments and follow-up marks.

use anye_db::{DbError, Read, Row, WriteTx, sql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A cell given back (退回): with a reason and a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GivenBack {
    /// Id.
    pub id: String,
    /// Id of the item; empty: the whole report.
    pub cell: String,
    /// Why.
    pub reason: String,
    /// Last day.
    pub deadline: String,
    /// When.
    pub at: i64,
    /// By whom.
    pub by_name: String,
    /// When it was answered by a new submission.
    pub resolved_at: Option<i64>,
}

/// A comment or a follow-up mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Note {
    /// Id.
    pub id: String,
    /// The report.
    pub report: String,
    /// Id of the item; empty: the whole report.
    pub cell: String,
    /// comment, follow_up.
    pub kind: String,
    /// Words.
    pub text: String,
    /// Day of a follow-up; empty: none.
    pub due: String,
    /// When.
    pub at: i64,
    /// By whom.
    pub by_name: String,
    /// When it was closed.
    pub closed_at: Option<i64>,
}

/// Gives a cell back.
pub async fn give_back(
    tx: &mut WriteTx<'_>,
    id: &str,
    report: &str,
    (cell, reason, deadline): (&str, &str, &str),
) -> Result<(), DbError> {
    let scope = tx.scope();
    let insert = sql(
        "insert into report_return (id, report, cell, reason, deadline, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    let insert =
        insert.bind(id).bind(report).bind(cell).bind(reason).bind(deadline).bind(scope.world.now_ms());
    tx.run_one(insert.bind(&scope.actor.id).bind(&scope.actor.name)).await
}

/// What was given back of a report, oldest first.
pub async fn given_back(from: &mut impl Read, report: &str) -> Result<Vec<GivenBack>, DbError> {
    let query = sql(
        "select id, cell, reason, deadline, at, by_name, resolved_at from report_return where report = $1 order by at, id",
    );
    let read = |row: &Row| {
        Ok(GivenBack {
            id: row.text("id")?,
            cell: row.text("cell")?,
            reason: row.text("reason")?,
            deadline: row.text("deadline")?,
            at: row.int("at")?,
            by_name: row.text("by_name")?,
            resolved_at: row.opt_int("resolved_at")?,
        })
    };
    from.all(query.bind(report)).await?.iter().map(read).collect()
}

/// A new submission answers what was given back.
pub async fn resolve(tx: &mut WriteTx<'_>, report: &str) -> Result<u64, DbError> {
    let now = tx.scope().world.now_ms();
    let update = sql("update report_return set resolved_at = $1 where report = $2 and resolved_at is null");
    tx.run(update.bind(now).bind(report)).await
}

fn note(row: &Row) -> Result<Note, DbError> {
    Ok(Note {
        id: row.text("id")?,
        report: row.text("report")?,
        cell: row.text("cell")?,
        kind: row.text("kind")?,
        text: row.text("text")?,
        due: row.text("due")?,
        at: row.int("at")?,
        by_name: row.text("by_name")?,
        closed_at: row.opt_int("closed_at")?,
    })
}

const NOTES: &str = "select id, report, cell, kind, text, due, at, by_name, closed_at from report_note";

/// Keeps a note.
pub async fn insert(tx: &mut WriteTx<'_>, one: &Note) -> Result<(), DbError> {
    let by = tx.scope().actor;
    let insert =
        sql("insert into report_note (id, report, cell, kind, text, due, at, by_id, by_name, closed_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')");
    let insert = insert.bind(&one.id).bind(&one.report).bind(&one.cell).bind(&one.kind).bind(&one.text);
    tx.run_one(insert.bind(&one.due).bind(one.at).bind(&by.id).bind(&one.by_name)).await
}

/// One.
pub async fn find(from: &mut impl Read, id: &str) -> Result<Option<Note>, DbError> {
    from.optional(sql(format!("{NOTES} where id = $1")).bind(id)).await?.as_ref().map(note).transpose()
}

/// Those of a report, oldest first.
pub async fn of(from: &mut impl Read, report: &str) -> Result<Vec<Note>, DbError> {
    let query = sql(format!("{NOTES} where report = $1 order by at, id")).bind(report);
    from.all(query).await?.iter().map(note).collect()
}

/// Closes a follow-up.
pub async fn close(tx: &mut WriteTx<'_>, id: &str) -> Result<(), DbError> {
    let scope = tx.scope();
    let update =
        sql("update report_note set closed_at = $1, closed_by = $2 where id = $3 and closed_at is null");
    tx.run_one(update.bind(scope.world.now_ms()).bind(&scope.actor.id).bind(id)).await
}
