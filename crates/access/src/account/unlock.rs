//! Ending the waiting after wrong tries (解除等待), for somebody who stands at the administrator's desk.

use anye_db::audit::Event;
use anye_db::{Begin, Db};

use super::store;
use crate::caller::Caller;
use crate::fault::failures;
use crate::model::{Permission, Target};
use crate::throttle;

failures! {
    /// Why the waiting was not ended.
    UnlockError, denied {
        /// There is no such account.
        Unknown => NotFound "account_unknown",
    }
}

/// Forgets the wrong tries on this account, from every source.
pub async fn unlock_account(db: &Db, caller: &Caller<'_>, id: &str) -> Result<(), UnlockError> {
    let found = store::find(&mut &*db, id).await?.ok_or(UnlockError::Unknown)?;
    caller.require(db, Permission::AccountsManage, Target::place(&found.brief.place)).await?;
    let Begin::Fresh(mut tx) = db.begin(caller.scope()).await? else { return Ok(()) };
    throttle::store::forget_account(
        &mut tx,
        &throttle::account_prefix(&found.brief.login),
        &throttle::factor_bucket(id),
    )
    .await?;
    tx.commit(Event::new("account.unlocked", "account", id).at_place(&found.brief.place)).await?;
    Ok(())
}
