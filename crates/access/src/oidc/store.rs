//! Rows of links to identity providers and of sign-ins under way. SQL only.

use anye_db::{DbError, Read, WriteTx, sql};

use super::OidcLink;

/// A sign-in under way.
pub(crate) struct Flow {
    pub binding_sm3: String,
    pub issuer: String,
    pub nonce: String,
    pub verifier: String,
    pub created_at: i64,
}

pub(crate) async fn insert_flow(tx: &mut WriteTx<'_>, state_sm3: &str, flow: &Flow) -> Result<(), DbError> {
    let query = sql("insert into oidc_flow (state_sm3, binding_sm3, issuer, nonce, verifier, created_at) values ($1, $2, $3, $4, $5, $6)")
        .bind(state_sm3)
        .bind(&flow.binding_sm3)
        .bind(&flow.issuer)
        .bind(&flow.nonce)
        .bind(&flow.verifier)
        .bind(flow.created_at);
    tx.run_one(query).await
}

/// Takes the sign-in out of the store: it can be finished once.
pub(crate) async fn take_flow(tx: &mut WriteTx<'_>, state_sm3: &str) -> Result<Option<Flow>, DbError> {
    let query =
        sql("select binding_sm3, issuer, nonce, verifier, created_at from oidc_flow where state_sm3 = $1")
            .bind(state_sm3);
    let Some(row) = tx.optional(query).await? else { return Ok(None) };
    if tx.run(sql("delete from oidc_flow where state_sm3 = $1").bind(state_sm3)).await? != 1 {
        return Ok(None);
    }
    Ok(Some(Flow {
        binding_sm3: row.text("binding_sm3")?,
        issuer: row.text("issuer")?,
        nonce: row.text("nonce")?,
        verifier: row.text("verifier")?,
        created_at: row.int("created_at")?,
    }))
}

pub(crate) async fn insert_link(
    tx: &mut WriteTx<'_>,
    link: &OidcLink,
    account_id: &str,
) -> Result<(), DbError> {
    let query = sql("insert into oidc_link (issuer, subject, account_id, linked_by, linked_at) values ($1, $2, $3, $4, $5)")
        .bind(&link.issuer)
        .bind(&link.subject)
        .bind(account_id)
        .bind(&link.linked_by)
        .bind(link.linked_at);
    tx.run_one(query).await
}

pub(crate) async fn delete_link(
    tx: &mut WriteTx<'_>,
    account_id: &str,
    issuer: &str,
    subject: &str,
) -> Result<bool, DbError> {
    let query = sql("delete from oidc_link where account_id = $1 and issuer = $2 and subject = $3");
    Ok(tx.run(query.bind(account_id).bind(issuer).bind(subject)).await? == 1)
}

pub(crate) async fn linked_account(
    from: &mut impl Read,
    issuer: &str,
    subject: &str,
) -> Result<Option<String>, DbError> {
    let query = sql("select account_id from oidc_link where issuer = $1 and subject = $2");
    from.optional(query.bind(issuer).bind(subject)).await?.map(|row| row.text("account_id")).transpose()
}

pub(crate) async fn links_of(from: &mut impl Read, account_id: &str) -> Result<Vec<OidcLink>, DbError> {
    let query = sql(
        "select issuer, subject, linked_by, linked_at from oidc_link where account_id = $1 order by linked_at, issuer, subject",
    );
    let rows = from.all(query.bind(account_id)).await?;
    rows.iter()
        .map(|row| {
            Ok(OidcLink {
                issuer: row.text("issuer")?,
                subject: row.text("subject")?,
                linked_by: row.text("linked_by")?,
                linked_at: row.int("linked_at")?,
            })
        })
        .collect()
}

pub(crate) async fn sweep(tx: &mut WriteTx<'_>, before: i64) -> Result<u64, DbError> {
    tx.run(sql("delete from oidc_flow where created_at < $1").bind(before)).await
}
