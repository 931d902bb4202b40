//! Rows of tokens. SQL only.

use anye_base::Date;
use anye_db::{DbError, Read, Row, WriteTx, sql};

use super::TokenView;
use crate::account::{AccountBrief, store as accounts};
use crate::model::{Grant, Permission, Role};

fn permissions(row: &Row) -> Result<Vec<Permission>, DbError> {
    let words = row.text("permissions")?;
    words
        .split_whitespace()
        .map(|word| {
            Permission::from_word(word)
                .ok_or_else(|| DbError::Column { column: "permissions".into(), cause: word.into() })
        })
        .collect()
}

pub(crate) async fn insert(
    tx: &mut WriteTx<'_>,
    view: &TokenView,
    account_id: &str,
    token_sm3: &str,
    grants: &[String],
) -> Result<(), DbError> {
    let words: Vec<_> = view.permissions.iter().map(|permission| permission.word()).collect();
    let query =
        sql("insert into api_token (id, account_id, name, token_sm3, permissions, created_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6, $7)")
        .bind(&view.id)
        .bind(account_id)
        .bind(&view.name)
        .bind(token_sm3)
        .bind(words.join(" "))
        .bind(view.created_at)
        .bind(view.expires_at);
    tx.run_one(query).await?;
    for grant in grants {
        tx.run_one(
            sql("insert into api_token_grant (token_id, grant_id) values ($1, $2)")
                .bind(&view.id)
                .bind(grant),
        )
        .await?;
    }
    Ok(())
}

/// A token that is good at this moment, at an account that is open.
pub(crate) async fn find(
    from: &mut impl Read,
    token_sm3: &str,
    now: i64,
) -> Result<Option<(String, AccountBrief, Vec<Permission>)>, DbError> {
    let query = sql(
        "select t.id as token_id, t.permissions, a.id as account_id, a.login, a.name, a.kind, a.place from api_token t \
         join account a on a.id = t.account_id \
         where t.token_sm3 = $1 and t.revoked_at is null and t.expires_at > $2 and a.disabled_at is null",
    );
    let row = from.optional(query.bind(token_sm3).bind(now)).await?;
    row.map(|row| Ok((row.text("token_id")?, accounts::brief(&row, "account_id")?, permissions(&row)?)))
        .transpose()
}

/// The lent grants that are still in force.
pub(crate) async fn grants(from: &mut impl Read, token_id: &str, day: Date) -> Result<Vec<Grant>, DbError> {
    let query = sql(
        "select g.id, g.role, g.place from api_token_grant l join role_grant g on g.id = l.grant_id \
         where l.token_id = $1 and g.state = 'active' and g.valid_from <= $2 and (g.valid_to is null or g.valid_to >= $2) order by g.id",
    );
    let rows = from.all(query.bind(token_id).bind(day)).await?;
    let grant = |row: &Row| {
        let word = row.text("role")?;
        let role =
            Role::from_word(&word).ok_or_else(|| DbError::Column { column: "role".into(), cause: word })?;
        Ok(Grant { id: row.text("id")?, role, place: row.text("place")? })
    };
    rows.iter().map(grant).collect()
}

pub(crate) async fn list(from: &mut impl Read, account_id: &str) -> Result<Vec<TokenView>, DbError> {
    let query = sql(
        "select id, name, permissions, created_at, expires_at, revoked_at from api_token where account_id = $1 order by id desc",
    );
    let view = |row: &Row| {
        Ok(TokenView {
            id: row.text("id")?,
            name: row.text("name")?,
            permissions: permissions(row)?,
            created_at: row.int("created_at")?,
            expires_at: row.int("expires_at")?,
            revoked: row.opt_int("revoked_at")?.is_some(),
        })
    };
    from.all(query.bind(account_id)).await?.iter().map(view).collect()
}

/// Takes a token back; `false` where the account has no such token in use.
pub(crate) async fn revoke(
    tx: &mut WriteTx<'_>,
    account_id: &str,
    id: &str,
    at: i64,
) -> Result<bool, DbError> {
    let query =
        sql("update api_token set revoked_at = $1 where id = $2 and account_id = $3 and revoked_at is null");
    Ok(tx.run(query.bind(at).bind(id).bind(account_id)).await? == 1)
}
