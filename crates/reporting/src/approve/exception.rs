//! Approval by exception as a job (批量审核): clean reports together, doubtful ones only where a person has looked at them and says so.
//! Killed at any moment, nothing is half: a step is one transaction, and what is approved is not found again.

use anye_access::{Behalf, Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::Begin;
use anye_db::audit::Event;
use anye_jobs::{Failure, Job, NewJob, Progress, Running, Work};
use anye_registry::Asking;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::level::{next_level, word};
use super::many::{Chunk, approve_chunk};
use crate::Reporting;
use crate::reporter::path_of;
use crate::rights::must;

/// Kind of the job.
pub const KIND: &str = "reports.approve";
/// Reports of one step.
const STEP: u32 = 5_000;

/// What about reports with warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WithDoubts {
    /// They stay for a person.
    #[default]
    Leave,
    /// They were looked at and are approved too.
    Approve,
}

/// What is approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ApprovalInput {
    /// Form.
    pub form: String,
    /// Period.
    pub period: String,
    /// Place under which the reports lie.
    pub place: String,
    /// Number of approvals they have: the level on the form's path that approves now.
    pub approvals: i64,
    /// What about doubtful ones.
    #[serde(default)]
    pub doubtful: WithDoubts,
}

/// What the job works on: the wish, the moment, and on whose behalf.
#[derive(Debug, Serialize, Deserialize)]
struct Input {
    wish: ApprovalInput,
    until: i64,
    #[serde(flatten)]
    behalf: Behalf,
}

/// Enqueues the job.
pub async fn enqueue(reporting: &Reporting, caller: &Caller<'_>, wish: &ApprovalInput) -> Result<Job, Fault> {
    let (form, period) = reporting.form_period(&wish.form, &wish.period)?;
    if next_level(form, wish.approvals).is_none() {
        return Err(Fault::new(ErrorKind::Invalid, "report_no_such_level"));
    }
    path_of(&reporting.core.places(), &wish.place, reporting.tree_day(period))?;
    must(caller, Permission::ReportApprove, &wish.place, false)?;
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let input = Input { wish: wish.clone(), until: caller.world.now_ms(), behalf: Behalf::of(caller) };
    let new = NewJob {
        kind: KIND,
        name: caller.world.new_id(),
        title: format!("{} {} {}", form.name.zh, wish.period, wish.place),
        input: serde_json::to_value(&input).map_err(Fault::internal)?,
        account: caller.actor.id.clone(),
        place: wish.place.clone(),
    };
    let job = anye_jobs::enqueue(&mut tx, &new).await?;
    let event = Event::new("report.approve_ask", "job", &job.id).at_place(&wish.place);
    tx.commit_with(event.detail(&serde_json::to_value(wish).map_err(Fault::internal)?), &job).await?;
    Ok(job)
}

/// Approves.
pub struct ApproveWork(pub Reporting);

impl Work for ApproveWork {
    fn run<'a>(&'a self, job: &'a Job, progress: &'a mut Progress<'_>) -> Running<'a> {
        Box::pin(async move {
            let input: Input = job.read()?;
            run(&self.0, &input, progress).await
        })
    }
}

async fn run(reporting: &Reporting, input: &Input, progress: &mut Progress<'_>) -> Result<Value, Failure> {
    let wish = &input.wish;
    let (form, period) = reporting.form_period(&wish.form, &wish.period).map_err(finally)?;
    let day = reporting.tree_day(period);
    let path = path_of(&reporting.core.places(), &wish.place, day).map_err(finally)?;
    let level =
        next_level(form, wish.approvals).ok_or_else(|| Failure::Final("report_no_such_level".to_owned()))?;
    let (actor, grants) = input.behalf.acting();
    let asking = Asking::on(&reporting.core, &actor, &grants, day);
    let caller = asking.caller(None);
    let (mut approved, mut left, mut after) = begun(progress.checkpoint());
    loop {
        let chunk = Chunk {
            form,
            period: &wish.period,
            path: &path,
            level,
            before: wish.approvals,
            clean_only: wish.doubtful == WithDoubts::Leave,
            until: input.until,
            after: after.as_ref().map(|(path, id)| (path.as_str(), id.as_str())),
            most: STEP,
        };
        let done = approve_chunk(reporting, &caller, &chunk).await.map_err(|fault| Failure::of(&fault))?;
        let Some(last) = done.last else { break };
        approved += done.approved;
        left += done.left;
        progress.step(approved + left, 0, json!([approved, left, last.0, last.1])).await?;
        after = Some(last);
    }
    Ok(json!({ "approved": approved, "left": left, "level": word(level) }))
}

/// What an earlier attempt had done: approved, left, last path and id.
fn begun(checkpoint: &Value) -> (i64, i64, Option<(String, String)>) {
    serde_json::from_value::<(i64, i64, String, String)>(checkpoint.clone())
        .map_or((0, 0, None), |(approved, left, path, id)| (approved, left, Some((path, id))))
}

fn finally(fault: Fault) -> Failure {
    Failure::Final(fault.code.to_owned())
}
