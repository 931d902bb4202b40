//! Operations on jobs (后台任务接口).

use anye_access::Permission::{JobsManage, JobsRead};
use anye_base::Cursor;
use anye_db::Scope;
use anye_jobs::{Job, State};
use anye_web::extract::{Json as Sent, Paging};
use anye_web::{Failed, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State as Shared};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{seen, visible};
use crate::Office;

/// A job.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobItem {
    /// Its id.
    pub id: String,
    /// What sort of work.
    pub kind: String,
    /// What a person sees.
    pub title: String,
    /// waiting, running, done, failed, cancelled.
    pub state: &'static str,
    /// The state in words, in the language asked for.
    pub message: String,
    /// Steps done.
    pub done: i64,
    /// Steps in all; 0 while unknown.
    pub total: i64,
    /// Whether it will not change by itself any more.
    pub over: bool,
    /// Whether somebody wants it stopped.
    pub cancel_wanted: bool,
    /// Stable code of why it failed; empty otherwise.
    pub error: String,
    /// What came out.
    #[schema(value_type = Object)]
    pub result: serde_json::Value,
    /// When it was enqueued, in milliseconds since 1970.
    pub created_at: i64,
    /// When it was begun.
    pub started_at: Option<i64>,
    /// When it ended.
    pub finished_at: Option<i64>,
}

impl JobItem {
    fn of(visitor: &Visitor, job: Job) -> Self {
        Self {
            state: job.state.word(),
            message: visitor.texts.t(&format!("job-state-{}", job.state.word())),
            over: job.state.is_final(),
            id: job.id,
            kind: job.kind,
            title: job.title,
            done: job.done,
            total: job.total,
            cancel_wanted: job.cancel_wanted,
            error: job.error,
            result: job.result,
            created_at: job.created_at,
            started_at: job.started_at,
            finished_at: job.finished_at,
        }
    }
}

/// Jobs, and where the list goes on.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobList {
    /// Newest first.
    pub items: Vec<JobItem>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// Which jobs.
#[derive(Debug, Deserialize, IntoParams)]
pub struct JobQuery {
    /// Only in this state.
    state: Option<String>,
}

/// Jobs that the caller may see, newest first.
#[utoipa::path(get, path = "/api/jobs", operation_id = "jobs", tag = "jobs",
    params(JobQuery, ("limit" = Option<u32>, Query, description = "Rows, 1 to 500"), ("cursor" = Option<String>, Query, description = "Where the list goes on")),
    responses((status = 200, body = JobList)))]
pub async fn list(
    Shared(office): Shared<Office>,
    visitor: Visitor,
    paging: Paging,
    Query(query): Query<JobQuery>,
) -> Result<Json<JobList>, Failed> {
    let filter = visible(&visitor, query.state.as_deref().and_then(State::from_word));
    let found = anye_jobs::list(&mut &office.core.db, &filter, paging.cursor.as_ref(), paging.limit).await?;
    let next = found.next.as_ref().map(Cursor::encode);
    Ok(Json(JobList { items: found.items.into_iter().map(|job| JobItem::of(&visitor, job)).collect(), next }))
}

/// One job; pages ask this again and again while it runs.
#[utoipa::path(get, path = "/api/jobs/{job}", operation_id = "job", tag = "jobs",
    params(("job" = String, Path, description = "Id")), responses((status = 200, body = JobItem), (status = 404)))]
pub async fn one(
    Shared(office): Shared<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Json<JobItem>, Failed> {
    let job = seen(&office, &visitor, &id, JobsRead).await?;
    Ok(Json(JobItem::of(&visitor, job)))
}

/// Nothing is sent but an empty object.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Empty {}

/// Wants a job stopped.
#[utoipa::path(post, path = "/api/jobs/{job}/cancel", operation_id = "cancelJob", tag = "jobs",
    params(("job" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "Required")),
    request_body = Empty, responses((status = 200, body = JobItem), (status = 404), (status = 409, description = "It is over")))]
pub async fn cancel(
    Shared(office): Shared<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    _: Sent<Empty>,
) -> Result<Json<JobItem>, Failed> {
    let core = &office.core;
    let job = seen(&office, &visitor, &id, JobsManage).await?;
    anye_jobs::cancel(&core.db, Scope::new(&core.world, &visitor.actor), &job).await?;
    Ok(Json(JobItem::of(&visitor, seen(&office, &visitor, &id, JobsManage).await?)))
}

/// Tries a failed or cancelled job again.
#[utoipa::path(post, path = "/api/jobs/{job}/retry", operation_id = "retryJob", tag = "jobs",
    params(("job" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "Required")),
    request_body = Empty, responses((status = 200, body = JobItem), (status = 404), (status = 409, description = "It is not over")))]
pub async fn retry(
    Shared(office): Shared<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    _: Sent<Empty>,
) -> Result<Json<JobItem>, Failed> {
    let core = &office.core;
    let job = seen(&office, &visitor, &id, JobsManage).await?;
    anye_jobs::retry(&core.db, Scope::new(&core.world, &visitor.actor), &job).await?;
    Ok(Json(JobItem::of(&visitor, seen(&office, &visitor, &id, JobsManage).await?)))
}
