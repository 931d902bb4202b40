//! Standing in (代办): while somebody is away a colleague sees their tasks. It gives no right: who stands in does only what they may do themselves.

use anye_access::Caller;
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, Db};
use serde_json::json;

use super::written;
use crate::store;
use crate::task::Delegation;

/// So long at most.
const MOST_DAYS: i32 = 90;

/// Days and reason of a delegation.
#[derive(Debug, Clone)]
pub struct Away {
    /// Who stands in: account and name.
    pub to: (String, String),
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Why.
    pub reason: String,
}

/// Asks a colleague to stand in.
///
/// # Errors
/// Oneself, days in the wrong order, over already or too many, no reason.
pub async fn delegate(db: &Db, caller: &Caller<'_>, away: &Away) -> Result<Delegation, Fault> {
    let reason = written("reason", &away.reason)?;
    let wrong = |field: &'static str, code: &'static str| {
        Fault::new(ErrorKind::Invalid, code).field(FieldFault::new(field, code))
    };
    if away.to.0 == caller.actor.id {
        return Err(wrong("to", "task_own_deputy"));
    }
    let days = (away.until - away.from).get_days();
    if away.until < away.from || away.until < caller.world.today() || days > MOST_DAYS {
        return Err(wrong("until", "task_days"));
    }
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let made = Delegation {
        id: caller.world.new_id(),
        from: (caller.actor.id.clone(), caller.actor.name.clone()),
        to: away.to.clone(),
        from_day: away.from.to_string(),
        to_day: away.until.to_string(),
        reason,
        ended_at: None,
    };
    store::task::delegate(&mut tx, &made, caller.world.now_ms()).await?;
    let detail = json!({ "to": made.to.0, "from_day": made.from_day, "to_day": made.to_day });
    tx.commit_with(Event::new("task.delegate", "account", &made.to.0).detail(&detail), &made).await?;
    Ok(made)
}

/// Ends one's own delegation before its time.
///
/// # Errors
/// Not there, not one's own, or ended already.
pub async fn end_delegation(db: &Db, caller: &Caller<'_>, id: &str) -> Result<(), Fault> {
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => return Ok(()),
    };
    store::task::end_delegation(&mut tx, id, &caller.actor.id, caller.world.now_ms()).await?;
    Ok(tx.commit_with(Event::new("task.delegate_end", "case_delegation", id), &()).await?)
}

/// Those that stand today or later, from and to the caller.
///
/// # Errors
/// The store's own.
pub async fn delegations(db: &Db, caller: &Caller<'_>) -> Result<Vec<Delegation>, Fault> {
    let today = caller.world.today().to_string();
    Ok(store::task::delegations(&mut &*db, &caller.actor.id, &today).await?)
}
