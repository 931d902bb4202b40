//! Parts of files of persons that wait for their job, sealed; and what is left of them.

use anye_db::{DbError, Read, Val, WriteTx, sql};

/// The id of a part: parts are taken in the order of their ids.
pub fn part_id(import: &str, n: usize) -> String {
    format!("{import}-{n:06}")
}

/// Keeps parts: id and what is sealed.
pub async fn add(tx: &mut WriteTx<'_>, import: &str, parts: &[(String, String)]) -> Result<(), DbError> {
    let row = |(id, sealed): &(String, String)| -> Vec<Val> {
        vec![Val::from(id), Val::from(import), Val::from("waiting"), Val::from(sealed)]
    };
    tx.insert("person_import_part", "id, import_id, state, sealed", parts.iter().map(row).collect()).await
}

/// The next part that waits.
pub async fn next(from: &mut impl Read, import: &str) -> Result<Option<(String, String)>, DbError> {
    let query = sql(
        "select id, sealed from person_import_part where import_id = $1 and state = 'waiting' order by id limit 1",
    );
    let row = from.optional(query.bind(import)).await?;
    row.map(|row| Ok((row.text("id")?, row.text("sealed")?))).transpose()
}

/// A part was dealt with: only what was not taken is left of it.
pub async fn settle(tx: &mut WriteTx<'_>, id: &str, refused: Option<&str>) -> Result<(), DbError> {
    let query = match refused {
        Some(sealed) => {
            sql("update person_import_part set state = 'refused', sealed = $1 where id = $2 and state = 'waiting'")
                .bind(sealed)
                .bind(id)
        }
        None => sql("delete from person_import_part where id = $1 and state = 'waiting'").bind(id),
    };
    tx.run_one(query).await
}

/// What was not taken, in order.
pub async fn refused(from: &mut impl Read, import: &str) -> Result<Vec<(String, String)>, DbError> {
    let query = sql(
        "select id, sealed from person_import_part where import_id = $1 and state = 'refused' order by id",
    );
    from.all(query.bind(import)).await?.iter().map(|row| Ok((row.text("id")?, row.text("sealed")?))).collect()
}

/// Forgets what was not taken of files that were done before a time.
pub async fn forget(tx: &mut WriteTx<'_>, before: i64) -> Result<u64, DbError> {
    let query = sql(
        "delete from person_import_part where state = 'refused' and import_id in (select id from person_import where finished_at < $1)",
    );
    tx.run(query.bind(before)).await
}

/// The next parts after an id, for sealing them anew.
pub async fn page(from: &mut impl Read, after: &str, limit: u32) -> Result<Vec<(String, String)>, DbError> {
    let query =
        sql(format!("select id, sealed from person_import_part where id > $1 order by id limit {limit}"));
    from.all(query.bind(after)).await?.iter().map(|row| Ok((row.text("id")?, row.text("sealed")?))).collect()
}

/// Puts a text sealed anew in the place of the old one, where nobody was quicker.
pub async fn reseal(tx: &mut WriteTx<'_>, id: &str, old: &str, new: &str) -> Result<u64, DbError> {
    let query = sql("update person_import_part set sealed = $1 where id = $2 and sealed = $3");
    tx.run(query.bind(new).bind(id).bind(old)).await
}
