//! Cases as JSON: the same use cases as the pages.

use anye_base::{Cursor, Limit};
use anye_web::extract::Json as Body;
use anye_web::{Asking, Failed, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Casework;
use super::act::{Sent, done};
use crate::model::{Case, Whole};
use crate::use_case::{self, Filter};

/// What the address asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct Asked {
    /// One kind only.
    kind: Option<String>,
    /// open, closed, overdue, unclaimed or mine.
    state: Option<String>,
    /// One level only.
    level: Option<String>,
    /// A place and all below it.
    place: Option<String>,
    /// Kind of subject, with `subject`.
    subject_kind: Option<String>,
    /// Id of the subject.
    subject: Option<String>,
    /// Where the page begins.
    cursor: Option<String>,
    /// Rows, 1 to 500.
    limit: Option<u32>,
}

/// A page of cases.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = casework::Cases)]
pub struct Cases {
    /// Open ones first, then by deadline.
    items: Vec<Case>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Cases that the caller may read.
#[utoipa::path(get, path = "/api/cases", operation_id = "case_list", tag = "cases", params(Asked), responses((status = 200, body = Cases)))]
pub async fn list(
    State(work): State<Casework>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Cases>, Failed> {
    let asking = Asking::new(&work.core, &visitor);
    let filter = Filter {
        kind: asked.kind,
        state: asked.state,
        level: asked.level,
        place: asked.place,
        subject: asked.subject_kind.zip(asked.subject),
        cursor: asked.cursor.as_deref().and_then(Cursor::decode),
        limit: asked.limit.and_then(Limit::new).unwrap_or_default(),
    };
    let found = use_case::list(&work.core.db, &asking.caller(None), &filter).await?;
    Ok(Json(Cases { items: found.items, next: found.next.map(|cursor| cursor.encode()) }))
}

/// Which tasks.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct AskedTasks {
    /// all, overdue, today, soon, returned, escalated or paused.
    bucket: String,
    /// mine, team or place.
    reach: String,
    /// One kind only.
    kind: String,
    /// Words of the title.
    q: String,
    /// Where the page begins.
    cursor: Option<String>,
    /// Rows, 1 to 500.
    limit: Option<u32>,
}

/// Tasks with their counts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tasks {
    /// What is due first stands first.
    items: Vec<Case>,
    /// How many there are in each bucket.
    counts: crate::task::Counts,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Tasks that the caller could do.
#[utoipa::path(get, path = "/api/tasks", operation_id = "task_list", tag = "cases", params(AskedTasks), responses((status = 200, body = Tasks)))]
pub async fn tasks(
    State(work): State<Casework>,
    visitor: Visitor,
    Query(asked): Query<AskedTasks>,
) -> Result<Json<Tasks>, Failed> {
    let asking = Asking::new(&work.core, &visitor);
    let limit = asked.limit.and_then(Limit::new).unwrap_or_default();
    let (bucket, reach, kind, q, after) = (asked.bucket, asked.reach, asked.kind, asked.q, asked.cursor);
    let asked = super::tasks::Asked { bucket, reach, kind, q, after, ..Default::default() };
    let filter = asked.filter(visitor.own_place(&work.core), limit);
    let found = use_case::tasks(&work.core.db, &asking.caller(None), &filter).await?;
    let next = found.page.next.map(|cursor| cursor.encode());
    Ok(Json(Tasks { items: found.page.items, counts: found.counts, next }))
}

/// One case with its steps and history.
#[utoipa::path(get, path = "/api/cases/{id}", operation_id = "case_show", tag = "cases", params(("id" = String, Path, description = "Id of the case")),
    responses((status = 200, body = Whole), (status = 404, description = "Not there, or not to be read")))]
pub async fn show(
    State(work): State<Casework>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Json<Whole>, Failed> {
    let asking = Asking::new(&work.core, &visitor);
    Ok(Json(use_case::show(&work.core.db, &asking.caller(None), &id).await?))
}

/// One act on a case.
#[utoipa::path(post, path = "/api/cases/{id}", operation_id = "case_act", tag = "cases", params(("id" = String, Path, description = "Id of the case")),
    request_body = Sent, responses((status = 200, body = Case), (status = 409, description = "Changed meanwhile, closed, or out of order"), (status = 422, description = "What is wrong with it")))]
pub async fn act(
    State(work): State<Casework>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Sent>,
) -> Result<Json<Case>, Failed> {
    let asking = Asking::new(&work.core, &visitor);
    Ok(Json(done(&work, &asking.caller(body.once.as_ref()), &id, &body.data).await?))
}
