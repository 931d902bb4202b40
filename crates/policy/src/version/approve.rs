//! Publishing a proposed version (审核发布): never by the person who proposed it. The version published before is superseded and kept.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Begin, DbError, WriteTx};
use anye_law::span::Severity;

use super::model::{Decided, State, Version};
use super::{must, store, written};
use crate::Policy;

/// What has to be known before a version may be published, worked out before anything is locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The rule book in use, kept.
    pub from: String,
    /// The rule book that would take its place.
    pub to: String,
    /// Both say the same law: there is nothing to simulate.
    pub same: bool,
    /// Whether a simulation of exactly this change was finished.
    pub simulated: bool,
}

/// Looks at a version as somebody who is to publish it: compiled and checked again, held against the law in use.
pub async fn proof(policy: &Policy, id: &str) -> Result<Proof, Fault> {
    let mut db = &policy.core.db;
    let kept = store::kept(&mut db, id).await?.ok_or_else(|| Fault::not_found("law_version"))?;
    let (to, now) = (kept.id.clone(), policy.now());
    let look = move || -> Result<(String, bool), Fault> {
        let before = now.used.kept(&now.pack);
        if before.id == kept.id && !now.law.has_errors() {
            return Ok((before.id.clone(), true));
        }
        let checked = now.pack.checked(kept.build()?);
        let errors = checked.diagnostics.iter().filter(|one| one.severity == Severity::Error).count();
        if errors > 0 {
            let fault = Fault::new(ErrorKind::Invalid, "law_obstacles");
            return Err(fault.arg("errors", errors).arg("failing", 0));
        }
        Ok((before.id.clone(), before.sources()?.same_law(&kept.sources()?)))
    };
    let (from, same) = tokio::task::spawn_blocking(look).await.map_err(Fault::internal)??;
    let simulated = crate::simulation::is_simulated(&mut db, &from, &to).await?;
    Ok(Proof { from, to, same, simulated })
}

/// Publishes the version in the state seen and puts it in use. Its change must have been simulated; where it changes no rule, the reason says why that
/// is not needed.
pub async fn approve(
    policy: &Policy,
    caller: &Caller<'_>,
    id: &str,
    row_version: i64,
    reason: &str,
) -> Result<Version, Fault> {
    must(policy, caller, Permission::LawApprove)?;
    policy.refresh().await?;
    let now = policy.now();
    let proof = proof(&now, id).await?;
    let mut tx = match policy.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = waiting(&mut tx, id, row_version).await?;
    if found.proposed_by == caller.actor.id {
        return Err(Fault::new(ErrorKind::Denied, "law_own_proposal"));
    }
    let before = store::published(&mut tx).await?;
    if before.as_ref().map(|one| &one.id) != now.version_in_use().map(|one| &one.id) {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    let reason = reasoned(&proof, reason)?;
    if let Some(before) = &before {
        store::supersede(&mut tx, before).await?;
    }
    let found = Version { replaces: before.map(|before| before.id), ..found };
    let done = decided(&mut tx, caller, found, State::Published, &reason).await?;
    let detail = serde_json::json!({ "version": done.version, "note": done.note, "proposed_by": done.proposed_name,
        "replaces": done.replaces, "simulated": proof.simulated, "reason": reason });
    let event = Event::new("law.approve", "law_version", id).at_place(&policy.pack.manifest().place);
    tx.commit_with(event.detail(&detail), &done).await?;
    policy.refresh().await?;
    Ok(done)
}

/// Simulated, or a reason why not, which only a version that changes no rule may have.
fn reasoned(proof: &Proof, reason: &str) -> Result<String, Fault> {
    match (proof.simulated, proof.same) {
        (true, _) => Ok(reason.trim().chars().take(super::LONGEST).collect()),
        (false, true) => written("reason", "law_unsimulated_reason", reason),
        (false, false) => Err(Fault::new(ErrorKind::Conflict, "law_simulation_missing")),
    }
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
