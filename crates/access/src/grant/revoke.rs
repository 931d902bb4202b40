//! Taking a role back (撤销授权), or turning down one that waits. Works at once: the sessions of the account end.

use anye_db::audit::Event;
use anye_db::{Begin, Db};

use super::{GrantState, store};
use crate::caller::Caller;
use crate::fault::failures;
use crate::model::{Permission, Target};
use crate::session;

failures! {
    /// Why a role was not taken back.
    RevokeGrantError, denied {
        /// There is no such grant.
        Unknown => NotFound "grant_unknown",
        /// It was taken back before.
        Over => Conflict "grant_over",
        /// The last account that can do an administrator's work.
        LastAdministrator => Conflict "last_administrator",
        /// The reason is missing.
        NoReason => Invalid "reason_missing",
    }
}

/// Takes it back. `version` is the one that was seen.
pub async fn revoke_grant(
    db: &Db,
    caller: &Caller<'_>,
    id: &str,
    version: i64,
    reason: &str,
) -> Result<(), RevokeGrantError> {
    let seen = store::find(&mut &*db, id).await?.ok_or(RevokeGrantError::Unknown)?;
    caller.require(db, Permission::GrantsManage, Target::place(&seen.place)).await?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(RevokeGrantError::NoReason);
    }
    let Begin::Fresh(mut tx) = db.begin(caller.scope()).await? else { return Ok(()) };
    if seen.state == GrantState::Revoked {
        return Err(RevokeGrantError::Over);
    }
    store::lock_administrators(&mut tx).await?;
    let now = caller.world.now_ms();
    let today = caller.world.today();
    let was_last = store::is_last_administrator(&mut tx, &seen.account.id, today).await?;
    store::revoke(&mut tx, id, version, &caller.actor.id, now, reason).await?;
    // Only where this very grant was the last: taking back a second one of the same role leaves the account able.
    let still_holds =
        store::in_force(&mut tx, &seen.account.id, today).await?.iter().any(|held| held.role == seen.role);
    if was_last && seen.role.is_administrator() && seen.state == GrantState::Active && !still_holds {
        return Err(RevokeGrantError::LastAdministrator);
    }
    if seen.state == GrantState::Active {
        session::store::end_all(&mut tx, &seen.account.id, None, now, "role_changed").await?;
    }
    let event = Event::new("grant.revoked", "account", &seen.account.id).at_place(&seen.place);
    tx.commit(event.detail(&serde_json::json!({ "role": seen.role.word(), "reason": reason }))).await?;
    Ok(())
}
