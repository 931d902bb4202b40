//! Opening a case (立案), in the transaction of what brings it about. The same again, while a case is open, is counted there and may raise its level.

use anye_db::{DbError, WriteTx};
use serde_json::json;

use crate::model::{Case, NewCase, State, badness};
use crate::store;

/// What became of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Opened {
    /// A new case.
    New(Case),
    /// The case that was open already.
    Merged(Case),
}

impl Opened {
    /// The case.
    pub fn case(&self) -> &Case {
        match self {
            Self::New(case) | Self::Merged(case) => case,
        }
    }
}

/// Opens it. Who calls has decided that it may be opened and writes the audit record when it commits.
///
/// # Errors
/// The store's own.
pub async fn open_in(
    tx: &mut WriteTx<'_>,
    by: (&str, &str),
    id: String,
    now_ms: i64,
    plan: &NewCase,
) -> Result<Opened, DbError> {
    if let Some(there) = store::open_of(tx, &plan.kind, &plan.merge_key).await? {
        return merged(tx, by, now_ms, there, plan).await.map(Opened::Merged);
    }
    let last = plan.steps.iter().map(|step| step.within_ms).min().unwrap_or(0);
    let made = Case {
        id,
        kind: plan.kind.clone(),
        subject_kind: plan.subject.0.clone(),
        subject: plan.subject.1.clone(),
        place: plan.place.clone(),
        title: plan.title.clone(),
        level: plan.level.clone(),
        state: State::Open,
        merge_key: plan.merge_key.clone(),
        repeats: 0,
        opened_at: now_ms,
        due_at: now_ms + plan.steps.first().map_or(last, |step| step.within_ms),
        owner: None,
        acknowledged_at: None,
        answers: plan.place.clone(),
        escalations: 0,
        next_escalation_at: plan.acknowledge_ms.map(|within| now_ms + within),
        closed_at: None,
        outcome: None,
        outcome_note: None,
        detail: plan.detail.clone(),
        row_version: 1,
        needs: String::new(),
        paused_at: None,
        returned: 0,
        page: String::new(),
    };
    store::insert(tx, &made, plan).await?;
    let detail = json!({ "level": made.level, "zh": made.title.zh, "en": made.title.en });
    store::happened(tx, &made.id, by, now_ms, "opened", &detail).await?;
    Ok(Opened::New(made))
}

async fn merged(
    tx: &mut WriteTx<'_>,
    by: (&str, &str),
    now_ms: i64,
    mut there: Case,
    plan: &NewCase,
) -> Result<Case, DbError> {
    let seen = there.row_version;
    there.row_version += 1;
    there.repeats += 1;
    // Worse is taken at once; better waits until somebody has looked.
    let worse = badness(&plan.level) > badness(&there.level);
    let before = there.level.clone();
    if worse {
        there.level.clone_from(&plan.level);
        if there.acknowledged_at.is_none() {
            let within = plan.acknowledge_ms.map(|within| now_ms + within);
            there.next_escalation_at = [there.next_escalation_at, within].into_iter().flatten().min();
        }
    }
    store::update(tx, &there, seen).await?;
    let detail = json!({ "level": there.level, "before": before, "zh": plan.title.zh, "en": plan.title.en, "detail": plan.detail });
    store::happened(tx, &there.id, by, now_ms, "repeated", &detail).await?;
    Ok(there)
}
