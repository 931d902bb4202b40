//! Rows of keys that were ever used: their names and their check texts, never a key.

use anye_db::{DbError, Read, WriteTx, sql};

/// Purpose, name and check text of each.
pub async fn all(from: &mut impl Read) -> Result<Vec<(String, String, String)>, DbError> {
    let rows = from.all(sql("select purpose, kid, check_text from seal_key order by purpose, kid")).await?;
    rows.iter().map(|row| Ok((row.text("purpose")?, row.text("kid")?, row.text("check_text")?))).collect()
}

/// Notes one.
pub async fn insert(
    tx: &mut WriteTx<'_>,
    (purpose, kid, text): (&str, &str, &str),
    now: i64,
) -> Result<(), DbError> {
    let row = sql("insert into seal_key (purpose, kid, check_text, created_at) values ($1, $2, $3, $4)");
    tx.run_one(row.bind(purpose).bind(kid).bind(text).bind(now)).await
}
