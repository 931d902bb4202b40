//! The pages "who can see this" (谁能看到) and "why can X see this" (为什么能看到): the same decision as everywhere, asked the other way round.

use anye_db::Db;

use crate::account::{AccountBrief, store as accounts};
use crate::caller::Caller;
use crate::fault::failures;
use crate::grant::store as grants;
use crate::model::{Decision, Grant, Grants, Permission, Reason, Target, decide};

/// Somebody who can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub account: AccountBrief,
    /// Because of what.
    pub because: Reason,
}

failures! {
    /// Why there is no explanation.
    ExplainError, denied {
        /// There is no such account.
        Unknown => NotFound "account_unknown",
    }
}

/// Everybody who has the permission at the place today, by login. Shut accounts have none.
pub async fn who_can(
    db: &Db,
    caller: &Caller<'_>,
    permission: Permission,
    place: &str,
) -> Result<Vec<Holder>, ExplainError> {
    caller.require(db, Permission::AccessExplain, Target::place(place)).await?;
    let mut holders: Vec<(AccountBrief, Vec<Grant>)> = Vec::new();
    for view in grants::all_in_force(&mut &*db, caller.world.today()).await? {
        let grant = Grant { id: view.id, role: view.role, place: view.place };
        match holders.last_mut() {
            Some((account, held)) if account.id == view.account.id => held.push(grant),
            _ => holders.push((view.account, vec![grant])),
        }
    }
    let can = |(account, held): (AccountBrief, Vec<Grant>)| {
        let decision =
            decide(&Grants::new(&account.id, held), permission, Target::place(place), caller.places);
        decision.allowed.then_some(Holder { account, because: decision.because })
    };
    Ok(holders.into_iter().filter_map(can).collect())
}

/// Whether this account has the permission at the place today, and why or why not. A shut account has nothing.
pub async fn why(
    db: &Db,
    caller: &Caller<'_>,
    account: &str,
    permission: Permission,
    place: &str,
) -> Result<Decision, ExplainError> {
    caller.require(db, Permission::AccessExplain, Target::place(place)).await?;
    let found = accounts::find(&mut &*db, account).await?.ok_or(ExplainError::Unknown)?;
    let held = if found.disabled {
        Vec::new()
    } else {
        grants::in_force(&mut &*db, account, caller.world.today()).await?
    };
    Ok(decide(&Grants::new(account, held), permission, Target::place(place), caller.places))
}
