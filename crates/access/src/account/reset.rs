//! Helping somebody back in (重置口令、重置动态口令): a new one-time password, or a second factor to set up anew.

use anye_db::audit::Event;
use anye_db::{Begin, Db};
use serde::{Deserialize, Serialize};

use super::one_time_password;
use super::store::{self, Account};
use crate::caller::Caller;
use crate::fault::failures;
use crate::model::{Permission, Target};
use crate::rules::Rules;
use crate::session;

failures! {
    /// Why a password or second factor was not reset.
    ResetError, denied {
        /// There is no such account.
        Unknown => NotFound "account_unknown",
        /// One's own is changed on one's own page, where the old one is asked for.
        Own => Conflict "account_own",
    }
}

/// The new one-time password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordReset {
    /// Shown this once. `None` when the request is repeated.
    #[serde(skip)]
    pub one_time_password: Option<String>,
}

/// Gives a new one-time password and ends all sessions. The second factor stays.
pub async fn reset_password(
    db: &Db,
    caller: &Caller<'_>,
    rules: &Rules,
    id: &str,
    version: i64,
) -> Result<PasswordReset, ResetError> {
    let found = allowed(db, caller, id).await?;
    let password = one_time_password(caller.world);
    let hash = rules.hasher.hash(caller.world, &password).await?;
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(outcome) => return Ok(outcome.read()?),
    };
    let now = caller.world.now_ms();
    store::set_password(
        &mut tx,
        &Account { version, ..found.clone() },
        &hash,
        now,
        Some(now + rules.one_time_ms),
    )
    .await?;
    session::store::end_all(&mut tx, id, None, now, "password_reset").await?;
    session::store::forget_devices(&mut tx, id).await?;
    let reset = PasswordReset { one_time_password: Some(password) };
    tx.commit_with(Event::new("account.password_reset", "account", id).at_place(&found.brief.place), &reset)
        .await?;
    Ok(reset)
}

/// Takes the second factor away; the next sign-in sets up a new one. Ends all sessions.
pub async fn reset_second_factor(
    db: &Db,
    caller: &Caller<'_>,
    id: &str,
    version: i64,
) -> Result<(), ResetError> {
    let found = allowed(db, caller, id).await?;
    if found.version != version {
        return Err(anye_db::DbError::Stale.into());
    }
    let Begin::Fresh(mut tx) = db.begin(caller.scope()).await? else { return Ok(()) };
    let now = caller.world.now_ms();
    store::set_totp(&mut tx, id, None, None).await?;
    store::replace_recovery_codes(&mut tx, id, &[]).await?;
    session::store::end_all(&mut tx, id, None, now, "second_factor_reset").await?;
    session::store::forget_devices(&mut tx, id).await?;
    tx.commit(Event::new("account.second_factor_reset", "account", id).at_place(&found.brief.place)).await?;
    Ok(())
}

async fn allowed(db: &Db, caller: &Caller<'_>, id: &str) -> Result<Account, ResetError> {
    let found = store::find(&mut &*db, id).await?.ok_or(ResetError::Unknown)?;
    caller.require(db, Permission::AccountsManage, Target::place(&found.brief.place)).await?;
    if caller.actor.id == id { Err(ResetError::Own) } else { Ok(found) }
}
