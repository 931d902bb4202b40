//! The operations on employers.

use anye_base::Fault;
use anye_web::extract::{IfMatch, Json as Body, Paging, etag};
use anye_web::{Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::employer::{self, Correction, Employer, Fact, Filter, NewEmployer, Registered};
use crate::{Asking, Registry};

/// A page of employers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Employers {
    /// The rows.
    pub items: Vec<Employer>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// Employers by words, code, place, industry.
#[utoipa::path(get, path = "/api/employers", operation_id = "employers_list", tag = "employers",
    params(("q" = Option<String>, Query, description = "Words of the name or the beginning of the code"), ("place" = Option<String>, Query, description = "Place under which they lie"),
        ("industry" = Option<String>, Query, description = "Section of GB/T 4754"), ("state" = Option<String>, Query, description = "State"),
        ("limit" = Option<u32>, Query, description = "1 to 500"), ("cursor" = Option<String>, Query, description = "Next page")),
    responses((status = 200, body = Employers)))]
pub async fn list(
    State(registry): State<Registry>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
    paging: Paging,
) -> Result<Json<Employers>, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let page = employer::list(&registry, &asking.caller(None), &filter, paging.cursor.as_ref(), paging.limit)
        .await?;
    Ok(Json(Employers { items: page.items, next: page.next.map(|cursor| cursor.encode()) }))
}

/// Registers an employer. A doubtful code is taken; the doubts come back with it.
#[utoipa::path(post, path = "/api/employers", operation_id = "employers_register", tag = "employers", request_body = NewEmployer,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same employer")),
    responses((status = 201, body = Registered), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn register(
    State(registry): State<Registry>,
    visitor: Visitor,
    body: Body<NewEmployer>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let made = employer::register(&registry, &asking.caller(body.once.as_ref()), body.data).await?;
    Ok((StatusCode::CREATED, [etag(made.employer.version)], Json(made)).into_response())
}

/// One employer, by id or code.
#[utoipa::path(get, path = "/api/employers/{employer}", operation_id = "employers_show", tag = "employers",
    params(("employer" = String, Path, description = "Id or code")), responses((status = 200, body = Employer), (status = 404, body = Problem)))]
pub async fn show(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let found = employer::find(&registry, &asking.caller(None), &key).await?;
    Ok(([etag(found.version)], Json(found)).into_response())
}

/// All facts, superseded ones included.
#[utoipa::path(get, path = "/api/employers/{employer}/history", operation_id = "employers_history", tag = "employers",
    params(("employer" = String, Path, description = "Id or code")), responses((status = 200, body = Vec<Fact>), (status = 404, body = Problem)))]
pub async fn history(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Result<Json<Vec<Fact>>, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    Ok(Json(employer::history(&registry, &asking.caller(None), &key).await?.1))
}

/// Records another value of a fact from a day on. What was believed before stays.
#[utoipa::path(post, path = "/api/employers/{employer}/facts", operation_id = "employers_correct", tag = "employers", request_body = Correction,
    params(("employer" = String, Path, description = "Id or code"), ("If-Match" = String, Header, description = "ETag of the employer"),
        ("Idempotency-Key" = String, Header, description = "The same key is the same correction")),
    responses((status = 200, body = Employer), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn correct(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(key): Path<String>,
    IfMatch(version): IfMatch,
    body: Body<Correction>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let after = employer::correct(&registry, &caller, &key, version, &body.data).await?;
    Ok(([etag(after.version)], Json(after)).into_response())
}

/// An account that reports for an employer.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Contact {
    /// Id of the account.
    pub account: String,
    /// Ends it instead.
    #[serde(default)]
    pub end: bool,
}

/// Lets an account report for the employer, or ends that.
#[utoipa::path(post, path = "/api/employers/{employer}/contacts", operation_id = "employers_contact", tag = "employers", request_body = Contact,
    params(("employer" = String, Path, description = "Id or code"), ("Idempotency-Key" = String, Header, description = "The same key is the same change")),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn contact(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(key): Path<String>,
    body: Body<Contact>,
) -> Result<StatusCode, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    if body.data.account.trim().is_empty() {
        return Err(Failed(Fault::not_found("account")));
    }
    if body.data.end {
        employer::end_contact(&registry, &caller, &key, &body.data.account).await?;
    } else {
        employer::add_contact(&registry, &caller, &key, &body.data.account).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
