//! Rows of sessions and known browsers. SQL only.

use anye_base::Date;
use anye_db::{DbError, Query, Read, Row, WriteTx, sql};

use super::Stage;
use crate::account::{AccountBrief, store as accounts};
use crate::grant;
use crate::model::Grant;

/// A session as stored, with its account.
pub(crate) struct Stored {
    pub id: String,
    pub account: AccountBrief,
    pub disabled: bool,
    pub stage: Stage,
    pub assurance: String,
    pub source: String,
    pub agent: String,
    pub created_at: i64,
    pub seen_at: i64,
    pub expires_at: i64,
}

/// A session about to be written.
pub(crate) struct NewSession<'a> {
    pub id: &'a str,
    pub token_sm3: &'a str,
    pub account_id: &'a str,
    pub stage: Stage,
    pub assurance: &'a str,
    pub source: &'a str,
    pub agent: &'a str,
    pub at: i64,
    pub expires_at: i64,
}

fn select(rest: &str) -> Query {
    sql(format!(
        "select s.id as session_id, s.stage, s.assurance, s.source, s.agent, s.created_at as began_at, s.seen_at, s.expires_at, \
         a.id as account_id, a.login, a.name, a.kind, a.place, a.disabled_at \
         from account_session s join account a on a.id = s.account_id where s.ended_at is null {rest}"
    ))
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    let stage = row.text("stage")?;
    Ok(Stored {
        id: row.text("session_id")?,
        account: accounts::brief(row, "account_id")?,
        disabled: row.opt_int("disabled_at")?.is_some(),
        stage: Stage::from_word(&stage)
            .ok_or_else(|| DbError::Column { column: "stage".into(), cause: stage })?,
        assurance: row.text("assurance")?,
        source: row.text("source")?,
        agent: row.text("agent")?,
        created_at: row.int("began_at")?,
        seen_at: row.int("seen_at")?,
        expires_at: row.int("expires_at")?,
    })
}

/// The session of a token, with what its account holds on a day: one statement, since every request asks.
pub(crate) async fn find_with_grants(
    from: &mut impl Read,
    token_sm3: &str,
    day: Date,
) -> Result<Option<(Stored, Vec<Grant>)>, DbError> {
    let rows = from.all(sql(WITH_GRANTS).bind(token_sm3).bind(day)).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let mut grants = Vec::with_capacity(rows.len());
    for row in &rows {
        grants.extend(grant::store::held(row)?);
    }
    Ok(Some((stored(first)?, grants)))
}

const WITH_GRANTS: &str = "select s.id as session_id, s.stage, s.assurance, s.source, s.agent, s.created_at as began_at, s.seen_at, s.expires_at, \
     a.id as account_id, a.login, a.name, a.kind, a.place, a.disabled_at, g.id as grant_id, g.role, g.place as grant_place \
     from account_session s join account a on a.id = s.account_id left join role_grant g on g.account_id = a.id and g.state = 'active' \
     and g.valid_from <= $2 and (g.valid_to is null or g.valid_to >= $2) where s.ended_at is null and s.token_sm3 = $1 order by g.id";

pub(crate) async fn open_of(
    from: &mut impl Read,
    account_id: &str,
    now: i64,
) -> Result<Vec<Stored>, DbError> {
    let query = select("and s.account_id = $1 and s.expires_at > $2 order by s.seen_at desc, s.id");
    from.all(query.bind(account_id).bind(now)).await?.iter().map(stored).collect()
}

pub(crate) async fn insert(tx: &mut WriteTx<'_>, new: &NewSession<'_>) -> Result<(), DbError> {
    let query = sql("insert into account_session (id, token_sm3, account_id, stage, assurance, source, agent, created_at, seen_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)")
    .bind(new.id)
    .bind(new.token_sm3)
    .bind(new.account_id)
    .bind(new.stage.word())
    .bind(new.assurance)
    .bind(new.source)
    .bind(new.agent)
    .bind(new.at)
    .bind(new.expires_at);
    tx.run_one(query).await
}

/// Says that the session is in use. Only where it is still open.
pub(crate) async fn touch(tx: &mut WriteTx<'_>, id: &str, at: i64) -> Result<bool, DbError> {
    let query =
        sql("update account_session set seen_at = $1 where id = $2 and ended_at is null and seen_at < $1");
    Ok(tx.run(query.bind(at).bind(id)).await? == 1)
}

/// Ends one session of an account; `false` where there is no open one of this id.
pub(crate) async fn end(
    tx: &mut WriteTx<'_>,
    account_id: &str,
    id: &str,
    at: i64,
    reason: &str,
) -> Result<bool, DbError> {
    let query = sql(
        "update account_session set ended_at = $1, end_reason = $2 where id = $3 and account_id = $4 and ended_at is null",
    );
    Ok(tx.run(query.bind(at).bind(reason).bind(id).bind(account_id)).await? == 1)
}

/// Ends all sessions of an account but one.
pub(crate) async fn end_all(
    tx: &mut WriteTx<'_>,
    account_id: &str,
    but: Option<&str>,
    at: i64,
    reason: &str,
) -> Result<u64, DbError> {
    let query = sql(
        "update account_session set ended_at = $1, end_reason = $2 where account_id = $3 and ended_at is null and id <> $4",
    );
    tx.run(query.bind(at).bind(reason).bind(account_id).bind(but.unwrap_or_default())).await
}

/// Whether this browser is known for this account.
pub(crate) async fn device_known(
    from: &mut impl Read,
    account_id: &str,
    token_sm3: &str,
    now: i64,
) -> Result<bool, DbError> {
    let query =
        sql("select 1 as found from account_device where token_sm3 = $1 and account_id = $2 and until > $3");
    // `1` is read by nobody: the row itself is the answer.
    Ok(from.optional(query.bind(token_sm3).bind(account_id).bind(now)).await?.is_some())
}

pub(crate) async fn remember_device(
    tx: &mut WriteTx<'_>,
    account_id: &str,
    token_sm3: &str,
    at: i64,
    until: i64,
) -> Result<(), DbError> {
    let query =
        sql("insert into account_device (token_sm3, account_id, created_at, until) values ($1, $2, $3, $4)");
    tx.run_one(query.bind(token_sm3).bind(account_id).bind(at).bind(until)).await
}

pub(crate) async fn forget_devices(tx: &mut WriteTx<'_>, account_id: &str) -> Result<(), DbError> {
    tx.run(sql("delete from account_device where account_id = $1").bind(account_id)).await.map(drop)
}

/// Deletes what ended or ran out before these times.
pub(crate) async fn sweep(tx: &mut WriteTx<'_>, ended_before: i64, now: i64) -> Result<u64, DbError> {
    let sessions =
        sql("delete from account_session where ended_at < $1 or expires_at < $1").bind(ended_before);
    let devices = sql("delete from account_device where until < $1").bind(now);
    Ok(tx.run(sessions).await? + tx.run(devices).await?)
}
