//! Who asked for a file with many account numbers, and who allowed it, in the database.

use anye_db::{DbError, Read, Row, WriteTx, sql};

use super::super::permit::Permit;

const COLUMNS: &str =
    "id, batch_id, asked_id, asked_name, asked_key, reason, at, state, done_name, done_at, ends_at";

fn read(row: &Row) -> Result<Permit, DbError> {
    Ok(Permit {
        id: row.text("id")?,
        batch_id: row.text("batch_id")?,
        asked_name: row.text("asked_name")?,
        asked_key: row.text("asked_key")?,
        reason: row.text("reason")?,
        at: row.int("at")?,
        state: row.text("state")?,
        done_name: row.opt_text("done_name")?,
        done_at: row.opt_int("done_at")?,
        ends_at: row.opt_int("ends_at")?,
    })
}

/// Those of a batch, the newest first.
pub(in crate::batch) async fn permits(from: &mut impl Read, batch: &str) -> Result<Vec<Permit>, DbError> {
    let query =
        sql(format!("select {COLUMNS} from money_file_permit where batch_id = $1 order by at desc, id desc"));
    from.all(query.bind(batch)).await?.iter().map(read).collect()
}

/// One by its id.
pub(in crate::batch) async fn permit(from: &mut impl Read, id: &str) -> Result<Option<Permit>, DbError> {
    let query = sql(format!("select {COLUMNS} from money_file_permit where id = $1")).bind(id);
    from.optional(query).await?.as_ref().map(read).transpose()
}

/// Writes a wish.
pub(in crate::batch) async fn insert_permit(tx: &mut WriteTx<'_>, one: &Permit) -> Result<(), DbError> {
    let by = &tx.scope().actor.id;
    let query = sql(
        "insert into money_file_permit (id, batch_id, asked_id, asked_name, asked_key, reason, at, state) values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&one.id)
    .bind(&one.batch_id)
    .bind(by)
    .bind(&one.asked_name)
    .bind(&one.asked_key)
    .bind(&one.reason)
    .bind(one.at)
    .bind(&one.state);
    tx.run_one(query).await
}

/// Writes what another person said to it; a wish is answered once.
pub(in crate::batch) async fn decide(tx: &mut WriteTx<'_>, one: &Permit) -> Result<(), DbError> {
    let by = &tx.scope().actor.id;
    let query = sql(
        "update money_file_permit set state = $1, done_id = $2, done_name = $3, done_at = $4, ends_at = $5 where id = $6 and state = 'waiting'",
    )
    .bind(&one.state)
    .bind(by)
    .bind(one.done_name.clone())
    .bind(one.done_at)
    .bind(one.ends_at)
    .bind(&one.id);
    tx.run_one(query).await
}
