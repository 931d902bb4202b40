//! Merging by two people (合并), and parting again (撤销): one proposes, another decides. Only a pointer is set and taken back.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, WriteTx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Pair;
use crate::Registry;
use crate::person::model::{Person, State};
use crate::person::scope::seen;
use crate::person::sealing::scrubbed;
use crate::person::store;
use crate::rights::must_since;

const LONGEST: usize = 200;

/// A merge that somebody wants.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[schema(as = registry::Proposal)]
#[serde(default)]
pub struct Proposal {
    /// The record that stays.
    pub keep: String,
    /// Why.
    pub note: String,
}

/// What another person makes of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[schema(as = registry::Decision)]
#[serde(default)]
pub struct Decision {
    /// They are one person; otherwise they are two, and the pair is not shown again.
    pub same: bool,
    /// Why.
    pub note: String,
}

fn noted(note: &str) -> Result<String, Fault> {
    let note = scrubbed(note);
    if (2..=LONGEST).contains(&note.chars().count()) {
        return Ok(note);
    }
    let field = FieldFault::new("note", "person_reveal_note").arg("most", LONGEST);
    Err(Fault::new(ErrorKind::Invalid, "person_reveal_note").arg("most", LONGEST).field(field))
}

fn state(code: &'static str) -> Fault {
    Fault::new(ErrorKind::Conflict, code)
}

/// The pair with its records, both of which the caller may change like this.
async fn open(
    registry: &Registry,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    id: &str,
    (permission, version): (Permission, i64),
) -> Result<(Pair, Person, Person), Fault> {
    let pair = store::pair_by_id(tx, id).await?.ok_or_else(|| Fault::not_found("person_pair"))?;
    let mut both = Vec::new();
    for id in [&pair.one, &pair.other] {
        let found = seen(registry, caller, Permission::PersonsRead, store::by_id(tx, id).await?)?;
        both.push(found);
    }
    for one in &both {
        must_since(registry, caller, permission, &one.place)?;
    }
    if pair.version != version {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    let (Some(other), Some(one)) = (both.pop(), both.pop()) else {
        return Err(Fault::not_found("person_pair"));
    };
    Ok((pair, one, other))
}

/// Proposes to merge a pair.
pub async fn propose(
    registry: &Registry,
    caller: &Caller<'_>,
    id: &str,
    version: i64,
    proposal: &Proposal,
) -> Result<(), Fault> {
    let note = noted(&proposal.note)?;
    let mut tx = match registry.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => return Ok(()),
    };
    let (mut pair, one, other) =
        open(registry, &mut tx, caller, id, (Permission::PersonsEdit, version)).await?;
    if !matches!(pair.state.as_str(), "open" | "undone" | "distinct") {
        return Err(state("person_pair_state"));
    }
    if one.state == State::Merged || other.state == State::Merged {
        return Err(state("person_is_merged"));
    }
    if proposal.keep != one.id && proposal.keep != other.id {
        let field = FieldFault::new("keep", "person_pair_keep");
        return Err(Fault::new(ErrorKind::Invalid, "person_pair_keep").field(field));
    }
    pair.state = "proposed".into();
    pair.keep = Some(proposal.keep.clone());
    pair.proposed_at = Some(caller.world.now_ms());
    pair.proposed_by = Some(caller.actor.id.clone());
    pair.proposed_name = Some(caller.actor.name.clone());
    pair.proposed_note = note;
    (pair.decided_at, pair.decided_by, pair.decided_name) = (None, None, None);
    pair.decided_note = String::new();
    store::put_pair(&mut tx, &pair).await?;
    let detail = serde_json::json!({ "keep": pair.keep, "leaves": pair.leaves() });
    let event = Event::new("person.merge_propose", "person_pair", id).at_place(&one.place).detail(&detail);
    Ok(tx.commit(event).await?)
}

/// Decides what somebody else proposed.
pub async fn decide(
    registry: &Registry,
    caller: &Caller<'_>,
    id: &str,
    version: i64,
    decision: &Decision,
) -> Result<(), Fault> {
    let note = noted(&decision.note)?;
    let mut tx = match registry.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => return Ok(()),
    };
    let (mut pair, one, other) =
        open(registry, &mut tx, caller, id, (Permission::PersonsMerge, version)).await?;
    if pair.state != "proposed" {
        return Err(state("person_pair_state"));
    }
    if pair.proposed_by.as_deref() == Some(&caller.actor.id) {
        return Err(Fault::new(ErrorKind::Denied, "person_pair_same"));
    }
    let keep = pair.keep.clone().unwrap_or_default();
    let (stays, leaves) = if keep == one.id { (&one, &other) } else { (&other, &one) };
    if decision.same {
        if stays.state == State::Merged || leaves.state == State::Merged {
            return Err(state("person_is_merged"));
        }
        store::set_merged(&mut tx, &leaves.id, leaves.version, Some(&stays.id)).await?;
    }
    pair.state = if decision.same { "merged" } else { "distinct" }.into();
    close(&mut pair, caller, note);
    store::put_pair(&mut tx, &pair).await?;
    let act = if decision.same { "person.merge" } else { "person.distinct" };
    let detail = serde_json::json!({ "keep": stays.id, "leaves": leaves.id });
    tx.note(Event::new(act, "person", &leaves.id).at_place(&leaves.place).detail(&detail));
    Ok(tx.commit(Event::new(act, "person", &stays.id).at_place(&stays.place).detail(&detail)).await?)
}

/// Parts what was merged: everything is as it was.
pub async fn undo(
    registry: &Registry,
    caller: &Caller<'_>,
    id: &str,
    version: i64,
    note: &str,
) -> Result<(), Fault> {
    let note = noted(note)?;
    let mut tx = match registry.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => return Ok(()),
    };
    let (mut pair, one, other) =
        open(registry, &mut tx, caller, id, (Permission::PersonsMerge, version)).await?;
    if pair.state != "merged" {
        return Err(state("person_pair_state"));
    }
    let leaves = if pair.keep.as_deref() == Some(&one.id) { &other } else { &one };
    store::set_merged(&mut tx, &leaves.id, leaves.version, None).await?;
    pair.state = "undone".into();
    close(&mut pair, caller, note);
    store::put_pair(&mut tx, &pair).await?;
    let detail = serde_json::json!({ "pair": id });
    Ok(tx
        .commit(Event::new("person.part", "person", &leaves.id).at_place(&leaves.place).detail(&detail))
        .await?)
}

fn close(pair: &mut Pair, caller: &Caller<'_>, note: String) {
    pair.decided_at = Some(caller.world.now_ms());
    pair.decided_by = Some(caller.actor.id.clone());
    pair.decided_name = Some(caller.actor.name.clone());
    pair.decided_note = note;
}
