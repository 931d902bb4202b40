//! Files of papers as JSON.

use anye_web::extract::{Json as Body, Upload};
use anye_web::{Asking, Failed, Visitor};
use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Service;
use crate::pages::papers::{attached, done};
use crate::paper::{self, Paper};

/// Files.
#[derive(Debug, Serialize, ToSchema)]
pub struct Papers {
    /// In the order they were given; each is at `/service/papers/{id}`.
    items: Vec<Paper>,
}

/// The files of an application.
#[utoipa::path(get, path = "/api/service/applications/{id}/papers", operation_id = "service_papers", tag = "service", params(("id" = String, Path, description = "Id of the application")),
    responses((status = 200, body = Papers), (status = 404, description = "Not there, or not to be seen")))]
pub async fn papers(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Json<Papers>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    Ok(Json(Papers { items: paper::list(&service, &asking.caller(None), &id).await? }))
}

/// Gives a file as `multipart/form-data`: `paper` (`p.…`), `case` where it was sent already, and the file. PDF, JPEG or PNG by contents.
#[utoipa::path(post, path = "/api/service/applications/{id}/papers", operation_id = "service_attach", tag = "service", params(("id" = String, Path, description = "Id of the application")),
    responses((status = 200, body = Paper), (status = 404, description = "Not there, or not your turn"), (status = 422, description = "What is wrong with the file")))]
pub async fn attach(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    upload: Upload,
) -> Result<Json<Paper>, Failed> {
    Ok(Json(attached(&service, &visitor, &id, &upload).await?))
}

/// What is done with a file.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PaperAct {
    /// seen: an officer saw the original; remove: taken back while nothing was sent.
    act: String,
}

/// Marks that the original was seen, or takes the file of a draft back.
#[utoipa::path(post, path = "/api/service/papers/{id}", operation_id = "service_paper_act", tag = "service", params(("id" = String, Path, description = "Id of the file")), request_body = PaperAct,
    responses((status = 200, body = Paper), (status = 404, description = "Not there, or not to be seen"), (status = 409, description = "Sent already, or not sent yet")))]
pub async fn paper_act(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<PaperAct>,
) -> Result<Json<Paper>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    Ok(Json(done(&service, &asking.caller(body.once.as_ref()), &id, &body.data.act).await?))
}
