//! Rows of files that were taken in.

use anye_db::{DbError, Read, Val, WriteTx, sql};

/// A file that was taken in, or is.
pub struct Import {
    /// Id.
    pub id: String,
    /// running, done
    pub state: String,
    /// Rows that were looked at.
    pub done_rows: usize,
    /// Rows that became entries.
    pub taken: usize,
    /// Rows that did not.
    pub refused: usize,
}

/// The file with these contents, where it was taken in before.
pub async fn find(from: &mut impl Read, register: &str, digest: &str) -> Result<Option<Import>, DbError> {
    let query = sql(
        "select id, state, done_rows, taken, refused from entry_import where register = $1 and digest = $2",
    );
    let Some(row) = from.optional(query.bind(register).bind(digest)).await? else { return Ok(None) };
    let count = |column: &str| row.int(column).map(|n| usize::try_from(n).unwrap_or_default());
    Ok(Some(Import {
        id: row.text("id")?,
        state: row.text("state")?,
        done_rows: count("done_rows")?,
        taken: count("taken")?,
        refused: count("refused")?,
    }))
}

/// Notes a file that begins: id, register, digest, name, account.
pub async fn insert(tx: &mut WriteTx<'_>, of: &[&str; 5], rows: i64, now: i64) -> Result<(), DbError> {
    let row: Vec<Val> = vec![
        of[0].into(),
        of[1].into(),
        of[2].into(),
        of[3].into(),
        rows.into(),
        0_i64.into(),
        0_i64.into(),
        0_i64.into(),
        "running".into(),
        now.into(),
        of[4].into(),
    ];
    let columns = "id, register, digest, name, rows_read, taken, refused, done_rows, state, at, account";
    tx.insert("entry_import", columns, vec![row]).await
}

/// Notes how far it has come.
pub async fn progress(
    tx: &mut WriteTx<'_>,
    id: &str,
    done: usize,
    taken: usize,
    refused: usize,
    last: bool,
) -> Result<(), DbError> {
    let n = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let query =
        sql("update entry_import set done_rows = $1, taken = $2, refused = $3, state = $4 where id = $5")
            .bind(n(done))
            .bind(n(taken))
            .bind(n(refused))
            .bind(if last { "done" } else { "running" })
            .bind(id);
    tx.run_one(query).await
}
