//! Questions for the task list, delegations, saved views and batches.

use anye_db::{DbError, Query, Read, Row, WriteTx, sql};

use crate::model::Case;
use crate::task::{Batch, Bucket, Counts, Delegation, Moments, View};

/// The condition of a bucket over an open case.
fn bucket(query: Query, bucket: Bucket, at: Moments) -> Query {
    match bucket {
        Bucket::Overdue => query.push(" and paused_at is null").push_bind(" and due_at < {}", at.now),
        Bucket::Today => query
            .push(" and paused_at is null")
            .push_bind(" and due_at >= {}", at.now)
            .push_bind(" and due_at <= {}", at.day_end),
        Bucket::Soon => query
            .push(" and paused_at is null")
            .push_bind(" and due_at > {}", at.day_end)
            .push_bind(" and due_at <= {}", at.soon),
        Bucket::Returned => query.push(" and returned > 0 and owner is null"),
        Bucket::Escalated => query.push(" and escalations > 0"),
        Bucket::Paused => query.push(" and paused_at is not null"),
        Bucket::All => query,
    }
}

/// What a list of tasks is restricted to.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    /// Places of the cases.
    pub places: Vec<String>,
    /// Permissions held: a step that asks for another is somebody else's task.
    pub needs: Vec<String>,
    /// Owned by one of these, or by nobody; none: by anybody.
    pub owners: Option<Vec<String>>,
    /// Only those whose office is one of these.
    pub answers: Option<Vec<String>>,
    /// One kind only.
    pub kind: Option<String>,
    /// Words of the title.
    pub words: String,
}

fn scoped(query: Query, scope: &Scope) -> Query {
    let mut query =
        query.push("state = 'open'").push_list(" and place in ({})", scope.places.iter().map(String::as_str));
    query = query.push_list(" and needs in ({})", scope.needs.iter().map(String::as_str));
    if let Some(owners) = &scope.owners {
        query = query.push_list(" and (owner is null or owner in ({}))", owners.iter().map(String::as_str));
    }
    if let Some(answers) = &scope.answers {
        query = query.push_list(" and answers in ({})", answers.iter().map(String::as_str));
    }
    if let Some(kind) = &scope.kind {
        query = query.push_bind(" and kind = {}", kind.as_str());
    }
    if !scope.words.is_empty() {
        let like = format!("%{}%", scope.words.replace(['%', '_'], ""));
        query =
            query.push_bind(" and (title_zh like {}", like.clone()).push_bind(" or title_en like {})", like);
    }
    query
}

/// Tasks of a bucket, what is due first stands first.
pub(crate) async fn list(
    from: &mut impl Read,
    scope: &Scope,
    which: Bucket,
    at: Moments,
    after: Option<(i64, String)>,
    limit: u32,
) -> Result<Vec<Case>, DbError> {
    let mut query = bucket(scoped(super::question("where "), scope), which, at);
    if let Some((due, id)) = after {
        query = query
            .push_bind(" and (due_at > {}", due)
            .push_bind(" or (due_at = {}", due)
            .push_bind(" and id > {}))", id);
    }
    super::select(from, query.push(&format!(" order by due_at, id limit {limit}"))).await
}

/// How many tasks there are in each bucket.
pub(crate) async fn counts(from: &mut impl Read, scope: &Scope, at: Moments) -> Result<Counts, DbError> {
    let query = sql(
        "select count(*) as n, sum(case when paused_at is null and due_at < $1 then 1 else 0 end) as overdue, \
         sum(case when paused_at is null and due_at >= $2 and due_at <= $3 then 1 else 0 end) as today, \
         sum(case when paused_at is null and due_at > $4 and due_at <= $5 then 1 else 0 end) as soon, \
         sum(case when returned > 0 and owner is null then 1 else 0 end) as returned, \
         sum(case when escalations > 0 then 1 else 0 end) as escalated, \
         sum(case when paused_at is not null then 1 else 0 end) as paused from case_file where ",
    );
    let query = query.bind(at.now).bind(at.now).bind(at.day_end).bind(at.day_end).bind(at.soon);
    let row = from.one(scoped(query, scope)).await?;
    let n = |column: &str| row.opt_int(column).map(Option::unwrap_or_default);
    Ok(Counts {
        all: n("n")?,
        overdue: n("overdue")?,
        today: n("today")?,
        soon: n("soon")?,
        returned: n("returned")?,
        escalated: n("escalated")?,
        paused: n("paused")?,
    })
}

fn delegation(row: &Row) -> Result<Delegation, DbError> {
    Ok(Delegation {
        id: row.text("id")?,
        from: (row.text("from_id")?, row.text("from_name")?),
        to: (row.text("to_id")?, row.text("to_name")?),
        from_day: row.text("from_day")?,
        to_day: row.text("to_day")?,
        reason: row.text("reason")?,
        ended_at: row.opt_int("ended_at")?,
    })
}

/// Delegations from or to an account that stand on a day or later.
pub(crate) async fn delegations(
    from: &mut impl Read,
    account: &str,
    day: &str,
) -> Result<Vec<Delegation>, DbError> {
    let query = sql(
        "select id, from_id, from_name, to_id, to_name, from_day, to_day, reason, ended_at from case_delegation \
         where (from_id = $1 or to_id = $2) and to_day >= $3 and ended_at is null order by from_day, id",
    );
    let rows = from.all(query.bind(account).bind(account).bind(day)).await?;
    rows.iter().map(delegation).collect()
}

pub(crate) async fn delegate(tx: &mut WriteTx<'_>, one: &Delegation, now: i64) -> Result<(), DbError> {
    let query = sql(
        "insert into case_delegation (id, from_id, from_name, to_id, to_name, from_day, to_day, reason, made_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    );
    let query = query.bind(&one.id).bind(&one.from.0).bind(&one.from.1).bind(&one.to.0).bind(&one.to.1);
    tx.run_one(query.bind(&one.from_day).bind(&one.to_day).bind(&one.reason).bind(now)).await
}

pub(crate) async fn end_delegation(
    tx: &mut WriteTx<'_>,
    id: &str,
    account: &str,
    now: i64,
) -> Result<(), DbError> {
    let query =
        sql("update case_delegation set ended_at = $1 where id = $2 and from_id = $3 and ended_at is null");
    tx.run_one(query.bind(now).bind(id).bind(account)).await
}

pub(crate) async fn views(from: &mut impl Read, account: &str) -> Result<Vec<View>, DbError> {
    let rows = from
        .all(sql("select id, name, query from task_view where account = $1 order by name").bind(account))
        .await?;
    rows.iter()
        .map(|row| Ok(View { id: row.text("id")?, name: row.text("name")?, query: row.text("query")? }))
        .collect()
}

pub(crate) async fn keep_view(
    tx: &mut WriteTx<'_>,
    account: &str,
    one: &View,
    now: i64,
) -> Result<(), DbError> {
    let query = sql("insert into task_view (id, account, name, query, made_at) values ($1, $2, $3, $4, $5) \
         on conflict (account, name) do update set query = excluded.query");
    tx.run_one(query.bind(&one.id).bind(account).bind(&one.name).bind(&one.query).bind(now)).await
}

pub(crate) async fn drop_view(tx: &mut WriteTx<'_>, account: &str, id: &str) -> Result<(), DbError> {
    tx.run_one(sql("delete from task_view where id = $1 and account = $2").bind(id).bind(account)).await
}

pub(crate) async fn batch(from: &mut impl Read, id: &str) -> Result<Option<Batch>, DbError> {
    let query =
        sql("select id, act, by_id, by_name, made_at, until_at, state, items from task_batch where id = $1");
    let read = |row: Row| {
        Ok(Batch {
            id: row.text("id")?,
            act: row.text("act")?,
            by: (row.text("by_id")?, row.text("by_name")?),
            made_at: row.int("made_at")?,
            until_at: row.int("until_at")?,
            state: row.text("state")?,
            items: row.json("items")?,
        })
    };
    from.optional(query.bind(id)).await?.map(read).transpose()
}

/// The batches of an account that can still be taken back.
pub(crate) async fn undoable(from: &mut impl Read, account: &str, now: i64) -> Result<Vec<String>, DbError> {
    let query = sql(
        "select id from task_batch where by_id = $1 and state in ('done', 'waiting') and until_at >= $2 order by made_at desc, id desc limit 5",
    );
    from.all(query.bind(account).bind(now)).await?.iter().map(|row| row.text("id")).collect()
}

pub(crate) async fn keep_batch(tx: &mut WriteTx<'_>, one: &Batch) -> Result<(), DbError> {
    let query = sql(
        "insert into task_batch (id, act, by_id, by_name, made_at, until_at, state, items, result) values ($1, $2, $3, $4, $5, $6, $7, $8, '{}')",
    );
    let items = serde_json::to_string(&one.items).unwrap_or_default();
    let query = query.bind(&one.id).bind(&one.act).bind(&one.by.0).bind(&one.by.1).bind(one.made_at);
    tx.run_one(query.bind(one.until_at).bind(&one.state).bind(items)).await
}

pub(crate) async fn undo_batch(tx: &mut WriteTx<'_>, id: &str) -> Result<(), DbError> {
    tx.run_one(
        sql("update task_batch set state = 'undone' where id = $1 and state in ('done', 'waiting')").bind(id),
    )
    .await
}

/// Batches of an act that wait and whose time is over.
pub(crate) async fn over(from: &mut impl Read, act: &str, now: i64) -> Result<Vec<String>, DbError> {
    let query =
        sql("select id from task_batch where state = 'waiting' and act = $1 and until_at < $2 order by id");
    from.all(query.bind(act).bind(now)).await?.iter().map(|row| row.text("id")).collect()
}

pub(crate) async fn end_batch(tx: &mut WriteTx<'_>, id: &str) -> Result<(), DbError> {
    tx.run_one(sql("update task_batch set state = 'ended' where id = $1 and state = 'waiting'").bind(id))
        .await
}
