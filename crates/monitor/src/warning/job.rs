//! The job of a month close. Killed at any moment it begins its run anew: nobody saw the one that was cut off.

use anye_access::{Caller, Permission};
use anye_base::{Actor, ActorKind, Fault};
use anye_db::Begin;
use anye_db::audit::Event;
use anye_jobs::{Failure, Job, NewJob, Progress, Running, Work};
use anye_reporting::rights::must;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::close::close_months;
use crate::Monitor;

/// Kind of the job.
pub const KIND: &str = "monitor.close";

/// What is to be closed.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Input {
    form: String,
    from: String,
    to: String,
    account: String,
    name: String,
}

/// Puts a close into the queue.
///
/// # Errors
/// No such form or period, or no right.
pub async fn enqueue(monitor: &Monitor, caller: &Caller<'_>, form: &str, period: &str) -> Result<Job, Fault> {
    let (form, period) = monitor.reporting.form_period(form, period)?;
    let home = &monitor.core.settings.home_place;
    must(caller, Permission::FiguresFreeze, home, false)?;
    let mut tx = match monitor.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => {
            let id: String = before.read()?;
            let found = anye_jobs::find(&mut &monitor.core.db, &id).await?;
            return found.ok_or_else(|| Fault::not_found("job"));
        }
    };
    let input = Input {
        form: form.id.clone(),
        from: period.to_string(),
        to: period.to_string(),
        account: caller.actor.id.clone(),
        name: caller.actor.name.clone(),
    };
    let new = NewJob {
        kind: KIND,
        name: format!("{} {period} {}", form.id, caller.world.new_id()),
        title: format!("{} {period}", form.name.zh),
        input: serde_json::to_value(&input).map_err(|cause| Fault::internal(cause.to_string()))?,
        account: caller.actor.id.clone(),
        place: home.clone(),
    };
    let job = anye_jobs::enqueue(&mut tx, &new).await?;
    let event = Event::new("monitor.close_ask", "form", &form.id).at_place(home);
    tx.commit_with(event.detail(&json!({ "period": period.to_string(), "job": job.id })), &job.id).await?;
    Ok(job)
}

/// Closes months.
pub struct CloseWork(pub Monitor);

impl Work for CloseWork {
    fn run<'a>(&'a self, job: &'a Job, progress: &'a mut Progress<'_>) -> Running<'a> {
        Box::pin(async move {
            let input: Input = job.read()?;
            let (id, name) = (input.account, input.name);
            let actor =
                Actor { kind: ActorKind::Person, id, name, source: "job".to_owned(), trace: String::new() };
            progress.step(0, 1, json!({})).await?;
            let closed = close_months(&self.0, &actor, &input.form, &input.from, &input.to)
                .await
                .map_err(|fault| Failure::of(&fault))?;
            progress.step(1, 1, json!({})).await?;
            serde_json::to_value(&closed).map_err(|cause| Failure::Final(cause.to_string()))
        })
    }
}
