//! What callers do with the queue: enqueue, look, cancel, try again.

use anye_base::{Cursor, ErrorKind, Fault, Limit, Page};
use anye_db::audit::Event;
use anye_db::{Db, DbError, Read, Scope, WriteTx};

use crate::{Filter, Job, NewJob, State, store};

/// Enqueues in the caller's transaction, so that the job is there exactly when what wants it is. The same kind and name give the
/// job that is there already.
pub async fn enqueue(tx: &mut WriteTx<'_>, job: &NewJob) -> Result<Job, DbError> {
    let world = tx.scope().world;
    if store::insert(tx, &world.new_id(), job, world.now_ms()).await? {
        let title = serde_json::json!({ "kind": job.kind, "title": job.title });
        tx.note(Event::new("jobs.enqueue", "job", &job.name).at_place(&job.place).detail(&title));
    }
    let found = store::by_name(tx, job.kind, &job.name).await?;
    found.ok_or_else(|| DbError::Other("a job that was just enqueued is missing".into()))
}

/// One job.
pub async fn find(from: &mut impl Read, id: &str) -> Result<Option<Job>, DbError> {
    store::by_id(from, id).await
}

/// Jobs, newest first.
pub async fn list(
    from: &mut impl Read,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Job>, DbError> {
    store::page(from, filter, after, limit).await
}

/// Number of waiting jobs, and when the oldest was enqueued.
pub async fn waiting(from: &mut impl Read) -> Result<(i64, Option<i64>), DbError> {
    store::waiting(from).await
}

/// Wants a job stopped: one that waits is cancelled at once, one that runs at its next step.
pub async fn cancel(db: &Db, scope: Scope<'_>, job: &Job) -> Result<(), Fault> {
    if job.state.is_final() {
        return Err(Fault::new(ErrorKind::Conflict, "job_is_over").arg("title", &job.title));
    }
    let mut tx = db.begin_internal(scope.world, scope.actor).await?;
    store::want_cancel(&mut tx, &job.id, job.version, scope.world.now_ms()).await?;
    Ok(tx.commit(Event::new("jobs.cancel", "job", &job.id).at_place(&job.place)).await?)
}

/// Tries a failed or cancelled job again, from its last checkpoint.
pub async fn retry(db: &Db, scope: Scope<'_>, job: &Job) -> Result<(), Fault> {
    if !matches!(job.state, State::Failed | State::Cancelled) {
        return Err(Fault::new(ErrorKind::Conflict, "job_is_not_over").arg("title", &job.title));
    }
    let mut tx = db.begin_internal(scope.world, scope.actor).await?;
    store::begin_again(&mut tx, &job.id, job.version, scope.world.now_ms()).await?;
    Ok(tx.commit(Event::new("jobs.retry", "job", &job.id).at_place(&job.place)).await?)
}
