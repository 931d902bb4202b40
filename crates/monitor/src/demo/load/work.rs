//! The job that loads in the background, stage by stage. Killed at any moment, it goes on with the stage it was in.

use anye_base::{Actor, ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Read as _, sql};
use anye_jobs::{Failure, Job, NewJob, Progress, Running, State, Work};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Loader;
use crate::Monitor;

/// Kind of the job.
pub const KIND: &str = "demo.load";

/// What is loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// county, city, province, nation.
    pub scale: String,
    /// The seed.
    pub seed: String,
    /// Account that is let report for employers; empty: none.
    pub account: String,
}

/// Puts the job into the queue. The same size and seed are the same job.
///
/// # Errors
/// The store is no demo, or holds another size already.
pub async fn enqueue(monitor: &Monitor, wish: &Wish) -> Result<Job, Fault> {
    let scale = wish.scale.parse().map_err(|_| Fault::new(ErrorKind::Invalid, "demo_scale"))?;
    Loader::new(monitor, scale, &wish.seed, &wish.account)?;
    let core = &monitor.core;
    let actor = Actor::system("demo");
    let mut tx = core.db.begin_internal(&core.world, &actor).await?;
    let new = NewJob {
        kind: KIND,
        name: "demo".to_owned(),
        title: format!("装入合成数据 Loading synthetic data ({})", wish.scale),
        input: serde_json::to_value(wish).map_err(Fault::internal)?,
        account: wish.account.clone(),
        place: core.settings.home_place.clone(),
    };
    let job = anye_jobs::enqueue(&mut tx, &new).await?;
    let event = Event::new("demo.load_ask", "job", &job.id);
    tx.commit(event.detail(&json!({ "scale": wish.scale, "seed": wish.seed }))).await?;
    Ok(job)
}

/// Whether the demo is still being loaded: its cases are of days past, and nobody has had the time to take them on.
///
/// # Errors
/// The store's own.
pub async fn is_loading(monitor: &Monitor) -> Result<bool, Fault> {
    if !monitor.core.settings.demo {
        return Ok(false);
    }
    let query = sql("select state from job where kind = $1 and name = 'demo'").bind(KIND);
    let mut from = &monitor.core.db;
    let row = from.optional(query).await?;
    let state = row.map(|row| row.text("state")).transpose()?.and_then(|word| State::from_word(&word));
    Ok(state.is_some_and(|state| !state.is_final()))
}

/// Loads.
pub struct LoadWork(pub Monitor);

impl Work for LoadWork {
    fn run<'a>(&'a self, job: &'a Job, progress: &'a mut Progress<'_>) -> Running<'a> {
        Box::pin(async move {
            let wish: Wish = job.read()?;
            let scale = wish.scale.parse().map_err(|_| Failure::Final("demo_scale".to_owned()))?;
            let loader = Loader::new(&self.0, scale, &wish.seed, &wish.account).map_err(failed)?;
            let stages = loader.stages();
            let total = i64::try_from(stages.len()).unwrap_or(i64::MAX);
            let begun = progress.checkpoint().as_i64().unwrap_or(0);
            for (stage, done) in stages.iter().zip(1..).filter(|(_, done)| *done > begun) {
                loader.run(stage).await.map_err(|fault| {
                    tracing::error!(stage = ?stage, cause = %fault, "the demo cannot be loaded");
                    failed(fault)
                })?;
                progress.step(done, total, json!(done)).await?;
            }
            Ok(json!({ "stages": total, "scale": wish.scale, "seed": wish.seed }))
        })
    }
}

fn failed(fault: Fault) -> Failure {
    match fault.kind {
        ErrorKind::Stale | ErrorKind::Unavailable => Failure::Passing(fault.to_string()),
        _ => Failure::Final(format!("{}: {fault}", fault.code)),
    }
}
