//! Rows of files and their bytes. A file that several applications hold is there once.

use anye_db::{DbError, Read, Row, WriteTx, sql};

use crate::paper::Paper;

const COLUMNS: &str =
    "id, application, paper, step, digest, kind, size, name, made_by, made_name, made_at, seen_name, seen_at";

fn paper(row: &Row) -> Result<Paper, DbError> {
    Ok(Paper {
        id: row.text("id")?,
        application: row.text("application")?,
        paper: row.text("paper")?,
        step: row.text("step")?,
        digest: row.text("digest")?,
        kind: row.text("kind")?,
        size: row.int("size")?,
        name: row.text("name")?,
        made_by: row.text("made_by")?,
        made_name: row.text("made_name")?,
        made_at: row.int("made_at")?,
        original: row.opt_text("seen_name")?.zip(row.opt_int("seen_at")?),
    })
}

pub(crate) async fn find(from: &mut impl Read, id: &str) -> Result<Option<Paper>, DbError> {
    let query = sql(format!("select {COLUMNS} from service_paper where id = $1 and removed_at is null"));
    from.optional(query.bind(id)).await?.as_ref().map(paper).transpose()
}

pub(crate) async fn of(from: &mut impl Read, application: &str) -> Result<Vec<Paper>, DbError> {
    let query = sql(format!(
        "select {COLUMNS} from service_paper where application = $1 and removed_at is null order by made_at, id"
    ));
    from.all(query.bind(application)).await?.iter().map(paper).collect()
}

/// The text of the bytes under a digest, sealed or, from before files were sealed, in Base64.
pub(crate) async fn body(from: &mut impl Read, digest: &str) -> Result<Option<String>, DbError> {
    let row = from.optional(sql("select body from service_file where digest = $1").bind(digest)).await?;
    row.map(|row| row.text("body")).transpose()
}

/// Keeps bytes under their digest; those that are there already stay.
pub(crate) async fn keep(tx: &mut WriteTx<'_>, digest: &str, body: &str) -> Result<(), DbError> {
    let query = sql("insert into service_file (digest, body) values ($1, $2) on conflict do nothing");
    tx.run(query.bind(digest).bind(body)).await.map(drop)
}

/// Some texts after a digest, in its order.
pub(crate) async fn next_bodies(
    from: &mut impl Read,
    after: &str,
    most: u32,
) -> Result<Vec<(String, String)>, DbError> {
    let query =
        sql(format!("select digest, body from service_file where digest > $1 order by digest limit {most}"));
    let rows = from.all(query.bind(after)).await?;
    rows.iter().map(|row| Ok((row.text("digest")?, row.text("body")?))).collect()
}

/// Another text for the same bytes.
pub(crate) async fn reseal(tx: &mut WriteTx<'_>, digest: &str, body: &str) -> Result<(), DbError> {
    tx.run_one(sql("update service_file set body = $1 where digest = $2").bind(body).bind(digest)).await
}

pub(crate) async fn insert(tx: &mut WriteTx<'_>, one: &Paper) -> Result<(), DbError> {
    let query = sql(
        "insert into service_paper (id, application, paper, step, digest, kind, size, name, made_by, made_name, made_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    );
    let query = query.bind(&one.id).bind(&one.application).bind(&one.paper).bind(&one.step).bind(&one.digest);
    let query = query.bind(&one.kind).bind(one.size).bind(&one.name).bind(&one.made_by);
    tx.run_one(query.bind(&one.made_name).bind(one.made_at)).await
}

pub(crate) async fn remove(tx: &mut WriteTx<'_>, id: &str, by: &str, now: i64) -> Result<(), DbError> {
    let query =
        sql("update service_paper set removed_at = $1, removed_by = $2 where id = $3 and removed_at is null");
    tx.run_one(query.bind(now).bind(by).bind(id)).await
}

pub(crate) async fn seen(tx: &mut WriteTx<'_>, id: &str, by: (&str, &str), now: i64) -> Result<(), DbError> {
    let query = sql(
        "update service_paper set seen_by = $1, seen_name = $2, seen_at = $3 where id = $4 and seen_at is null",
    );
    tx.run_one(query.bind(by.0).bind(by.1).bind(now).bind(id)).await
}
