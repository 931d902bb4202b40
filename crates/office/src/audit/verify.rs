//! Verifying the chain of the log (验真): at once where it is short, as a job where it would keep a person waiting.

use anye_base::Fault;
use anye_db::audit::{self, Break, Event, Outcome, Verdict};
use anye_db::{Db, Read as _, sql};
use anye_jobs::{Failure, Job, NewJob, Progress, Running, Work, enqueue};
use anye_web::{Core, Visitor};
use serde_json::{Value, json};

/// The kind of the job.
pub const VERIFY_KIND: &str = "audit.verify";
/// At 200,000 records a second this takes two seconds.
const AT_ONCE: i64 = 400_000;

/// What verifying gave.
pub enum Verified {
    /// The verdict.
    Now(Verdict),
    /// A job works on it.
    Later(Box<Job>),
}

/// Verifies the log. That it was verified, and with what result, is recorded.
pub async fn verify(core: &Core, visitor: &Visitor) -> Result<Verified, Fault> {
    let mut reader = &core.db;
    let head = reader.one(sql("select seq from audit_head where id = 1")).await?.int("seq")?;
    let event = Event::new("audit.verify", "audit", head.to_string()).at_place(visitor.own_place(core));
    if head > AT_ONCE {
        let job = NewJob {
            kind: VERIFY_KIND,
            name: format!("{head}-{}", core.world.new_id()),
            title: visitor.texts.t1("audit-verify-job", "n", head),
            input: Value::Null,
            account: visitor.account().unwrap_or_default().to_owned(),
            place: visitor.own_place(core).to_owned(),
        };
        let mut tx = core.db.begin_internal(&core.world, &visitor.actor).await?;
        let job = enqueue(&mut tx, &job).await?;
        tx.commit(event).await?;
        return Ok(Verified::Later(Box::new(job)));
    }
    let verdict = audit::verify(&core.db, None, |_| {}).await?;
    let outcome = if verdict.broken.is_some() { Outcome::Failed } else { Outcome::Done };
    core.db.record(&core.world, &visitor.actor, event.ended(outcome).detail(&as_json(&verdict))).await?;
    Ok(Verified::Now(verdict))
}

/// A verdict for programs and for the result of the job.
pub fn as_json(verdict: &Verdict) -> Value {
    json!({
        "records": verdict.records,
        "last": verdict.last,
        "intact": verdict.broken.is_none(),
        "broken": verdict.broken.as_ref().map(|at| json!({ "how": how(at), "record": record_of(at), "words": at.to_string() })),
    })
}

/// The word of a break; its words stand under `audit-break-<word>`.
pub fn how(at: &Break) -> &'static str {
    match at {
        Break::Edited { .. } => "edited",
        Break::Missing { .. } => "missing",
        Break::Unchained { .. } => "unchained",
        Break::Cut { .. } => "cut",
        Break::Older { .. } => "older",
        Break::Rewritten { .. } => "rewritten",
    }
}

/// The record at which a break shows.
pub fn record_of(at: &Break) -> i64 {
    match at {
        Break::Edited { seq } | Break::Missing { seq } | Break::Unchained { seq } => *seq,
        Break::Cut { seq, .. } | Break::Older { seq, .. } => *seq,
        Break::Rewritten { checkpoint } => *checkpoint,
    }
}

/// The job: the binary registers it under [`VERIFY_KIND`].
pub struct VerifyWork(pub Db);

impl Work for VerifyWork {
    fn run<'a>(&'a self, _: &'a Job, _: &'a mut Progress<'_>) -> Running<'a> {
        Box::pin(async move {
            let verdict = audit::verify(&self.0, None, |_| {}).await;
            verdict.map(|verdict| as_json(&verdict)).map_err(|cause| Failure::Passing(cause.to_string()))
        })
    }
}
