//! Reading accounts (查看账号), as far as the caller's places reach.

use anye_base::{Cursor, Limit, Page};
use anye_db::Db;

use super::{AccountView, store};
use crate::caller::Caller;
use crate::fault::failures;
use crate::model::{Permission, Target, decide};

failures! {
    /// Why accounts cannot be read.
    AccountsError, denied {
        /// There is no such account.
        Unknown => NotFound "account_unknown",
    }
}

/// One account.
pub async fn account(db: &Db, caller: &Caller<'_>, id: &str) -> Result<AccountView, AccountsError> {
    let found = store::find(&mut &*db, id).await?.ok_or(AccountsError::Unknown)?;
    caller.require(db, Permission::AccountsRead, Target::place(&found.brief.place)).await?;
    Ok(found.view())
}

/// A page of the accounts within reach, by login. Fetches on until the page is full, so a page is never short for what it hides.
pub async fn list_accounts(
    db: &Db,
    caller: &Caller<'_>,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<AccountView>, AccountsError> {
    if !crate::model::may_at_all(caller.grants, Permission::AccountsRead) {
        caller.require(db, Permission::AccountsRead, Target::SYSTEM).await?;
    }
    let mut seen = Vec::new();
    let mut from = after.cloned();
    loop {
        let page = store::list(&mut &*db, from.as_ref(), limit).await?;
        let within = |view: &AccountView| {
            decide(caller.grants, Permission::AccountsRead, Target::place(&view.brief.place), caller.places)
                .allowed
        };
        seen.extend(page.items.into_iter().filter(within));
        from = page.next;
        if from.is_none() || seen.len() > limit.rows() as usize {
            return Ok(Page::from_overfull(seen, limit, |view| Cursor(vec![view.brief.login.clone()])));
        }
    }
}
