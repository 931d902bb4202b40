//! Rows of bulletins. A published one is never changed.

use anye_db::{DbError, Query, Read, Row, WriteTx, sql};

use super::model::{Bulletin, State};

fn select(rest: &str) -> Query {
    sql(format!(
        "select id, template, period, place, state, content, digest, judgement, causes, drafted_by, drafted_name, drafted_at, \
         signed_by, signed_name, signed_at, embargo_at, published_at, row_version from bulletin {rest}"
    ))
}

fn bulletin(row: &Row) -> Result<Bulletin, DbError> {
    let word = row.text("state")?;
    let state = State::from_word(&word).ok_or_else(|| DbError::Other(format!("unknown state {word}")))?;
    let signed = row.opt_text("signed_by")?.zip(row.opt_text("signed_name")?).zip(row.opt_int("signed_at")?);
    Ok(Bulletin {
        id: row.text("id")?,
        template: row.text("template")?,
        period: row.text("period")?,
        place: row.text("place")?,
        state,
        content: row.json("content")?,
        digest: row.text("digest")?,
        judgement: row.text("judgement")?,
        causes: row.json("causes")?,
        drafted: (row.text("drafted_by")?, row.text("drafted_name")?, row.int("drafted_at")?),
        signed: signed.map(|((by, name), at)| (by, name, at)),
        embargo_at: row.opt_int("embargo_at")?,
        published_at: row.opt_int("published_at")?,
        row_version: row.int("row_version")?,
    })
}

/// One by its id.
pub(crate) async fn find(from: &mut impl Read, id: &str) -> Result<Option<Bulletin>, DbError> {
    from.optional(select("where id = $1").bind(id)).await?.as_ref().map(bulletin).transpose()
}

/// The one of a period and place.
pub(crate) async fn of(
    from: &mut impl Read,
    template: &str,
    period: &str,
    place: &str,
) -> Result<Option<Bulletin>, DbError> {
    let query =
        select("where template = $1 and period = $2 and place = $3").bind(template).bind(period).bind(place);
    from.optional(query).await?.as_ref().map(bulletin).transpose()
}

/// The newest of them all.
pub(crate) async fn list(from: &mut impl Read, most: u32) -> Result<Vec<Bulletin>, DbError> {
    let rows = from.all(select(&format!("order by period desc, place, id limit {most}"))).await?;
    rows.iter().map(bulletin).collect()
}

pub(crate) async fn insert(tx: &mut WriteTx<'_>, one: &Bulletin) -> Result<(), DbError> {
    let query = sql(
        "insert into bulletin (id, template, period, place, state, content, digest, judgement, causes, drafted_by, drafted_name, \
         drafted_at, row_version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    );
    let query =
        query.bind(&one.id).bind(&one.template).bind(&one.period).bind(&one.place).bind(one.state.word());
    let query =
        query.bind(json(&one.content)?).bind(&one.digest).bind(&one.judgement).bind(json(&one.causes)?);
    let query = query.bind(&one.drafted.0).bind(&one.drafted.1).bind(one.drafted.2).bind(one.row_version);
    tx.run_one(query).await
}

/// Writes what can change before publication; `seen` is the number before.
pub(crate) async fn update(tx: &mut WriteTx<'_>, one: &Bulletin, seen: i64) -> Result<(), DbError> {
    let query = sql(
        "update bulletin set state = $1, content = $2, digest = $3, judgement = $4, causes = $5, signed_by = $6, signed_name = $7, \
         signed_at = $8, embargo_at = $9, published_at = $10, row_version = $11 where id = $12 and row_version = $13 and state <> 'published'",
    );
    let (by, name, at) =
        one.signed.clone().map_or((None, None, None), |(by, name, at)| (Some(by), Some(name), Some(at)));
    let query = query.bind(one.state.word()).bind(json(&one.content)?).bind(&one.digest).bind(&one.judgement);
    let query = query
        .bind(json(&one.causes)?)
        .bind(by)
        .bind(name)
        .bind(at)
        .bind(one.embargo_at)
        .bind(one.published_at);
    tx.run_one(query.bind(one.row_version).bind(&one.id).bind(seen)).await
}

fn json(value: &impl serde::Serialize) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|cause| DbError::Other(cause.to_string()))
}
