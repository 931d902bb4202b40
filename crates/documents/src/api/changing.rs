//! Operations that bring documents in or take them out of use.

use anye_base::{ErrorKind, Fault};
use anye_db::Once;
use anye_jobs::Job;
use anye_web::extract::{IfMatch, Json as Body, Upload, etag};
use anye_web::{Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::batch::{Imported, Outcome};
use crate::calling::Asking;
use crate::dry_run::DryRun;
use crate::import::NewFile;
use crate::keys::in_address;
use crate::library::Library;
use crate::model::Record;
use crate::prepare::ImportOptions;

/// A text to import.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewText {
    /// What to call it: a file name.
    pub name: String,
    /// The text of the document as published.
    pub text: String,
    /// Place code, where neither text nor pack names one.
    #[serde(default)]
    pub place: Option<String>,
    /// Takes a text whose number the library has as another edition under this name.
    #[serde(default)]
    pub edition: Option<String>,
}

/// A job that was put into the queue.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = documents::Queued)]
pub struct Queued {
    /// Its id.
    pub job: String,
    /// Where to ask how far it is.
    pub href: String,
}

fn options(asking: &Asking<'_>, place: Option<String>, edition: Option<String>) -> ImportOptions {
    ImportOptions { own_place: asking.own_place().to_owned(), place, edition, sample: false }
}

fn created(imported: Imported) -> Response {
    let status = match imported.outcome {
        Outcome::Imported => StatusCode::CREATED,
        Outcome::AlreadyThere => StatusCode::OK,
    };
    let href = format!("/api/documents/{}", in_address(&imported.document_id));
    (status, [(header::LOCATION, href)], Json(imported)).into_response()
}

/// Imports a document from its text.
#[utoipa::path(post, path = "/api/documents", operation_id = "documents_import", tag = "documents", request_body = NewText,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same import")),
    responses((status = 201, body = Imported, description = "Imported"), (status = 200, body = Imported, description = "The library has it already"),
        (status = 409, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn import(
    State(library): State<Library>,
    visitor: Visitor,
    body: Body<NewText>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&library.core, &visitor);
    let NewText { name, text, place, edition } = body.data;
    let options = options(&asking, place, edition);
    let file = NewFile { name, bytes: text.into_bytes() };
    let caller = asking.caller(body.once.as_ref());
    Ok(created(crate::import::import(&library, &caller, file, &options).await?))
}

/// Imports files: one at once, several by a job.
#[utoipa::path(post, path = "/api/documents/files", operation_id = "documents_upload", tag = "documents",
    request_body(content_type = "multipart/form-data", content = String),
    params(("Idempotency-Key" = String, Header, description = "The same key is the same import")),
    responses((status = 201, body = Imported), (status = 200, body = Imported), (status = 202, body = Queued),
        (status = 409, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn upload(
    State(library): State<Library>,
    visitor: Visitor,
    upload: Upload,
) -> Result<Response, Failed> {
    let asking = Asking::new(&library.core, &visitor);
    let field = |name: &str| upload.fields.get(name).filter(|value| !value.trim().is_empty()).cloned();
    let options = options(&asking, field("place"), field("edition"));
    let once: Option<&Once> = upload.once.as_ref();
    if once.is_none() {
        return Err(Failed(Fault::new(ErrorKind::PreconditionMissing, "idempotency_key_missing")));
    }
    let caller = asking.caller(once);
    let mut files: Vec<NewFile> =
        upload.files.into_iter().map(|file| NewFile { name: file.name, bytes: file.bytes }).collect();
    if files.len() == 1
        && let Some(file) = files.pop()
    {
        return Ok(created(crate::import::import(&library, &caller, file, &options).await?));
    }
    let Job { id, .. } = crate::import_many::import_many(&library, &caller, files, &options).await?;
    let href = format!("/api/jobs/{id}");
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, href.clone())], Json(Queued { job: id, href }))
        .into_response())
}

/// Says what importing a text would give, and stores nothing.
#[utoipa::path(post, path = "/api/documents/dry-run", operation_id = "documents_dry_run", tag = "documents", request_body = NewText,
    params(("Idempotency-Key" = String, Header, description = "Asked of every POST")),
    responses((status = 200, body = DryRun), (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn dry_run(
    State(library): State<Library>,
    visitor: Visitor,
    body: Body<NewText>,
) -> Result<Json<DryRun>, Failed> {
    let asking = Asking::new(&library.core, &visitor);
    let NewText { name, text, place, edition } = body.data;
    let options = options(&asking, place, edition);
    let file = NewFile { name, bytes: text.into_bytes() };
    Ok(Json(crate::dry_run::dry_run(&library, &asking.caller(None), file, &options).await?))
}

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = documents::Reason)]
pub struct Reason {
    /// In the person's words.
    #[serde(default)]
    pub reason: String,
}

/// Takes a document out of use. It is kept.
#[utoipa::path(post, path = "/api/documents/{document}/withdraw", operation_id = "documents_withdraw", tag = "documents", request_body = Reason,
    params(("document" = String, Path, description = "Id"), ("If-Match" = String, Header, description = "ETag of the document"),
        ("Idempotency-Key" = String, Header, description = "The same key is the same change")),
    responses((status = 200, body = Record), (status = 404, body = Problem), (status = 412, body = Problem)))]
pub async fn withdraw(
    State(library): State<Library>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(version): IfMatch,
    body: Body<Reason>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&library.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let record = crate::withdraw::withdraw(&library, &caller, &id, version, &body.data.reason).await?;
    Ok(([etag(record.version)], Json(record)).into_response())
}
