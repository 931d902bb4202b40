//! Acts on many cases at once (批量办理): taking on and handing over, shown before they happen, taken back within ten minutes. Never payments, never decisions.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, Db, Read, WriteTx};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{changed, may};
use crate::model::{Case, State};
use crate::store;
use crate::task::{Batch, Item};

/// So long it can be taken back.
pub const UNDO_MS: i64 = 10 * 60_000;
/// So many cases at most.
const MOST: usize = 500;

/// What is done with all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bulk {
    /// 签收
    Take,
    /// 移交: to this account and name.
    Hand(String, String),
}

impl Bulk {
    fn word(&self) -> &'static str {
        match self {
            Self::Take => "take",
            Self::Hand(..) => "hand",
        }
    }
}

/// What an act would do (预览).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Effect {
    /// Cases it changes.
    pub changes: Vec<String>,
    /// Cases it leaves alone, with the reason: closed, other, denied, gone.
    pub leaves: Vec<(String, String)>,
}

/// Says what would happen, and changes nothing.
///
/// # Errors
/// Too many or none, or the store's own.
pub async fn preview(db: &Db, caller: &Caller<'_>, bulk: &Bulk, ids: &[String]) -> Result<Effect, Fault> {
    let mut from = db;
    Ok(sorted(&mut from, caller, bulk, ids).await?.0)
}

async fn sorted(
    from: &mut impl Read,
    caller: &Caller<'_>,
    bulk: &Bulk,
    ids: &[String],
) -> Result<(Effect, Vec<Case>), Fault> {
    let mut ids: Vec<&String> = ids.iter().collect();
    ids.sort();
    ids.dedup();
    if ids.is_empty() || ids.len() > MOST {
        let fault = Fault::new(ErrorKind::Invalid, "task_none_chosen").arg("most", MOST);
        return Err(fault.field(FieldFault::new("case", "task_none_chosen").arg("most", MOST)));
    }
    let (mut effect, mut cases) = (Effect::default(), Vec::new());
    for id in ids {
        let found =
            store::find(from, id).await?.filter(|case| may(caller, Permission::CasesRead, &case.place));
        let Some(case) = found else {
            effect.leaves.push((id.clone(), "gone".to_owned()));
            continue;
        };
        let why = if case.state == State::Closed {
            Some("closed")
        } else if !may(caller, Permission::CasesWork, &case.place) {
            Some("denied")
        } else {
            others(caller, bulk, &case)
        };
        match why {
            Some(why) => effect.leaves.push((id.clone(), why.to_owned())),
            None => {
                effect.changes.push(id.clone());
                cases.push(case);
            }
        }
    }
    Ok((effect, cases))
}

/// Nobody takes what somebody else has; one hands over one's own, and who confirms for others hands over theirs.
fn others(caller: &Caller<'_>, bulk: &Bulk, case: &Case) -> Option<&'static str> {
    let owner = case.owner.as_ref().map(|(id, _)| id.as_str());
    let own = owner == Some(caller.actor.id.as_str());
    match bulk {
        Bulk::Take if owner.is_some() => Some(if own { "own" } else { "other" }),
        Bulk::Hand(to, _) if owner == Some(to.as_str()) => Some("own"),
        Bulk::Hand(..) if owner.is_some() && !own && !may(caller, Permission::CasesManage, &case.place) => {
            Some("other")
        }
        _ => None,
    }
}

/// Does it, for those it changes.
///
/// # Errors
/// Too many or none, or the store's own.
pub async fn bulk(
    db: &Db,
    caller: &Caller<'_>,
    bulk: &Bulk,
    ids: &[String],
    note: &str,
) -> Result<Batch, Fault> {
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let (_, cases) = sorted(&mut tx, caller, bulk, ids).await?;
    let now = caller.world.now_ms();
    let mut items = Vec::new();
    for case in cases {
        items.push(one(&mut tx, caller, bulk, case, note.trim(), now).await?);
    }
    let made = Batch {
        id: caller.world.new_id(),
        act: bulk.word().to_owned(),
        by: (caller.actor.id.clone(), caller.actor.name.clone()),
        made_at: now,
        until_at: now + UNDO_MS,
        state: "done".to_owned(),
        items,
    };
    store::task::keep_batch(&mut tx, &made).await?;
    let detail = json!({ "act": made.act, "cases": made.items.len() });
    tx.commit_with(Event::new("task.batch", "task_batch", &made.id).detail(&detail), &made).await?;
    Ok(made)
}

async fn one(
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    bulk: &Bulk,
    mut case: Case,
    note: &str,
    now: i64,
) -> Result<Item, Fault> {
    let mut item = Item {
        case: case.id.clone(),
        version: 0,
        owner: case.owner.clone(),
        acknowledged_at: case.acknowledged_at,
        next_escalation_at: case.next_escalation_at,
    };
    let before = case.owner.take().map(|(_, name)| name);
    let case = match bulk {
        Bulk::Take => {
            case.owner = Some((caller.actor.id.clone(), caller.actor.name.clone()));
            case.acknowledged_at = case.acknowledged_at.or(Some(now));
            if case.paused_at.is_none() {
                case.next_escalation_at = Some(case.due_at);
            }
            changed(tx, caller, case, "acknowledged", json!({ "before": before, "batch": true })).await?
        }
        Bulk::Hand(id, name) => {
            case.owner = Some((id.clone(), name.clone()));
            changed(
                tx,
                caller,
                case,
                "handed",
                json!({ "note": note, "before_name": before, "to_name": name }),
            )
            .await?
        }
    };
    item.version = case.row_version;
    Ok(item)
}

/// Takes a batch back within its time; cases that somebody worked on since stay as they are.
///
/// # Errors
/// Not there, somebody else's, undone already, or too late.
pub async fn undo(db: &Db, caller: &Caller<'_>, id: &str) -> Result<Effect, Fault> {
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => return Ok(Effect::default()),
    };
    let batch = store::task::batch(&mut tx, id).await?.filter(|one| one.by.0 == caller.actor.id);
    let batch = batch.ok_or_else(|| Fault::not_found("task_batch"))?;
    if batch.state == "waiting" && caller.world.now_ms() <= batch.until_at {
        // Nothing has happened yet: nothing is to be put back.
        store::task::undo_batch(&mut tx, id).await?;
        tx.commit_with(Event::new("task.undo", "task_batch", id), &()).await?;
        return Ok(Effect::default());
    }
    if batch.state != "done" || caller.world.now_ms() > batch.until_at {
        return Err(Fault::new(ErrorKind::Conflict, "task_too_late").arg("minutes", UNDO_MS / 60_000));
    }
    let mut effect = Effect::default();
    for item in &batch.items {
        let found = store::find(&mut tx, &item.case).await?.filter(|case| case.row_version == item.version);
        let Some(mut case) = found else {
            effect.leaves.push((item.case.clone(), "changed".to_owned()));
            continue;
        };
        case.owner.clone_from(&item.owner);
        case.acknowledged_at = item.acknowledged_at;
        case.next_escalation_at = item.next_escalation_at;
        changed(&mut tx, caller, case, "undone", json!({ "act": batch.act })).await?;
        effect.changes.push(item.case.clone());
    }
    store::task::undo_batch(&mut tx, id).await?;
    let detail = json!({ "act": batch.act, "cases": effect.changes.len() });
    tx.commit_with(Event::new("task.undo", "task_batch", id).detail(&detail), &()).await?;
    Ok(effect)
}

/// The caller's batches that can still be taken back.
///
/// # Errors
/// The store's own.
pub async fn undoable(db: &Db, caller: &Caller<'_>) -> Result<Vec<Batch>, Fault> {
    let mut from = db;
    let ids = store::task::undoable(&mut from, &caller.actor.id, caller.world.now_ms()).await?;
    let mut all = Vec::new();
    for id in ids {
        all.extend(store::task::batch(&mut from, &id).await?);
    }
    Ok(all)
}

/// Keeps a batch of a feature that acts when its time is over.
///
/// # Errors
/// The store's own.
pub async fn keep_batch(tx: &mut WriteTx<'_>, batch: &Batch) -> Result<(), Fault> {
    Ok(store::task::keep_batch(tx, batch).await?)
}

/// Batches of an act whose time to be taken back is over.
///
/// # Errors
/// The store's own.
pub async fn waiting_batches(db: &Db, act: &str, now: i64) -> Result<Vec<Batch>, Fault> {
    let mut from = db;
    let mut all = Vec::new();
    for id in store::task::over(&mut from, act, now).await? {
        all.extend(store::task::batch(&mut from, &id).await?);
    }
    Ok(all)
}

/// Says that a batch has acted.
///
/// # Errors
/// Taken back meanwhile.
pub async fn end_batch(tx: &mut WriteTx<'_>, id: &str) -> Result<(), Fault> {
    Ok(store::task::end_batch(tx, id).await?)
}
