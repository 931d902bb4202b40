//! Rows of files that were taken in.

use anye_db::{DbError, Read, Row, WriteTx, sql};

/// A file: known by the digest of its rows under a key, never by a plain digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Id.
    pub id: String,
    /// Keyed digest of the rows.
    pub digest: String,
    /// Its name.
    pub name: String,
    /// Rows in it.
    pub rows: i64,
    /// Persons registered.
    pub created: i64,
    /// Persons who were there already with the same values.
    pub unchanged: i64,
    /// Rows that were not taken.
    pub refused: i64,
    /// running, done
    pub state: String,
    /// Rows dealt with.
    pub done_rows: i64,
}

const COLUMNS: &str = "id, digest, name, rows_read, created, unchanged, refused, state, done_rows";

/// The file of a digest.
pub async fn by_digest(from: &mut impl Read, digest: &str) -> Result<Option<File>, DbError> {
    let query = sql(format!("select {COLUMNS} from person_import where digest = $1"));
    from.optional(query.bind(digest)).await?.as_ref().map(file).transpose()
}

/// An account's own file, with the id of its job.
pub async fn of_account(
    from: &mut impl Read,
    id: &str,
    account: &str,
) -> Result<Option<(File, String)>, DbError> {
    let query = sql(format!("select {COLUMNS}, job_id from person_import where id = $1 and account = $2"));
    let row = from.optional(query.bind(id).bind(account)).await?;
    row.map(|row| Ok((file(&row)?, row.text("job_id")?))).transpose()
}

/// Notes the job that takes a file.
pub async fn by_job(tx: &mut WriteTx<'_>, id: &str, job: &str) -> Result<(), DbError> {
    tx.run_one(sql("update person_import set job_id = $1 where id = $2").bind(job).bind(id)).await
}

fn file(row: &Row) -> Result<File, DbError> {
    Ok(File {
        id: row.text("id")?,
        digest: row.text("digest")?,
        name: row.text("name")?,
        rows: row.int("rows_read")?,
        created: row.int("created")?,
        unchanged: row.int("unchanged")?,
        refused: row.int("refused")?,
        state: row.text("state")?,
        done_rows: row.int("done_rows")?,
    })
}

/// Notes a file that is begun.
pub async fn add(tx: &mut WriteTx<'_>, one: &File, account: &str, now: i64) -> Result<(), DbError> {
    let query = sql(
        "insert into person_import (id, digest, name, rows_read, created, unchanged, refused, state, done_rows, started_at, account) \
         values ($1, $2, $3, $4, 0, 0, $5, 'running', 0, $6, $7)",
    );
    let query = query.bind(&one.id).bind(&one.digest).bind(&one.name).bind(one.rows).bind(one.refused);
    tx.run_one(query.bind(now).bind(account)).await
}

/// Writes how far it is, while nobody else went on with it.
pub async fn step(tx: &mut WriteTx<'_>, one: &File, before: i64, now: i64) -> Result<(), DbError> {
    let finished = (one.state == "done").then_some(now);
    let query = sql(
        "update person_import set created = $1, unchanged = $2, refused = $3, state = $4, done_rows = $5, finished_at = $6 \
         where id = $7 and done_rows = $8",
    );
    let query =
        query.bind(one.created).bind(one.unchanged).bind(one.refused).bind(&one.state).bind(one.done_rows);
    tx.run_one(query.bind(finished).bind(&one.id).bind(before)).await
}
