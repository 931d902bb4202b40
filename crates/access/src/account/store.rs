//! Rows of accounts. SQL only; rules are in the use cases.

use anye_base::{Cursor, Limit, Page};
use anye_db::{DbError, Query, Read, Row, WriteTx, sql};

use super::{AccountBrief, AccountKind, AccountView};

/// An account with what sign-in needs. Never leaves this crate.
#[derive(Clone)]
pub(crate) struct Account {
    pub brief: AccountBrief,
    pub person_key: String,
    pub password_hash: Option<String>,
    pub password_set_at: Option<i64>,
    pub password_until: Option<i64>,
    pub must_change: bool,
    pub totp_secret: Option<String>,
    pub totp_confirmed: bool,
    pub disabled: bool,
    pub created_at: i64,
    pub version: i64,
}

impl Account {
    pub(crate) fn view(&self) -> AccountView {
        AccountView {
            brief: self.brief.clone(),
            person_key: self.person_key.clone(),
            disabled: self.disabled,
            second_factor: self.totp_confirmed,
            must_change_password: self.must_change,
            created_at: self.created_at,
            version: self.version,
        }
    }
}

const COLUMNS: &str = "id, login, name, person_key, kind, place, password_hash, password_set_at, password_until, must_change, \
     totp_secret, totp_confirmed_at, disabled_at, created_at, version";

fn select(rest: &str) -> Query {
    sql(format!("select {COLUMNS} from account {rest}"))
}

/// Reads the brief from a row that has `account_id` and the account's own columns.
pub(crate) fn brief(row: &Row, id: &str) -> Result<AccountBrief, DbError> {
    let kind = row.text("kind")?;
    Ok(AccountBrief {
        id: row.text(id)?,
        login: row.text("login")?,
        name: row.text("name")?,
        kind: AccountKind::from_word(&kind)
            .ok_or_else(|| DbError::Column { column: "kind".into(), cause: kind })?,
        place: row.text("place")?,
    })
}

fn account(row: &Row) -> Result<Account, DbError> {
    Ok(Account {
        brief: brief(row, "id")?,
        person_key: row.text("person_key")?,
        password_hash: row.opt_text("password_hash")?,
        password_set_at: row.opt_int("password_set_at")?,
        password_until: row.opt_int("password_until")?,
        must_change: row.flag("must_change")?,
        totp_secret: row.opt_text("totp_secret")?,
        totp_confirmed: row.opt_int("totp_confirmed_at")?.is_some(),
        disabled: row.opt_int("disabled_at")?.is_some(),
        created_at: row.int("created_at")?,
        version: row.int("version")?,
    })
}

pub(crate) async fn find(from: &mut impl Read, id: &str) -> Result<Option<Account>, DbError> {
    from.optional(select("where id = $1").bind(id)).await?.as_ref().map(account).transpose()
}

pub(crate) async fn find_login(from: &mut impl Read, login: &str) -> Result<Option<Account>, DbError> {
    from.optional(select("where login = $1").bind(login)).await?.as_ref().map(account).transpose()
}

pub(crate) async fn any(from: &mut impl Read) -> Result<bool, DbError> {
    Ok(from.one(sql("select count(*) as n from account")).await?.int("n")? > 0)
}

pub(crate) async fn list(
    from: &mut impl Read,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<AccountView>, DbError> {
    let last = after.and_then(|cursor| cursor.0.first()).map_or("", String::as_str);
    let rows = from
        .all(select("where login > $1 order by login limit $2").bind(last).bind(limit.rows() + 1))
        .await?;
    let accounts =
        rows.iter().map(|row| account(row).map(|found| found.view())).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_overfull(accounts, limit, |view| Cursor(vec![view.brief.login.clone()])))
}

/// Takes the person's row until the transaction ends, so that what is given to one person is given one after the other.
pub(crate) async fn lock_person(tx: &mut WriteTx<'_>, person_key: &str) -> Result<(), DbError> {
    tx.run(
        sql("insert into account_person (person_key, version) values ($1, 0) on conflict do nothing")
            .bind(person_key),
    )
    .await?;
    tx.run_one(sql("update account_person set version = version + 1 where person_key = $1").bind(person_key))
        .await
}

pub(crate) async fn insert(tx: &mut WriteTx<'_>, new: &Account, by: &str) -> Result<(), DbError> {
    let query = sql("insert into account (id, login, name, person_key, kind, place, password_hash, password_set_at, password_until, \
         must_change, totp_step, created_at, created_by, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, 1)")
    .bind(&new.brief.id)
    .bind(&new.brief.login)
    .bind(&new.brief.name)
    .bind(&new.person_key)
    .bind(new.brief.kind.word())
    .bind(&new.brief.place)
    .bind(new.password_hash.clone())
    .bind(new.password_set_at)
    .bind(new.password_until)
    .bind(new.must_change)
    .bind(new.created_at)
    .bind(by);
    tx.run_one(query).await
}

/// Sets a password. `until` is there for a one-time password, which must be changed.
pub(crate) async fn set_password(
    tx: &mut WriteTx<'_>,
    seen: &Account,
    hash: &str,
    at: i64,
    until: Option<i64>,
) -> Result<(), DbError> {
    let query = sql(
        "update account set password_hash = $1, password_set_at = $2, password_until = $3, must_change = $4, \
         version = version + 1 where id = $5 and version = $6",
    )
    .bind(hash)
    .bind(at)
    .bind(until)
    .bind(until.is_some())
    .bind(&seen.brief.id)
    .bind(seen.version);
    tx.run_one(query).await
}

pub(crate) async fn set_disabled(
    tx: &mut WriteTx<'_>,
    id: &str,
    version: i64,
    at: Option<i64>,
) -> Result<(), DbError> {
    let query =
        sql("update account set disabled_at = $1, version = version + 1 where id = $2 and version = $3");
    tx.run_one(query.bind(at).bind(id).bind(version)).await
}

pub(crate) async fn set_totp(
    tx: &mut WriteTx<'_>,
    id: &str,
    secret: Option<&str>,
    confirmed_at: Option<i64>,
) -> Result<(), DbError> {
    let query = sql(
        "update account set totp_secret = $1, totp_confirmed_at = $2, totp_step = 0, version = version + 1 where id = $3",
    );
    tx.run_one(query.bind(secret).bind(confirmed_at).bind(id)).await
}

/// Uses up a code's time step; `false` where it, or a later one, was used before.
pub(crate) async fn use_totp_step(tx: &mut WriteTx<'_>, id: &str, step: i64) -> Result<bool, DbError> {
    let query = sql("update account set totp_step = $1 where id = $2 and totp_step < $1");
    Ok(tx.run(query.bind(step).bind(id)).await? == 1)
}

pub(crate) async fn replace_recovery_codes(
    tx: &mut WriteTx<'_>,
    id: &str,
    digests: &[String],
) -> Result<(), DbError> {
    tx.run(sql("delete from account_recovery_code where account_id = $1").bind(id)).await?;
    for digest in digests {
        let query = sql("insert into account_recovery_code (account_id, code_sm3) values ($1, $2)");
        tx.run_one(query.bind(id).bind(digest)).await?;
    }
    Ok(())
}

/// Uses up a recovery code; `false` where there is none such, or none any more.
pub(crate) async fn use_recovery_code(
    tx: &mut WriteTx<'_>,
    id: &str,
    digest: &str,
    at: i64,
) -> Result<bool, DbError> {
    let query = sql(
        "update account_recovery_code set used_at = $1 where account_id = $2 and code_sm3 = $3 and used_at is null",
    );
    Ok(tx.run(query.bind(at).bind(id).bind(digest)).await? == 1)
}
