//! Linking an account to a person at an identity provider (关联统一身份), done by the system administrator beforehand.

use anye_db::audit::Event;
use anye_db::{Begin, Db, DbError};
use serde::Serialize;

use super::store;
use crate::account::store::{self as accounts, Account};
use crate::caller::Caller;
use crate::fault::failures;
use crate::model::{Permission, Target};
use crate::session;

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OidcLink {
    /// Address of the provider.
    pub issuer: String,
    /// The provider's own key for the person (`sub`).
    pub subject: String,
    /// Who linked it.
    pub linked_by: String,
    /// When, in milliseconds.
    pub linked_at: i64,
}

failures! {
    /// Why a link was not made, shown or cut.
    LinkOidcError, denied {
        /// There is no such account.
        Unknown => NotFound "account_unknown",
        /// The person at the provider is linked to an account already.
        Taken => Conflict "oidc_link_taken",
        /// There is no such link.
        NoLink => NotFound "oidc_link_unknown",
        /// Issuer or subject is missing.
        Bad => Invalid "oidc_link_invalid",
        /// Nobody links their own account.
        Own => Conflict "account_own",
    }
}

/// Links.
pub async fn link_oidc(
    db: &Db,
    caller: &Caller<'_>,
    account: &str,
    issuer: &str,
    subject: &str,
) -> Result<(), LinkOidcError> {
    let found = allowed(db, caller, account, Permission::AccountsManage).await?;
    if caller.actor.id == account {
        return Err(LinkOidcError::Own);
    }
    if !issuer.starts_with("https://") || subject.is_empty() || subject.len() > 255 {
        return Err(LinkOidcError::Bad);
    }
    let Begin::Fresh(mut tx) = db.begin(caller.scope()).await? else { return Ok(()) };
    let (linked_by, linked_at) = (caller.actor.id.clone(), caller.world.now_ms());
    let link = OidcLink { issuer: issuer.into(), subject: subject.into(), linked_by, linked_at };
    match store::insert_link(&mut tx, &link, account).await {
        Err(DbError::Unique { .. }) => return Err(LinkOidcError::Taken),
        other => other?,
    }
    tx.commit(event("account.linked", &found, issuer)).await?;
    Ok(())
}

/// Cuts a link, and ends the account's sessions.
pub async fn unlink_oidc(
    db: &Db,
    caller: &Caller<'_>,
    account: &str,
    issuer: &str,
    subject: &str,
) -> Result<(), LinkOidcError> {
    let found = allowed(db, caller, account, Permission::AccountsManage).await?;
    let Begin::Fresh(mut tx) = db.begin(caller.scope()).await? else { return Ok(()) };
    if !store::delete_link(&mut tx, account, issuer, subject).await? {
        return Err(LinkOidcError::NoLink);
    }
    session::store::end_all(&mut tx, account, None, caller.world.now_ms(), "unlinked").await?;
    tx.commit(event("account.unlinked", &found, issuer)).await?;
    Ok(())
}

/// The links of an account.
pub async fn list_oidc_links(
    db: &Db,
    caller: &Caller<'_>,
    account: &str,
) -> Result<Vec<OidcLink>, LinkOidcError> {
    allowed(db, caller, account, Permission::AccountsRead).await?;
    Ok(store::links_of(&mut &*db, account).await?)
}

async fn allowed(
    db: &Db,
    caller: &Caller<'_>,
    account: &str,
    permission: Permission,
) -> Result<Account, LinkOidcError> {
    let found = accounts::find(&mut &*db, account).await?.ok_or(LinkOidcError::Unknown)?;
    caller.require(db, permission, Target::place(&found.brief.place)).await?;
    Ok(found)
}

fn event(action: &str, account: &Account, issuer: &str) -> Event {
    Event::new(action, "account", &account.brief.id)
        .at_place(&account.brief.place)
        .detail(&serde_json::json!({ "issuer": issuer }))
}
