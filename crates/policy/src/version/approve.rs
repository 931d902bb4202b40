//! Publishing a proposed version (审核发布): never by the person who proposed it. The version published before is superseded and kept.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Begin, DbError, WriteTx};

use super::model::{Decided, State, Version};
use super::{must, store};
use crate::Policy;

/// Publishes the version in the state seen.
pub async fn approve(
    policy: &Policy,
    caller: &Caller<'_>,
    id: &str,
    row_version: i64,
) -> Result<Version, Fault> {
    must(policy, caller, Permission::LawApprove)?;
    let mut tx = match policy.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = waiting(&mut tx, id, row_version).await?;
    if found.proposed_by == caller.actor.id {
        return Err(Fault::new(ErrorKind::Denied, "law_own_proposal"));
    }
    let before = store::published(&mut tx).await?;
    if let Some(before) = &before {
        store::supersede(&mut tx, before).await?;
    }
    let found = Version { replaces: before.map(|before| before.id), ..found };
    let now = decided(&mut tx, caller, found, State::Published, "").await?;
    let detail = serde_json::json!({ "version": now.version, "note": now.note, "proposed_by": now.proposed_name, "replaces": now.replaces });
    let event = Event::new("law.approve", "law_version", id).at_place(&policy.pack.manifest().place);
    tx.commit_with(event.detail(&detail), &now).await?;
    Ok(now)
}

/// The version, where it still waits and is as it was seen.
pub(super) async fn waiting(tx: &mut WriteTx<'_>, id: &str, row_version: i64) -> Result<Version, Fault> {
    let found = store::find(tx, id).await?.ok_or_else(|| Fault::not_found("law_version"))?;
    if let Some(by) = &found.decided {
        let fault = Fault::new(ErrorKind::Conflict, "law_version_decided").arg("who", &by.name);
        let at = anye_base::world::china_minute(by.at);
        return Err(fault.arg("at", at).arg("state", found.state.word()));
    }
    if found.row_version != row_version {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    Ok(found)
}

/// Writes the decision. What was published before it is kept with it, for the comparison.
pub(super) async fn decided(
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    found: Version,
    state: State,
    reason: &str,
) -> Result<Version, DbError> {
    let by = Decided {
        by: caller.actor.id.clone(),
        name: caller.actor.name.clone(),
        at: caller.world.now_ms(),
        reason: reason.to_owned(),
    };
    let seen = found.row_version;
    let now = Version { state, row_version: seen + 1, decided: Some(by.clone()), ..found };
    store::decide(tx, &now, &by, seen).await?;
    Ok(now)
}
