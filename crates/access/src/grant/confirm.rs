//! Confirming an administrator role (确认授权): by another person than the one who asked for it and the one who gets it.

use anye_db::audit::Event;
use anye_db::{Begin, Db};

use super::request::person_of;
use super::{GrantState, store};
use crate::account::store as accounts;
use crate::caller::Caller;
use crate::fault::failures;
use crate::model::{Permission, Target, exclusive};
use crate::session;

failures! {
    /// Why a grant was not confirmed.
    ConfirmGrantError, denied {
        /// There is no such grant.
        Unknown => NotFound "grant_unknown",
        /// It waits for nobody.
        NotWaiting => Conflict "grant_not_waiting",
        /// The one who asked, or who gets it, cannot be the second person.
        SamePerson => Conflict "grant_same_person",
        /// The person has come to hold a role that excludes this one.
        Exclusive {
            /// The role held.
            held: &'static str,
            /// The role asked for.
            wanted: &'static str
        } => Conflict "grant_exclusive",
    }
}

/// Confirms it. `version` is the one that was seen.
pub async fn confirm_grant(
    db: &Db,
    caller: &Caller<'_>,
    id: &str,
    version: i64,
) -> Result<(), ConfirmGrantError> {
    let seen = store::find(&mut &*db, id).await?.ok_or(ConfirmGrantError::Unknown)?;
    caller.require(db, Permission::GrantsManage, Target::place(&seen.place)).await?;
    let Begin::Fresh(mut tx) = db.begin(caller.scope()).await? else { return Ok(()) };
    store::lock_administrators(&mut tx).await?;
    accounts::lock_person(&mut tx, &seen.person_key).await?;
    if seen.state != GrantState::Requested {
        return Err(ConfirmGrantError::NotWaiting);
    }
    let confirmer = person_of(&mut tx, &caller.actor.id).await?.ok_or(ConfirmGrantError::SamePerson)?;
    let asker = person_of(&mut tx, &seen.requested_by).await?;
    if asker.as_deref() == Some(confirmer.as_str()) || confirmer == seen.person_key {
        return Err(ConfirmGrantError::SamePerson);
    }
    let live = store::live_of_person(&mut tx, &seen.person_key, caller.world.today()).await?;
    if let Some(other) = live.iter().find(|grant| exclusive(grant.role, seen.role)) {
        return Err(ConfirmGrantError::Exclusive { held: other.role.word(), wanted: seen.role.word() });
    }
    let now = caller.world.now_ms();
    store::confirm(&mut tx, id, version, &caller.actor.id, now).await?;
    session::store::end_all(&mut tx, &seen.account.id, None, now, "role_changed").await?;
    let event = Event::new("grant.confirmed", "account", &seen.account.id).at_place(&seen.place);
    tx.commit(
        event.detail(&serde_json::json!({ "role": seen.role.word(), "requested_by": seen.requested_by })),
    )
    .await?;
    Ok(())
}
