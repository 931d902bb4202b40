//! Running jobs: takes the next, keeps a lease while it works, saves how far it is, ends it.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use anye_base::{Actor, World};
use anye_db::audit::{Event, Outcome};
use anye_db::{Db, DbError};
use serde_json::Value;
use tokio::sync::watch;

use crate::{Failure, Job, State, store};

/// Work under way: what came out of it, or why it stopped.
pub type Running<'a> = Pin<Box<dyn Future<Output = Result<Value, Failure>> + Send + 'a>>;

/// A kind of work.
pub trait Work: Send + Sync {
    /// Does the job from its checkpoint on; each step may be repeated after a crash and must then change nothing more.
    fn run<'a>(&'a self, job: &'a Job, progress: &'a mut Progress<'_>) -> Running<'a>;
}

/// How long a runner may be silent before another takes its job.
const LEASE_MS: i64 = 60_000;
/// How often a job that meets a passing trouble is tried.
const ATTEMPTS: i64 = 5;
/// Waiting time before the second attempt; it doubles each time.
const PAUSE_MS: i64 = 2_000;
/// How often the queue is looked at when it is empty.
const LOOK_EVERY: Duration = Duration::from_millis(300);

/// Tells how far a job is, and learns whether to stop.
pub struct Progress<'a> {
    runner: &'a Runner,
    job: Job,
}

impl Progress<'_> {
    /// The checkpoint of an earlier attempt.
    pub fn checkpoint(&self) -> &Value {
        &self.job.checkpoint
    }

    /// Saves a step. Where somebody wants the job stopped, the work ends here with what was done.
    pub async fn step(&mut self, done: i64, total: i64, checkpoint: Value) -> Result<(), Failure> {
        self.job.done = done;
        self.job.total = total;
        self.job.checkpoint = checkpoint;
        let runner = self.runner;
        let save = async {
            let mut tx = runner.db.begin_internal(&runner.world, &runner.actor).await?;
            store::save_progress(&mut tx, &self.job, runner.world.now_ms() + LEASE_MS).await?;
            let wanted = store::cancel_wanted(&mut tx, &self.job.id).await?;
            tx.commit(
                Event::new("jobs.step", "job", &self.job.id)
                    .detail(&serde_json::json!({ "done": done, "total": total })),
            )
            .await?;
            Ok::<_, DbError>(wanted)
        };
        match save.await {
            Ok(false) => Ok(()),
            Ok(true) => Err(Failure::Cancelled),
            Err(cause) => Err(Failure::Passing(cause.to_string())),
        }
    }
}

/// Runs the jobs of the kinds it knows.
pub struct Runner {
    db: Db,
    world: World,
    actor: Actor,
    works: HashMap<&'static str, Arc<dyn Work>>,
}

impl Runner {
    /// Without any kinds yet.
    pub fn new(db: Db, world: World) -> Self {
        Self { db, world, actor: Actor::system("jobs"), works: HashMap::new() }
    }

    /// Adds a kind.
    #[must_use]
    pub fn with(mut self, kind: &'static str, work: Arc<dyn Work>) -> Self {
        self.works.insert(kind, work);
        self
    }

    /// Runs jobs until told to stop; the job in hand is finished first.
    pub async fn serve(&self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            match self.run_next().await {
                Ok(true) => {}
                Ok(false) => {
                    tokio::select! {
                        _ = stop.changed() => {}
                        () = tokio::time::sleep(LOOK_EVERY) => {}
                    }
                }
                Err(cause) => {
                    tracing::error!(%cause, "the job queue cannot be read");
                    tokio::time::sleep(LOOK_EVERY * 10).await;
                }
            }
        }
    }

    /// Runs the next due job; `false` where there is none. Tests call this on demand.
    pub async fn run_next(&self) -> Result<bool, DbError> {
        let kinds: Vec<&str> = self.works.keys().copied().collect();
        let now = self.world.now_ms();
        let mut reader = &self.db;
        let Some(job) = store::next_due(&mut reader, &kinds, now).await? else { return Ok(false) };
        let mut tx = self.db.begin_internal(&self.world, &self.actor).await?;
        match store::begin(&mut tx, &job, now, now + LEASE_MS).await {
            Ok(()) => tx.commit(Event::new("jobs.begin", "job", &job.id).at_place(&job.place)).await?,
            // Another runner was quicker.
            Err(DbError::Stale) => return Ok(true),
            Err(cause) => return Err(cause),
        }
        let Some(work) = self.works.get(job.kind.as_str()) else { return Ok(false) };
        let mut progress = Progress { runner: self, job: job.clone() };
        let ended = work.run(&job, &mut progress).await;
        self.end(progress.job, ended).await?;
        Ok(true)
    }

    async fn end(&self, mut job: Job, ended: Result<Value, Failure>) -> Result<(), DbError> {
        let mut tx = self.db.begin_internal(&self.world, &self.actor).await?;
        let now = self.world.now_ms();
        let outcome = match &ended {
            Ok(_) => Outcome::Done,
            Err(_) => Outcome::Failed,
        };
        match ended {
            Err(Failure::Passing(cause)) if job.attempts + 1 < ATTEMPTS => {
                tracing::warn!(job = %job.id, cause, "a job is tried again later");
                store::put_back(&mut tx, &job.id, now + (PAUSE_MS << job.attempts), &cause).await?;
                return tx.commit(Event::new("jobs.postpone", "job", &job.id).ended(outcome)).await;
            }
            Ok(result) => (job.state, job.result) = (State::Done, result),
            Err(Failure::Cancelled) => job.state = State::Cancelled,
            Err(Failure::Final(code)) => (job.state, job.error) = (State::Failed, code),
            Err(Failure::Passing(cause)) => {
                tracing::error!(job = %job.id, cause, "a job was given up");
                (job.state, job.error) = (State::Failed, "given_up".to_owned());
            }
        }
        store::finish(&mut tx, &job, now).await?;
        let event = Event::new("jobs.end", "job", &job.id).at_place(&job.place).ended(outcome);
        tx.commit(event.detail(&serde_json::json!({ "state": job.state.word(), "error": job.error }))).await
    }
}
