//! Escalation (升级): a case that nobody takes on, or whose deadline passed, goes up one place at a time. A job looks for them; looking twice does nothing twice.

use anye_base::{Actor, World};
use anye_db::audit::Event;
use anye_db::{Db, DbError};
use anye_jobs::{Failure, Job, Progress, Running, Work};
use serde_json::json;

use crate::model::Case;
use crate::store;

/// The kind of the job.
pub const ESCALATE_KIND: &str = "case.escalate";
/// Cases taken up in one transaction.
const AT_ONCE: u32 = 200;
/// After the first time, a case goes up again when so long nobody has moved.
const AGAIN_MS: i64 = 24 * 3_600_000;

/// Tells the place above another, on a day.
pub type Above = dyn Fn(&str) -> Option<String> + Send + Sync;

/// Takes every case up that is due for it.
///
/// # Errors
/// The store's own.
pub async fn escalate_due(db: &Db, world: &World, above: &Above) -> Result<Vec<Case>, DbError> {
    let actor = Actor::system("casework");
    let mut all = Vec::new();
    loop {
        let now = world.now_ms();
        let mut tx = db.begin_internal(world, &actor).await?;
        let query = store::question("where state = 'open'").push_bind(" and next_escalation_at <= {}", now);
        let due =
            store::select(&mut tx, query.push(&format!(" order by next_escalation_at, id limit {AT_ONCE}")))
                .await?;
        if due.is_empty() {
            return Ok(all);
        }
        let count = due.len();
        for mut case in due {
            let seen = case.row_version;
            let from = case.answers.clone();
            let up = above(&from);
            case.row_version += 1;
            case.escalations += 1;
            // At the top it stays there, and nobody is told again.
            case.next_escalation_at = up.is_some().then_some(now + AGAIN_MS);
            case.answers = up.unwrap_or_else(|| from.clone());
            store::update(&mut tx, &case, seen).await?;
            let why = if case.acknowledged_at.is_none() { "nobody" } else { "late" };
            let detail = json!({ "from": from, "to": case.answers, "why": why });
            store::happened(&mut tx, &case.id, (&actor.id, &actor.name), now, "escalated", &detail).await?;
            all.push(case);
        }
        tx.commit(Event::new("case.escalate", "case", "").detail(&json!({ "cases": count }))).await?;
    }
}

/// The job.
pub struct EscalateWork {
    /// The store.
    pub db: Db,
    /// The clock.
    pub world: World,
    /// Who stands above a place.
    pub above: std::sync::Arc<Above>,
}

impl Work for EscalateWork {
    fn run<'a>(&'a self, _: &'a Job, _: &'a mut Progress<'_>) -> Running<'a> {
        Box::pin(async move {
            let taken = escalate_due(&self.db, &self.world, &*self.above).await;
            let taken = taken.map_err(|cause| Failure::Passing(cause.to_string()))?;
            Ok(json!({ "escalated": taken.len() }))
        })
    }
}
