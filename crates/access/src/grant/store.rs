//! Rows of grants. SQL only.

use anye_base::{Cursor, Date, Limit, Page};
use anye_db::{DbError, Query, Read, Row, WriteTx, sql};

use super::{GrantFilter, GrantState, GrantView};
use crate::account::store as accounts;
use crate::model::{Grant, Role};

const COLUMNS: &str = "g.id as grant_id, g.role, g.place as grant_place, g.valid_from, g.valid_to, g.state, g.reason, g.requested_by, \
     g.requested_at, g.confirmed_by, g.confirmed_at, g.revoked_by, g.revoked_at, g.revoke_reason, g.version as grant_version, \
     a.id as account_id, a.login, a.name, a.kind, a.place, a.person_key";

fn select(rest: &str) -> Query {
    sql(format!("select {COLUMNS} from role_grant g join account a on a.id = g.account_id {rest}"))
}

fn role(row: &Row) -> Result<Role, DbError> {
    let word = row.text("role")?;
    Role::from_word(&word).ok_or_else(|| DbError::Column { column: "role".into(), cause: word })
}

fn view(row: &Row) -> Result<GrantView, DbError> {
    let state = row.text("state")?;
    Ok(GrantView {
        id: row.text("grant_id")?,
        account: accounts::brief(row, "account_id")?,
        person_key: row.text("person_key")?,
        role: role(row)?,
        place: row.text("grant_place")?,
        valid_from: row.date("valid_from")?,
        valid_to: row.opt_date("valid_to")?,
        state: GrantState::from_word(&state)
            .ok_or_else(|| DbError::Column { column: "state".into(), cause: state })?,
        reason: row.text("reason")?,
        requested_by: row.text("requested_by")?,
        requested_at: row.int("requested_at")?,
        confirmed_by: row.opt_text("confirmed_by")?,
        confirmed_at: row.opt_int("confirmed_at")?,
        revoked_by: row.opt_text("revoked_by")?,
        revoked_at: row.opt_int("revoked_at")?,
        revoke_reason: row.opt_text("revoke_reason")?,
        version: row.int("grant_version")?,
    })
}

/// A grant of a row that may hold none, with its columns named `grant_id`, `role`, `grant_place`.
pub(crate) fn held(row: &Row) -> Result<Option<Grant>, DbError> {
    let Some(id) = row.opt_text("grant_id")? else { return Ok(None) };
    Ok(Some(Grant { id, role: role(row)?, place: row.text("grant_place")? }))
}

/// What an account holds on a day.
pub(crate) async fn in_force(
    from: &mut impl Read,
    account_id: &str,
    day: Date,
) -> Result<Vec<Grant>, DbError> {
    let query = sql(
        "select id, role, place from role_grant where account_id = $1 and state = 'active' and valid_from <= $2 \
         and (valid_to is null or valid_to >= $2) order by id",
    );
    let rows = from.all(query.bind(account_id).bind(day)).await?;
    rows.iter()
        .map(|row| Ok(Grant { id: row.text("id")?, role: role(row)?, place: row.text("place")? }))
        .collect()
}

pub(crate) async fn find(from: &mut impl Read, id: &str) -> Result<Option<GrantView>, DbError> {
    from.optional(select("where g.id = $1").bind(id)).await?.as_ref().map(view).transpose()
}

/// Grants of one person, over all accounts, that are or can still come into force.
pub(crate) async fn live_of_person(
    from: &mut impl Read,
    person_key: &str,
    day: Date,
) -> Result<Vec<GrantView>, DbError> {
    let query = select(
        "where a.person_key = $1 and g.state in ('requested', 'active') and (g.valid_to is null or g.valid_to >= $2)",
    );
    from.all(query.bind(person_key).bind(day)).await?.iter().map(view).collect()
}

/// All grants in force on a day at accounts that are open.
pub(crate) async fn all_in_force(from: &mut impl Read, day: Date) -> Result<Vec<GrantView>, DbError> {
    let query = select(
        "where g.state = 'active' and a.disabled_at is null and g.valid_from <= $1 \
         and (g.valid_to is null or g.valid_to >= $1) order by a.login, g.id",
    );
    from.all(query.bind(day)).await?.iter().map(view).collect()
}

/// The holders of one role in force on a day at accounts that are open.
pub(crate) async fn holders(from: &mut impl Read, of: Role, day: Date) -> Result<Vec<GrantView>, DbError> {
    let query = select(
        "where g.role = $1 and g.state = 'active' and a.disabled_at is null and g.valid_from <= $2 \
         and (g.valid_to is null or g.valid_to >= $2)",
    );
    from.all(query.bind(of.word()).bind(day)).await?.iter().map(view).collect()
}

pub(crate) async fn list(
    from: &mut impl Read,
    filter: &GrantFilter,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<GrantView>, DbError> {
    let mut query = select("where 1 = 1");
    if let Some(account) = &filter.account {
        query = query.push_bind(" and g.account_id = {}", account);
    }
    if let Some(role) = filter.role {
        query = query.push_bind(" and g.role = {}", role.word());
    }
    if let Some(state) = filter.state {
        query = query.push_bind(" and g.state = {}", state.word());
    }
    if let Some(id) = after.and_then(|cursor| cursor.0.first()) {
        query = query.push_bind(" and g.id < {}", id);
    }
    query = query.push_bind(" order by g.id desc limit {}", limit.rows() + 1);
    let views = from.all(query).await?.iter().map(view).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_overfull(views, limit, |view| Cursor(vec![view.id.clone()])))
}

/// A grant about to be written.
pub(crate) struct NewGrant<'a> {
    pub id: &'a str,
    pub account_id: &'a str,
    pub role: Role,
    pub place: &'a str,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub state: GrantState,
    pub reason: &'a str,
    pub by: &'a str,
    pub at: i64,
}

pub(crate) async fn insert(tx: &mut WriteTx<'_>, new: &NewGrant<'_>) -> Result<(), DbError> {
    let query = sql("insert into role_grant (id, account_id, role, place, valid_from, valid_to, state, reason, requested_by, requested_at, \
         version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)")
    .bind(new.id)
    .bind(new.account_id)
    .bind(new.role.word())
    .bind(new.place)
    .bind(new.valid_from)
    .bind(new.valid_to)
    .bind(new.state.word())
    .bind(new.reason)
    .bind(new.by)
    .bind(new.at);
    tx.run_one(query).await
}

pub(crate) async fn confirm(
    tx: &mut WriteTx<'_>,
    id: &str,
    version: i64,
    by: &str,
    at: i64,
) -> Result<(), DbError> {
    let query = sql(
        "update role_grant set state = 'active', confirmed_by = $1, confirmed_at = $2, version = version + 1 \
         where id = $3 and version = $4 and state = 'requested'",
    );
    tx.run_one(query.bind(by).bind(at).bind(id).bind(version)).await
}

pub(crate) async fn revoke(
    tx: &mut WriteTx<'_>,
    id: &str,
    version: i64,
    by: &str,
    at: i64,
    reason: &str,
) -> Result<(), DbError> {
    let query = sql(
        "update role_grant set state = 'revoked', revoked_by = $1, revoked_at = $2, revoke_reason = $3, \
         version = version + 1 where id = $4 and version = $5 and state in ('requested', 'active')",
    );
    tx.run_one(query.bind(by).bind(at).bind(reason).bind(id).bind(version)).await
}

/// Takes the right to change who the administrators are, until the transaction ends: two who leave together must not both be let go.
pub(crate) async fn lock_administrators(tx: &mut WriteTx<'_>) -> Result<(), DbError> {
    let make = sql(
        "insert into store_setting (name, value, set_at) values ('administrators', '', 0) on conflict do nothing",
    );
    tx.run(make).await?;
    tx.run_one(sql("update store_setting set set_at = set_at + 1 where name = 'administrators'")).await
}

/// Whether the account holds an administrator role that nobody else could carry on.
pub(crate) async fn is_last_administrator(
    from: &mut impl Read,
    account_id: &str,
    day: Date,
) -> Result<bool, DbError> {
    for held in in_force(from, account_id, day).await?.iter().filter(|held| held.role.is_administrator()) {
        let all = holders(from, held.role, day).await?;
        let holds = all.iter().any(|grant| grant.account.id == account_id);
        if holds && !all.iter().any(|grant| grant.account.id != account_id) {
            return Ok(true);
        }
    }
    Ok(false)
}
