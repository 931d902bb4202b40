//! Rows of documents.

use anye_base::{Cursor, Date, Limit, Page};
use anye_db::{DbError, Query, Read, Row, Val, WriteTx, sql};
use anye_findings::Span;
use anye_gazette::{Chapter, Warning};
use serde::{Deserialize, Serialize};

use super::bulk;
use crate::list::Filter;
use crate::model::{Record, Withdrawn};
use crate::prepare::Prepared;

const COLUMNS: &str = "id, number, title, issuer, place, kind, year, issued_on, published_on, in_force_from, in_force_to, repealed_on, \
     repealed_by, edition, content_hash, file_name, format, sample, article_count, doubts, imported_by, imported_name, imported_at, \
     withdrawn_at, withdrawn_by, withdraw_reason, version, sort_on";

/// What a document's row keeps beside its record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// 主送机关
    pub addressees: Vec<String>,
    /// 章
    pub chapters: Vec<Chapter>,
    /// Page furniture.
    pub furniture: Vec<Span>,
    /// What to look at.
    pub warnings: Vec<Warning>,
}

fn select(rest: &str) -> Query {
    sql(format!("select {COLUMNS} from document {rest}"))
}

fn record(row: &Row) -> Result<Record, DbError> {
    let withdrawn = match row.opt_int("withdrawn_at")? {
        None => None,
        Some(at) => Some(Withdrawn {
            at,
            by: row.opt_text("withdrawn_by")?.unwrap_or_default(),
            reason: row.opt_text("withdraw_reason")?.unwrap_or_default(),
        }),
    };
    Ok(Record {
        id: row.text("id")?,
        number: row.opt_text("number")?,
        title: row.text("title")?,
        issuer: row.opt_text("issuer")?,
        place: row.text("place")?,
        kind: row.text("kind")?,
        year: row.opt_int("year")?,
        issued_on: row.opt_date("issued_on")?,
        published_on: row.opt_date("published_on")?,
        in_force_from: row.opt_date("in_force_from")?,
        in_force_to: row.opt_date("in_force_to")?,
        repealed_on: row.opt_date("repealed_on")?,
        repealed_by: row.opt_text("repealed_by")?,
        edition: row.text("edition")?,
        content_hash: row.text("content_hash")?,
        file_name: row.text("file_name")?,
        format: row.text("format")?,
        sample: row.flag("sample")?,
        article_count: row.int("article_count")?,
        doubts: row.int("doubts")?,
        imported_by: row.text("imported_by")?,
        imported_name: row.text("imported_name")?,
        imported_at: row.int("imported_at")?,
        withdrawn,
        version: row.int("version")?,
    })
}

fn records(rows: &[Row]) -> Result<Vec<Record>, DbError> {
    rows.iter().map(record).collect()
}

/// One record.
pub async fn find(from: &mut impl Read, id: &str) -> Result<Option<Record>, DbError> {
    from.optional(select("where id = $1").bind(id)).await?.as_ref().map(record).transpose()
}

/// Several records, in no order.
pub async fn find_many(from: &mut impl Read, ids: &[String]) -> Result<Vec<Record>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    records(&from.all(select("").push_list("where id in ({})", ids)).await?)
}

/// The rest of a document's row.
pub async fn body(from: &mut impl Read, id: &str) -> Result<Body, DbError> {
    from.one(sql("select body from document where id = $1").bind(id)).await?.json("body")
}

/// The text it was read from.
pub async fn source(from: &mut impl Read, id: &str) -> Result<String, DbError> {
    from.one(sql("select source from document_source where document_id = $1").bind(id)).await?.text("source")
}

/// Documents that have one of these contents, ids or numbers.
pub async fn clashing(
    from: &mut impl Read,
    hashes: &[&str],
    ids: &[&str],
    numbers: &[&str],
) -> Result<Vec<Record>, DbError> {
    let query = select("").push_list("where content_hash in ({})", hashes.iter().copied());
    let query = query.push_list(" or id in ({})", ids.iter().copied());
    records(&from.all(query.push_list(" or number in ({})", numbers.iter().copied())).await?)
}

/// Documents by number or by title: `(id, number, title_key, place)`.
pub async fn by_names(
    from: &mut impl Read,
    numbers: &[&str],
    titles: &[&str],
) -> Result<Vec<(String, Option<String>, String, String)>, DbError> {
    let query = sql("select id, number, title_key, place from document where withdrawn_at is null and (")
        .push_list("number in ({})", numbers.iter().copied())
        .push_list(" or title_key in ({})", titles.iter().copied())
        .push(") order by edition, id");
    let row = |row: &Row| {
        Ok((row.text("id")?, row.opt_text("number")?, row.text("title_key")?, row.text("place")?))
    };
    from.all(query).await?.iter().map(row).collect()
}

/// All places that have documents.
pub async fn places(from: &mut impl Read) -> Result<Vec<String>, DbError> {
    let rows = from.all(sql("select distinct place from document")).await?;
    rows.iter().map(|row| row.text("place")).collect()
}

/// The distinct values of a column that lists are filtered by, for documents at these places.
pub async fn values(
    from: &mut impl Read,
    column: &'static str,
    places: &[String],
) -> Result<Vec<String>, DbError> {
    let query =
        sql(format!("select distinct {column} as value from document where {column} is not null and "));
    let rows = from.all(query.push_list("place in ({})", places).push(" order by value")).await?;
    rows.iter().map(|row| row.text("value")).collect()
}

/// The distinct years of documents at these places, newest first.
pub async fn years(from: &mut impl Read, places: &[String]) -> Result<Vec<i64>, DbError> {
    let query = sql("select distinct year from document where year is not null and ");
    let rows = from.all(query.push_list("place in ({})", places).push(" order by year desc")).await?;
    rows.iter().map(|row| row.int("year")).collect()
}

/// A page of records, newest first. `places` are those that the reader may see and asked for.
pub async fn page(
    from: &mut impl Read,
    filter: &Filter,
    places: &[String],
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Record>, DbError> {
    let mut query = select("").push_list("where place in ({})", places);
    if !filter.with_withdrawn {
        query = query.push(" and withdrawn_at is null");
    }
    let texts = [("issuer", &filter.issuer), ("kind", &filter.kind)];
    for (column, value) in texts {
        if let Some(value) = value {
            query = query.push_bind(&format!(" and {column} = {{}}"), value);
        }
    }
    if let Some(year) = filter.year {
        query = query.push_bind(" and year = {}", year);
    }
    if filter.doubtful {
        query = query.push(" and doubts > 0");
    }
    if let Some(text) = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let pattern = format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        query = query.push_bind(" and (title like {} escape '\\'", pattern.clone());
        query = query.push_bind(" or number like {} escape '\\'", pattern.clone());
        query = query.push_bind(" or id like {} escape '\\')", pattern);
    }
    if let Some(day) = filter.in_force_on {
        query = holds_on(query, day);
    }
    if let Some([sort_on, id]) = after.map(|cursor| cursor.0.as_slice()) {
        query = query.push_bind(" and (sort_on < {}", sort_on.as_str());
        query =
            query.push_bind(" or (sort_on = {}", sort_on.as_str()).push_bind(" and id > {}))", id.as_str());
    }
    let query = query.push_bind(" order by sort_on desc, id limit {}", i64::from(limit.rows()) + 1);
    let rows = from.all(query).await?;
    let mut keyed = Vec::with_capacity(rows.len());
    for row in &rows {
        keyed.push((row.text("sort_on")?, record(row)?));
    }
    let page = Page::from_overfull(keyed, limit, |(sort_on, record)| {
        Cursor(vec![sort_on.clone(), record.id.clone()])
    });
    Ok(page.map(|(_, record)| record))
}

/// In force on a day: begun, not ended, not repealed, not withdrawn.
fn holds_on(query: Query, day: Date) -> Query {
    query
        .push_bind(" and coalesce(in_force_from, issued_on, '') <= {}", day)
        .push_bind(" and coalesce(in_force_to, '9999-12-31') >= {}", day)
        .push_bind(" and coalesce(repealed_on, '9999-12-31') > {}", day)
        .push(" and withdrawn_at is null")
}

/// All records at these places that were in force at some time, oldest first; at most `most`.
pub async fn for_timeline(
    from: &mut impl Read,
    places: &[String],
    most: i64,
) -> Result<Vec<Record>, DbError> {
    let query = select("").push_list("where place in ({})", places).push(" and withdrawn_at is null");
    records(&from.all(query.push_bind(" order by sort_on desc, id limit {}", most)).await?)
}

/// Writes new documents with their sources.
pub async fn insert(tx: &mut WriteTx<'_>, documents: &[&Prepared], first_seq: i64) -> Result<(), DbError> {
    let mut rows = Vec::with_capacity(documents.len());
    let mut sources = Vec::with_capacity(documents.len());
    for (prepared, seq) in documents.iter().zip(first_seq..) {
        let body =
            serde_json::to_string(&prepared.body).map_err(|cause| DbError::Other(cause.to_string()))?;
        rows.push(values_of(prepared, body, seq));
        sources.push(vec![Val::from(&prepared.record.id), Val::from(&prepared.source)]);
    }
    let head = format!("insert into document ({COLUMNS}, title_key, index_seq, body)");
    bulk::insert(tx, &head, rows).await?;
    bulk::insert(tx, "insert into document_source (document_id, source)", sources).await
}

fn values_of(prepared: &Prepared, body: String, seq: i64) -> Vec<Val> {
    let record = &prepared.record;
    let text = |value: &Option<String>| Val::from(value.clone());
    vec![
        Val::from(&record.id),
        text(&record.number),
        Val::from(&record.title),
        text(&record.issuer),
        Val::from(&record.place),
        Val::from(&record.kind),
        Val::from(record.year),
        Val::from(record.issued_on),
        Val::from(record.published_on),
        Val::from(record.in_force_from),
        Val::from(record.in_force_to),
        Val::from(record.repealed_on),
        text(&record.repealed_by),
        Val::from(&record.edition),
        Val::from(&record.content_hash),
        Val::from(&record.file_name),
        Val::from(&record.format),
        Val::from(record.sample),
        Val::from(record.article_count),
        Val::from(record.doubts),
        Val::from(&record.imported_by),
        Val::from(&record.imported_name),
        Val::from(record.imported_at),
        Val::Int(None),
        Val::Text(None),
        Val::Text(None),
        Val::from(record.version),
        Val::from(&prepared.sort_on),
        Val::from(&prepared.title_key),
        Val::from(seq),
        Val::from(body),
    ]
}

/// Notes that another document repeals this one, where nothing did before. `false` where something did.
pub async fn repeal(tx: &mut WriteTx<'_>, id: &str, by: &str, on: Date, seq: i64) -> Result<bool, DbError> {
    let update =
        sql("update document set repealed_on = $1, repealed_by = $2, version = version + 1, index_seq = $3 \
         where id = $4 and repealed_on is null");
    Ok(tx.run(update.bind(on).bind(by).bind(seq).bind(id)).await? == 1)
}

/// Takes a document out of use.
pub async fn withdraw(
    tx: &mut WriteTx<'_>,
    id: &str,
    version: i64,
    what: &Withdrawn,
    seq: i64,
) -> Result<(), DbError> {
    let update = sql(
        "update document set withdrawn_at = $1, withdrawn_by = $2, withdraw_reason = $3, version = version + 1, \
         index_seq = $4 where id = $5 and version = $6 and withdrawn_at is null",
    );
    let update = update.bind(what.at).bind(&what.by).bind(&what.reason).bind(seq);
    tx.run_one(update.bind(id).bind(version)).await
}

/// Counts an edit of one of its findings, and gives the new version.
pub async fn edited(tx: &mut WriteTx<'_>, id: &str, doubts: i64) -> Result<i64, DbError> {
    let update = sql("update document set version = version + 1, doubts = doubts + $1 where id = $2");
    tx.run_one(update.bind(doubts).bind(id)).await?;
    tx.one(sql("select version from document where id = $1").bind(id)).await?.int("version")
}

/// Documents changed after a number of the counter, with their own numbers, in that order.
pub async fn changed_since(from: &mut impl Read, seq: i64, most: i64) -> Result<Vec<(i64, Record)>, DbError> {
    let query = sql(format!(
        "select {COLUMNS}, index_seq from document where index_seq > $1 order by index_seq limit $2"
    ));
    let rows = from.all(query.bind(seq).bind(most)).await?;
    rows.iter().map(|row| Ok((row.int("index_seq")?, record(row)?))).collect()
}
