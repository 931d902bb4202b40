//! What anybody may ask, as JSON: how far a case is, what is public, objections.

use anye_web::extract::Json as Body;
use anye_web::{Failed, Visitor};
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Service;
use crate::model::Public;
use crate::progress::{self, Progress};
use crate::publicity::{self, Objecting};

/// A number and a name.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NumberName {
    /// Number of the case.
    number: String,
    /// Name of whom it is about.
    name: String,
}

/// How far a case is, without signing in.
#[utoipa::path(post, path = "/api/progress", operation_id = "service_progress", tag = "service", request_body = NumberName,
    responses((status = 200, body = Progress), (status = 404, description = "No case with this number about somebody of this name"), (status = 429, description = "Too many tries")))]
pub async fn progress(
    State(service): State<Service>,
    visitor: Visitor,
    body: Body<NumberName>,
) -> Result<Json<Progress>, Failed> {
    let NumberName { number, name } = &body.data;
    Ok(Json(progress::progress(&service, &visitor.actor, number, name).await?))
}

/// What is public.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lists {
    /// The latest first.
    items: Vec<Public>,
}

/// What is public today.
#[utoipa::path(get, path = "/api/publicity", operation_id = "service_publicity", tag = "service", responses((status = 200, body = Lists)))]
pub async fn publicity(State(service): State<Service>) -> Result<Json<Lists>, Failed> {
    Ok(Json(Lists { items: publicity::current(&service.core.db, &service.core.world).await? }))
}

/// An objection.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Object {
    /// Number of the case.
    number: String,
    /// Who objects.
    name: String,
    /// How to reach them.
    contact: String,
    /// What they say.
    words: String,
}

/// Objects to what is public.
#[utoipa::path(post, path = "/api/publicity", operation_id = "service_object", tag = "service", request_body = Object,
    responses((status = 200, description = "Taken"), (status = 404, description = "Nothing public under this number")))]
pub async fn object(
    State(service): State<Service>,
    visitor: Visitor,
    body: Body<Object>,
) -> Result<Json<serde_json::Value>, Failed> {
    let one = body.data;
    let new = Objecting { name: one.name, contact: one.contact, words: one.words };
    let id = publicity::object(&service, &visitor.actor, body.once.as_ref(), &one.number, &new).await?;
    Ok(Json(serde_json::json!({ "id": id })))
}
