//! Rows of the queue.

use anye_base::{Cursor, Limit, Page};
use anye_db::{DbError, Query, Read, Row, WriteTx, sql};

use crate::{Filter, Job, NewJob, State};

const COLUMNS: &str = "id, kind, name, title, input, account, place, state, done, total, checkpoint, result, error, attempts, \
     cancel_wanted, created_at, started_at, finished_at, version";

fn select(rest: &str) -> Query {
    sql(format!("select {COLUMNS} from job {rest}"))
}

fn from_row(row: &Row) -> Result<Job, DbError> {
    let word = row.text("state")?;
    let state = State::from_word(&word).ok_or_else(|| DbError::Other(format!("unknown job state {word}")))?;
    Ok(Job {
        id: row.text("id")?,
        kind: row.text("kind")?,
        name: row.text("name")?,
        title: row.text("title")?,
        input: row.json("input")?,
        account: row.text("account")?,
        place: row.text("place")?,
        state,
        done: row.int("done")?,
        total: row.int("total")?,
        checkpoint: row.json("checkpoint")?,
        result: row.json("result")?,
        error: row.text("error")?,
        attempts: row.int("attempts")?,
        cancel_wanted: row.flag("cancel_wanted")?,
        created_at: row.int("created_at")?,
        started_at: row.opt_int("started_at")?,
        finished_at: row.opt_int("finished_at")?,
        version: row.int("version")?,
    })
}

pub async fn insert(tx: &mut WriteTx<'_>, id: &str, job: &NewJob, now: i64) -> Result<bool, DbError> {
    let insert = sql(
        "insert into job (id, kind, name, title, input, account, place, state, done, total, checkpoint, result, error, \
         attempts, cancel_wanted, created_at, run_after, lease_until, version) \
         values ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, 0, 'null', 'null', '', 0, 0, $8, $9, 0, 1) on conflict do nothing",
    );
    let insert = insert.bind(id).bind(job.kind).bind(&job.name).bind(&job.title).bind(&job.input);
    Ok(tx.run(insert.bind(&job.account).bind(&job.place).bind(now).bind(now)).await? == 1)
}

pub async fn by_id(from: &mut impl Read, id: &str) -> Result<Option<Job>, DbError> {
    from.optional(select("where id = $1").bind(id)).await?.as_ref().map(from_row).transpose()
}

pub async fn by_name(from: &mut impl Read, kind: &str, name: &str) -> Result<Option<Job>, DbError> {
    from.optional(select("where kind = $1 and name = $2").bind(kind).bind(name))
        .await?
        .as_ref()
        .map(from_row)
        .transpose()
}

pub async fn page(
    from: &mut impl Read,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Job>, DbError> {
    let mut query = select("where 1 = 1");
    if let Some(account) = &filter.account {
        query = query.push_bind(" and account = {}", account);
    }
    if let Some(state) = filter.state {
        query = query.push_bind(" and state = {}", state.word());
    }
    if let Some(id) = after.and_then(|cursor| cursor.0.first()) {
        query = query.push_bind(" and id < {}", id);
    }
    let rows = from.all(query.push_bind(" order by id desc limit {}", limit.rows() + 1)).await?;
    let jobs = rows.iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_overfull(jobs, limit, |job| Cursor(vec![job.id.clone()])))
}

/// The next job to run: waiting and due, or running with a lease that its runner let lapse.
pub async fn next_due(from: &mut impl Read, kinds: &[&str], now: i64) -> Result<Option<Job>, DbError> {
    let query = select("where ").push_bind("((state = 'waiting' and run_after <= {})", now);
    let query = query.push_bind(" or (state = 'running' and lease_until < {}))", now);
    let query =
        query.push_list(" and kind in ({})", kinds.iter().copied()).push(" order by run_after, id limit 1");
    from.optional(query).await?.as_ref().map(from_row).transpose()
}

pub async fn begin(tx: &mut WriteTx<'_>, job: &Job, now: i64, lease_until: i64) -> Result<(), DbError> {
    let update = sql("update job set state = 'running', attempts = attempts + 1, lease_until = $1, \
         started_at = coalesce(started_at, $2), version = version + 1 where id = $3 and version = $4");
    tx.run_one(update.bind(lease_until).bind(now).bind(&job.id).bind(job.version)).await
}

pub async fn save_progress(tx: &mut WriteTx<'_>, job: &Job, lease_until: i64) -> Result<(), DbError> {
    let update = sql(
        "update job set done = $1, total = $2, checkpoint = $3, lease_until = $4 where id = $5 and state = 'running'",
    );
    tx.run_one(update.bind(job.done).bind(job.total).bind(&job.checkpoint).bind(lease_until).bind(&job.id))
        .await
}

pub async fn finish(tx: &mut WriteTx<'_>, job: &Job, now: i64) -> Result<(), DbError> {
    let update = sql(
        "update job set state = $1, done = $2, total = $3, checkpoint = $4, result = $5, error = $6, finished_at = $7, \
         version = version + 1 where id = $8 and state = 'running'",
    );
    let update = update.bind(job.state.word()).bind(job.done).bind(job.total).bind(&job.checkpoint);
    tx.run_one(update.bind(&job.result).bind(&job.error).bind(now).bind(&job.id)).await
}

pub async fn put_back(tx: &mut WriteTx<'_>, id: &str, run_after: i64, error: &str) -> Result<(), DbError> {
    let update = sql(
        "update job set state = 'waiting', run_after = $1, error = $2, version = version + 1 where id = $3",
    );
    tx.run_one(update.bind(run_after).bind(error).bind(id)).await
}

pub async fn want_cancel(tx: &mut WriteTx<'_>, id: &str, version: i64, now: i64) -> Result<(), DbError> {
    let update = sql("update job set cancel_wanted = 1, version = version + 1, \
         finished_at = case when state = 'waiting' then $1 else finished_at end, \
         state = case when state = 'waiting' then 'cancelled' else state end where id = $2 and version = $3");
    tx.run_one(update.bind(Some(now)).bind(id).bind(version)).await
}

pub async fn begin_again(tx: &mut WriteTx<'_>, id: &str, version: i64, now: i64) -> Result<(), DbError> {
    let update = sql(
        "update job set state = 'waiting', cancel_wanted = 0, run_after = $1, error = '', attempts = 0, \
         finished_at = null, version = version + 1 where id = $2 and version = $3",
    );
    tx.run_one(update.bind(now).bind(id).bind(version)).await
}

pub async fn cancel_wanted(from: &mut impl Read, id: &str) -> Result<bool, DbError> {
    from.one(sql("select cancel_wanted from job where id = $1").bind(id)).await?.flag("cancel_wanted")
}

pub async fn waiting(from: &mut impl Read) -> Result<(i64, Option<i64>), DbError> {
    let row = from
        .one(sql("select count(*) as n, min(created_at) as oldest from job where state = 'waiting'"))
        .await?;
    Ok((row.int("n")?, row.opt_int("oldest")?))
}
