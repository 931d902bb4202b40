//! Deciding many at once, by exception (批量核准): what the law grants without a doubt waits ten minutes and is then decided; everything else is looked at one by one.
//!
//! Taken back within that time, nothing was decided: a decision itself is never taken back. What changed meanwhile is left for a person.

use anye_access::{Caller, Permission};
use anye_base::{Actor, ActorKind, ErrorKind, Fault};
use anye_casework::task::{Batch, Item};
use anye_casework::use_case::{self as tasks, UNDO_MS};
use anye_db::Begin;
use anye_db::audit::Event;
use anye_programmes::StepAct;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::decide::{Wanted, keep, record};
use super::held::Held;
use super::rights::may;
use super::settle;
use crate::Service;
use crate::form::look;
use crate::model::Stand;
use crate::store;

/// The act, as batches keep it.
const ACT: &str = "grant";
/// So many cases are looked at in one go.
const MOST: u32 = 100;

/// A case that waits for the caller's decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Waiting {
    /// The case.
    pub case_id: String,
    /// Its number.
    pub number: String,
    /// Title in both languages, the name masked.
    pub title: (String, String),
    /// What the law would give, in fen.
    pub amount_fen: Option<i64>,
    /// Why it is not decided together: refused, unknown, same_person, returned, corrected; none: it can be.
    pub exception: Option<String>,
    /// The number of the case.
    pub version: i64,
}

/// Cases whose next step is a decision of the caller's office, those without an exception first.
///
/// # Errors
/// The store's own.
pub async fn waiting(service: &Service, caller: &Caller<'_>) -> Result<Vec<Waiting>, Fault> {
    let service = &service.now();
    let mut all = Vec::new();
    for id in store::list::open_ids(&mut &service.core.db, MOST).await? {
        all.extend(one(service, caller, &id).await?);
    }
    all.sort_by_key(|one| one.exception.is_some());
    Ok(all)
}

async fn one(service: &Service, caller: &Caller<'_>, id: &str) -> Result<Option<Waiting>, Fault> {
    let mut from = &service.core.db;
    let Ok(Some(held)) = Held::of(service, &mut from, id).await else { return Ok(None) };
    let Some(step) = held.step().filter(|step| step.acts.contains(&StepAct::Decide)) else { return Ok(None) };
    let permission = super::rights::permission(step.role);
    if held.row.stand != Stand::Working
        || permission != Permission::ServiceCheck
        || !may(caller, permission, &held.office(service))
    {
        return Ok(None);
    }
    let own = store::case::decisions(&mut from, id).await?;
    let but: Vec<String> = own.iter().map(|one| one.decision.clone()).collect();
    let today = service.core.world.today();
    let seen = look(service, &mut from, &[held.programme], &held.application, today, (false, &but)).await?;
    let law = seen.outcome(held.programme);
    let corrected = held.application.answers.keys().any(|key| key.starts_with("e."));
    let exception = match law {
        _ if held.four_eyes(&mut from, caller, step).await.is_err() => Some("same_person"),
        None => Some("unknown"),
        Some(false) => Some("refused"),
        Some(true) if held.flow.case.returned > 0 => Some("returned"),
        Some(true) if corrected => Some("corrected"),
        Some(true) => None,
    };
    let amounts = seen.answers.iter().filter_map(|(_, _, decision)| decision.as_ref()?.amount_fen);
    Ok(Some(Waiting {
        case_id: held.row.case_id.clone(),
        number: held.row.number.clone(),
        title: (held.flow.case.title.zh.clone(), held.flow.case.title.en.clone()),
        amount_fen: (law == Some(true)).then(|| amounts.sum()).filter(|sum: &i64| *sum > 0),
        exception: exception.map(str::to_owned),
        version: held.flow.case.row_version,
    }))
}

/// Wants them decided: in ten minutes, unless it is taken back.
///
/// # Errors
/// None chosen, or one that has an exception.
pub async fn together(service: &Service, caller: &Caller<'_>, ids: &[String]) -> Result<Batch, Fault> {
    let mut items = Vec::new();
    for id in ids {
        let found = one(&service.now(), caller, id).await?.filter(|one| one.exception.is_none());
        let found = found.ok_or_else(|| Fault::new(ErrorKind::Conflict, "service_exception"))?;
        items.push(Item {
            case: found.case_id,
            version: found.version,
            owner: None,
            acknowledged_at: None,
            next_escalation_at: None,
        });
    }
    if items.is_empty() {
        return Err(Fault::new(ErrorKind::Invalid, "task_none_chosen").arg("most", MOST));
    }
    let mut tx = match service.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let now = caller.world.now_ms();
    let made = Batch {
        id: caller.world.new_id(),
        act: ACT.to_owned(),
        by: (caller.actor.id.clone(), caller.actor.name.clone()),
        made_at: now,
        until_at: now + UNDO_MS,
        state: "waiting".to_owned(),
        items,
    };
    tasks::keep_batch(&mut tx, &made).await?;
    let event = Event::new("service.together", "task_batch", &made.id);
    tx.commit_with(event.detail(&json!({ "cases": made.items.len() })), &made).await?;
    Ok(made)
}

/// Decides what has waited long enough; how many were decided. What changed meanwhile is left as it is.
///
/// # Errors
/// The store's own.
pub async fn decide_waiting(service: &Service) -> Result<usize, Fault> {
    service.policy.refresh().await?;
    let service = &service.now();
    let (db, world) = (&service.core.db, &service.core.world);
    let mut done = 0;
    for batch in tasks::waiting_batches(db, ACT, world.now_ms()).await? {
        let actor = Actor {
            kind: ActorKind::Person,
            id: batch.by.0.clone(),
            name: batch.by.1.clone(),
            source: "batch".to_owned(),
            trace: batch.id.clone(),
        };
        for item in &batch.items {
            match decided(service, &actor, item).await {
                Ok(true) => done += 1,
                Ok(false) => {}
                Err(fault) if fault.kind == ErrorKind::Unavailable => return Err(fault),
                Err(fault) => {
                    tracing::warn!(case = item.case, %fault, "a case of a batch is left for a person")
                }
            }
        }
        let mut tx = db.begin_internal(world, &actor).await?;
        tasks::end_batch(&mut tx, &batch.id).await?;
        tx.commit(Event::new("service.together_done", "task_batch", &batch.id)).await?;
    }
    Ok(done)
}

async fn decided(service: &Service, actor: &Actor, item: &Item) -> Result<bool, Fault> {
    let (db, world) = (&service.core.db, &service.core.world);
    let mut tx = db.begin_internal(world, actor).await?;
    let Some(mut held) = Held::of(service, &mut tx, &item.case).await? else { return Ok(false) };
    if held.flow.case.row_version != item.version || held.row.stand != Stand::Working {
        return Ok(false);
    }
    let kept = keep(service, &mut tx, &held).await?;
    if kept.by_law != Some(true) {
        return Ok(false);
    }
    let (now, by) = (world.now_ms(), (actor.id.as_str(), actor.name.as_str()));
    record(&mut tx, &held, &kept, Wanted { grant: true, reason: "", amount_fen: None }, by, None, now)
        .await?;
    settle::decided(service, &mut tx, &mut held, by, true, "").await?;
    let detail =
        json!({ "act": "decide", "stand": held.row.stand, "number": held.row.number, "batch": true });
    tx.commit(Event::new("service.act", "case", &item.case).at_place(&held.row.place).detail(&detail))
        .await?;
    Ok(true)
}
