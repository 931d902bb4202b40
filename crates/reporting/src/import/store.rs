//! Rows of imports and their chunks.

use anye_db::{DbError, Read, WriteTx, sql};

use super::{Counts, ImportOptions, Outcome, RowFinding};
use crate::report::Report;
use crate::store::report as reports;

/// Findings given with an outcome.
const MOST_FINDINGS: usize = 10_000;

/// An import as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Rows.
    pub rows: i64,
    /// Chunks.
    pub chunks: i64,
    /// Chunks written.
    pub done: i64,
    /// Options.
    pub options: ImportOptions,
    /// staged, running, done, refused.
    pub state: String,
    /// Counts so far.
    pub counts: Counts,
}

/// One.
pub async fn find(from: &mut impl Read, id: &str) -> Result<Option<Batch>, DbError> {
    let query =
        sql("select rows, chunks, done, options, state, counts from report_batch where id = $1").bind(id);
    let Some(row) = from.optional(query).await? else { return Ok(None) };
    Ok(Some(Batch {
        rows: row.int("rows")?,
        chunks: row.int("chunks")?,
        done: row.int("done")?,
        options: row.json("options")?,
        state: row.text("state")?,
        counts: row.json("counts")?,
    }))
}

/// Begins one; begun already, it stays as it is.
pub async fn begin(
    tx: &mut WriteTx<'_>,
    id: &str,
    options: &ImportOptions,
    (rows, chunks): (usize, usize),
    state: &str,
) -> Result<bool, DbError> {
    let scope = tx.scope();
    let text = serde_json::to_string(options).map_err(|cause| DbError::Other(cause.to_string()))?;
    let insert = sql(
        "insert into report_batch (id, form, account, rows, chunks, done, options, state, counts, created_at) \
         values ($1, $2, $3, $4, $5, 0, $6, $7, '{}', $8) on conflict do nothing",
    );
    let insert =
        insert.bind(id).bind(&options.form).bind(&scope.actor.id).bind(number(rows)).bind(number(chunks));
    Ok(tx.run(insert.bind(text).bind(state).bind(scope.world.now_ms())).await? == 1)
}

/// Forgets an import that is over; `false`: it is not, or there is none. Its reports stay.
pub async fn forget(tx: &mut WriteTx<'_>, id: &str) -> Result<bool, DbError> {
    let gone = sql("delete from report_batch where id = $1 and state in ('done', 'refused')").bind(id);
    if tx.run(gone).await? == 0 {
        return Ok(false);
    }
    tx.run(sql("delete from report_chunk where batch = $1").bind(id)).await?;
    Ok(true)
}

/// Takes the next chunk; `false`: it is not the next.
pub async fn next(tx: &mut WriteTx<'_>, id: &str, chunk: i64, counts: &Counts) -> Result<bool, DbError> {
    let take = sql(
        "update report_batch set done = $1, state = case when chunks = $1 then 'done' else 'running' end, \
         finished_at = $2 where id = $3 and done = $4 and state in ('staged', 'running')",
    );
    let now = tx.scope().world.now_ms();
    if tx.run(take.bind(chunk + 1).bind(now).bind(id).bind(chunk)).await? == 0 {
        return Ok(false);
    }
    let row = tx.one(sql("select counts from report_batch where id = $1").bind(id)).await?;
    let mut all: Counts = row.json("counts")?;
    all.add(*counts);
    let text = serde_json::to_string(&all).map_err(|cause| DbError::Other(cause.to_string()))?;
    tx.run_one(sql("update report_batch set counts = $1 where id = $2").bind(text).bind(id)).await?;
    Ok(true)
}

/// Refuses an import as a whole.
pub async fn refuse(tx: &mut WriteTx<'_>, id: &str, counts: &Counts) -> Result<(), DbError> {
    let text = serde_json::to_string(counts).map_err(|cause| DbError::Other(cause.to_string()))?;
    let update =
        sql("update report_batch set state = 'refused', counts = $1, finished_at = $2 where id = $3");
    let now = tx.scope().world.now_ms();
    tx.run_one(update.bind(text).bind(now).bind(id)).await
}

/// Keeps the findings of a chunk. The rows of a chunk that waited go: what they held is in the reports now.
pub async fn keep_findings(
    tx: &mut WriteTx<'_>,
    id: &str,
    chunk: i64,
    findings: &[RowFinding],
    staged: bool,
) -> Result<(), DbError> {
    if findings.is_empty() && !staged {
        return Ok(());
    }
    let text = serde_json::to_string(findings).map_err(|cause| DbError::Other(cause.to_string()))?;
    let put = sql("insert into report_chunk (batch, number, rows, findings) values ($1, $2, '', $3) \
         on conflict (batch, number) do update set rows = '', findings = excluded.findings");
    tx.run_one(put.bind(id).bind(chunk).bind(text)).await
}

/// Lets a chunk wait.
pub async fn keep_rows(tx: &mut WriteTx<'_>, id: &str, chunk: usize, rows: &str) -> Result<(), DbError> {
    let put = sql("insert into report_chunk (batch, number, rows, findings) values ($1, $2, $3, '[]')");
    tx.run_one(put.bind(id).bind(number(chunk)).bind(rows)).await
}

/// A chunk that waits.
pub async fn rows_of(from: &mut impl Read, id: &str, chunk: i64) -> Result<Option<String>, DbError> {
    let query = sql("select rows from report_chunk where batch = $1 and number = $2").bind(id).bind(chunk);
    from.optional(query).await?.map(|row| row.text("rows")).transpose()
}

/// All findings of an import, in the order of its chunks, at most so many.
pub async fn findings(from: &mut impl Read, id: &str, most: usize) -> Result<Vec<RowFinding>, DbError> {
    let query =
        sql("select findings from report_chunk where batch = $1 and findings <> '[]' order by number")
            .bind(id);
    let mut all: Vec<RowFinding> = Vec::new();
    for row in from.all(query).await? {
        all.extend(row.json::<Vec<RowFinding>>("findings")?);
        if all.len() >= most {
            break;
        }
    }
    all.truncate(most);
    all.sort_by_key(|one| one.row);
    Ok(all)
}

/// What came out of an import so far.
pub async fn outcome(from: &mut impl Read, id: &str, again: bool) -> Result<Option<Outcome>, DbError> {
    let Some(batch) = find(from, id).await? else { return Ok(None) };
    Ok(Some(Outcome {
        batch: id.to_owned(),
        state: batch.state,
        rows: batch.rows,
        counts: batch.counts,
        findings: findings(from, id, MOST_FINDINGS).await?,
        again,
    }))
}

/// Whether there is any report of a period.
pub async fn has_reports(from: &mut impl Read, form: &str, period: &str) -> Result<bool, DbError> {
    let any =
        sql("select 1 as one from report where form = $1 and period = $2 limit 1").bind(form).bind(period);
    Ok(from.optional(any).await?.is_some())
}

/// The reports of some reporters for a period.
pub async fn reports_of(
    from: &mut impl Read,
    form: &str,
    period: &str,
    reporters: &[&String],
) -> Result<Vec<Report>, DbError> {
    let query = reports::select("where form = $1 and period = $2").bind(form).bind(period);
    let rows = from.all(query.push_list(" and reporter in ({})", reporters.iter().copied())).await?;
    rows.iter().map(reports::report).collect()
}

/// Reporter, period and cells of the counted reports of some reporters for some periods.
pub async fn cells_of(
    from: &mut impl Read,
    form: &str,
    periods: &[String],
    reporters: &[&String],
) -> Result<Vec<(String, String, String)>, DbError> {
    let query = sql("select reporter, period, cells from report where form = $1 and counted > 0").bind(form);
    let query = query
        .push_list(" and period in ({})", periods.iter())
        .push_list(" and reporter in ({})", reporters.iter().copied());
    let rows = from.all(query).await?;
    rows.iter().map(|row| Ok((row.text("reporter")?, row.text("period")?, row.text("cells")?))).collect()
}

/// Whether an account made the import.
pub async fn is_of(from: &mut impl Read, id: &str, account: &str) -> Result<bool, DbError> {
    let query =
        sql("select 1 as one from report_batch where id = $1 and account = $2").bind(id).bind(account);
    Ok(from.optional(query).await?.is_some())
}

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
