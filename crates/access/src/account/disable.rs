//! Shutting an account (停用账号): its sessions and tokens end with it, at once.

use anye_db::audit::Event;
use anye_db::{Begin, Db};

use super::store;
use crate::caller::Caller;
use crate::fault::failures;
use crate::grant;
use crate::model::{Permission, Target};
use crate::session;

failures! {
    /// Why an account was not shut.
    DisableAccountError, denied {
        /// There is no such account.
        Unknown => NotFound "account_unknown",
        /// One cannot shut oneself out.
        Own => Conflict "account_own",
        /// The last account that can do an administrator's work.
        LastAdministrator => Conflict "last_administrator",
    }
}

/// Shuts it. `version` is the one that was seen.
pub async fn disable_account(
    db: &Db,
    caller: &Caller<'_>,
    id: &str,
    version: i64,
    reason: &str,
) -> Result<(), DisableAccountError> {
    let found = store::find(&mut &*db, id).await?.ok_or(DisableAccountError::Unknown)?;
    caller.require(db, Permission::AccountsManage, Target::place(&found.brief.place)).await?;
    if caller.actor.id == id {
        return Err(DisableAccountError::Own);
    }
    let Begin::Fresh(mut tx) = db.begin(caller.scope()).await? else { return Ok(()) };
    grant::store::lock_administrators(&mut tx).await?;
    if grant::store::is_last_administrator(&mut tx, id, caller.world.today()).await? {
        return Err(DisableAccountError::LastAdministrator);
    }
    let now = caller.world.now_ms();
    store::set_disabled(&mut tx, id, version, Some(now)).await?;
    session::store::end_all(&mut tx, id, None, now, "disabled").await?;
    session::store::forget_devices(&mut tx, id).await?;
    let event = Event::new("account.disabled", "account", id).at_place(&found.brief.place);
    tx.commit(event.detail(&serde_json::json!({ "reason": reason }))).await?;
    Ok(())
}
