//! Rows of objections. An answer is written once.

use anye_db::{DbError, Read, Row, Val, WriteTx, sql};

use crate::entry::objection::Objection;

fn objection(row: &Row) -> Result<Objection, DbError> {
    Ok(Objection {
        id: row.text("id")?,
        entry: row.text("entry_id")?,
        name: row.text("name")?,
        contact: row.text("contact")?,
        words: row.text("words")?,
        holds: row.flag("holds")?,
        at: row.int("at")?,
        answer: row.opt_text("answer")?,
        upheld: row.opt_int("upheld")?.map(|yes| yes == 1),
        answered: row.opt_text("answered_name")?.zip(row.opt_int("answered_at")?),
    })
}

/// Those to an entry, the oldest first.
pub async fn of_entry(from: &mut impl Read, entry: &str) -> Result<Vec<Objection>, DbError> {
    let query = sql(
        "select id, entry_id, name, contact, words, holds, at, answer, upheld, answered_name, answered_at from entry_objection \
         where entry_id = $1 order by at, id",
    );
    from.all(query.bind(entry)).await?.iter().map(objection).collect()
}

/// Inserts one.
pub async fn insert(tx: &mut WriteTx<'_>, one: &Objection) -> Result<(), DbError> {
    let row: Vec<Val> = vec![
        (&one.id).into(),
        (&one.entry).into(),
        (&one.name).into(),
        (&one.contact).into(),
        (&one.words).into(),
        one.holds.into(),
        one.at.into(),
    ];
    tx.insert("entry_objection", "id, entry_id, name, contact, words, holds, at", vec![row]).await
}

/// Writes the answer to one that has none.
pub async fn answer(
    tx: &mut WriteTx<'_>,
    id: &str,
    words: &str,
    upheld: bool,
    by: (&str, &str),
    now: i64,
) -> Result<(), DbError> {
    let query = sql("update entry_objection set ")
        .push_bind("answer = {}", words)
        .push_bind(", upheld = {}", upheld)
        .push_bind(", answered_by = {}", by.0)
        .push_bind(", answered_name = {}", by.1)
        .push_bind(", answered_at = {}", now)
        .push_bind(" where id = {}", id)
        .push(" and answered_at is null");
    tx.run_one(query).await
}
