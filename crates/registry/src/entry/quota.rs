//! Quotas (控制数): how many entries there may be at a place in a period, proposed by one person and put in force by another. Without one there may be none.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::Begin;
use anye_db::audit::Event;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::quota as store;
use crate::Registers;
use crate::rights::{may_since, must_since};

/// A quota as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Quota {
    /// Id.
    pub id: String,
    /// The register.
    pub register: String,
    /// Which of its quotas.
    pub quota: String,
    /// For this place.
    pub place: String,
    /// A year, a month, or empty for always.
    pub period: String,
    /// At most.
    pub most: i64,
    /// What it rests on.
    pub basis: String,
    /// proposed, in_force, replaced, refused
    pub state: String,
    /// Account of who proposed it.
    pub proposed_by: String,
    /// Their name.
    pub proposed_name: String,
    /// When.
    pub proposed_at: i64,
    /// Who decided.
    pub decided_name: Option<String>,
    /// When.
    pub decided_at: Option<i64>,
}

/// A quota to be proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewQuota {
    /// Which of the register's quotas.
    pub quota: String,
    /// For this place.
    pub place: String,
    /// A year, a month, or empty for always.
    pub period: String,
    /// At most.
    pub most: i64,
    /// What it rests on.
    pub basis: String,
}

/// Proposes one.
pub async fn propose_quota(
    rooms: &Registers,
    caller: &Caller<'_>,
    register: &str,
    new: &NewQuota,
) -> Result<Quota, Fault> {
    let register = rooms.register(register)?;
    let known = register
        .limits
        .iter()
        .any(|limit| matches!(&limit.most, anye_programmes::Most::Quota(id) if *id == new.quota));
    let wrong = |field: &'static str, code| {
        Err(Fault::new(ErrorKind::Invalid, "entry_invalid").field(FieldFault::new(field, code)))
    };
    if !known {
        return wrong("quota", "quota_unknown");
    }
    if new.most < 0 {
        return wrong("most", "quota_most");
    }
    if new.basis.trim().is_empty() || new.basis.chars().count() > 400 {
        return wrong("basis", "quota_basis");
    }
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let shape = match new.period.split_once('-') {
        None => new.period.is_empty() || (new.period.len() == 4 && digits(&new.period)),
        Some((year, month)) => year.len() == 4 && month.len() == 2 && digits(year) && digits(month),
    };
    if !shape {
        return wrong("period", "quota_period");
    }
    if rooms.core().places().find(&new.place, rooms.core().world.today()).is_none() {
        return wrong("place", "entry_place");
    }
    must_since(&rooms.registry, caller, Permission::RegistersWork, &new.place)?;
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let made = Quota {
        id: caller.world.new_id(),
        register: register.id.clone(),
        quota: new.quota.clone(),
        place: new.place.clone(),
        period: new.period.clone(),
        most: new.most,
        basis: new.basis.trim().to_owned(),
        state: "proposed".to_owned(),
        proposed_by: caller.actor.id.clone(),
        proposed_name: caller.actor.name.clone(),
        proposed_at: caller.world.now_ms(),
        decided_name: None,
        decided_at: None,
    };
    store::insert(&mut tx, &made).await?;
    let event = Event::new("quota.propose", "quota", &made.id).at_place(&made.place);
    let detail = serde_json::json!({ "register": made.register, "quota": made.quota, "period": made.period, "most": made.most });
    tx.commit_with(event.detail(&detail), &made).await?;
    Ok(made)
}

/// Puts a proposal in force or refuses it; never by who proposed it.
pub async fn decide_quota(
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
    accept: bool,
) -> Result<Quota, Fault> {
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = store::find(&mut tx, id).await?;
    let found = found
        .filter(|one| may_since(&rooms.registry, caller, Permission::RegistersRead, &one.place))
        .ok_or_else(|| Fault::not_found("quota"))?;
    must_since(&rooms.registry, caller, Permission::RegistersWork, &found.place)?;
    if found.state != "proposed" {
        return Err(Fault::new(ErrorKind::Conflict, "quota_decided"));
    }
    if found.proposed_by == caller.actor.id {
        return Err(Fault::new(ErrorKind::Denied, "second_person"));
    }
    let state = if accept { "in_force" } else { "refused" };
    let now = caller.world.now_ms();
    store::decide(&mut tx, &found, state, (&caller.actor.id, &caller.actor.name), now).await?;
    let after = store::find(&mut tx, id).await?.ok_or_else(|| Fault::not_found("quota"))?;
    let event = Event::new("quota.decide", "quota", id).at_place(&after.place);
    tx.commit_with(event.detail(&serde_json::json!({ "state": state, "most": after.most })), &after).await?;
    Ok(after)
}

/// The quotas of a register that the caller may see.
pub async fn quotas(rooms: &Registers, caller: &Caller<'_>, register: &str) -> Result<Vec<Quota>, Fault> {
    let register = rooms.register(register)?;
    let mut all = store::of(&mut &rooms.core().db, &register.id).await?;
    all.retain(|one| may_since(&rooms.registry, caller, Permission::RegistersRead, &one.place));
    Ok(all)
}
