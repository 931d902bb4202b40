//! Importing many reports as JSON. A few at once, many by a job.

use anye_base::Fault;
use anye_registry::Asking;
use anye_web::extract::Json as Body;
use anye_web::{Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Queued;
use crate::Reporting;
use crate::import::{self as importing, ImportOptions, ImportRow, Outcome};
use crate::report::strict;

/// More rows than this wait for a job.
const AT_ONCE: usize = 4_000;

/// A report.
#[derive(Debug, Deserialize, ToSchema)]
pub struct RowToImport {
    /// Id or code of the employer, or code of the place.
    pub reporter: String,
    /// Period.
    pub period: String,
    /// Cells by id of the item.
    #[schema(value_type = Object)]
    pub cells: Value,
    /// One reason for all warnings.
    #[serde(default)]
    pub reason: String,
}

/// An import.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ToImport {
    /// How.
    pub options: ImportOptions,
    /// Says what would come out, and writes nothing.
    #[serde(default)]
    pub dry_run: bool,
    /// The rows.
    pub rows: Vec<RowToImport>,
}

/// Imports reports.
#[utoipa::path(post, path = "/api/reporting/imports", operation_id = "reporting_import", tag = "reporting", request_body = ToImport,
    params(("Idempotency-Key" = String, Header, description = "Asked of every POST; the same content is the same import all the same")),
    responses((status = 200, body = Outcome), (status = 202, body = Queued), (status = 422, body = Problem)))]
pub async fn import(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    body: Body<ToImport>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(None);
    let ToImport { options, dry_run, rows } = body.data;
    let form = reporting.form(&options.form)?;
    let mut read = Vec::with_capacity(rows.len());
    let mut wrong = Fault::new(anye_base::ErrorKind::Invalid, "report_cells");
    for (row, one) in (1..).zip(rows) {
        match strict(form, &one.cells.to_string()) {
            Ok(cells) => {
                let RowToImport { reporter, period, reason, .. } = one;
                read.push(ImportRow { row, reporter, period, cells, reason });
            }
            Err(fault) => {
                for mut field in fault.fields {
                    field.row = Some(row);
                    wrong = wrong.field(field);
                }
            }
        }
    }
    if !wrong.fields.is_empty() {
        return Err(Failed(wrong));
    }
    if dry_run {
        return Ok(Json(importing::dry_run(&reporting, &caller, &options, read).await?).into_response());
    }
    if read.len() > AT_ONCE {
        let job = importing::stage(&reporting, &caller, &options, read).await?;
        return Ok((StatusCode::ACCEPTED, Json(Queued::of(job))).into_response());
    }
    Ok(Json(importing::import(&reporting, &caller, &options, read).await?).into_response())
}

/// What came out of an import so far.
#[utoipa::path(get, path = "/api/reporting/imports/{batch}", operation_id = "reporting_import_show", tag = "reporting",
    params(("batch" = String, Path, description = "Id")), responses((status = 200, body = Outcome), (status = 404, body = Problem)))]
pub async fn show(
    State(reporting): State<Reporting>,
    visitor: Visitor,
    Path(batch): Path<String>,
) -> Result<Json<Outcome>, Failed> {
    let found = importing::outcome_for(&reporting, &visitor.actor.id, &batch).await?;
    Ok(Json(found.ok_or_else(|| Fault::not_found("import"))?))
}
