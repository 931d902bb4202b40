//! Refusing a proposed version (退回), with a reason. Its proposer may do it too: that takes the proposal back.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::Begin;
use anye_db::audit::Event;

use super::approve::{decided, waiting};
use super::model::{State, Version};
use super::{must, store, written};
use crate::Policy;

/// Refuses the version in the state seen.
pub async fn refuse(
    policy: &Policy,
    caller: &Caller<'_>,
    id: &str,
    row_version: i64,
    reason: &str,
) -> Result<Version, Fault> {
    must(policy, caller, Permission::LawApprove)?;
    let reason = written("reason", "law_reason_missing", reason)?;
    let mut tx = match policy.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = waiting(&mut tx, id, row_version).await?;
    let replaces = store::published(&mut tx).await?.map(|before| before.id);
    let found = Version { replaces, ..found };
    let now = decided(&mut tx, caller, found, State::Refused, &reason).await?;
    let detail = serde_json::json!({ "version": now.version, "reason": reason });
    let event = Event::new("law.refuse", "law_version", id).at_place(&policy.pack.manifest().place);
    tx.commit_with(event.detail(&detail), &now).await?;
    Ok(now)
}
