//! The same files that people send, from a program. Reports as JSON go to `/api/reporting/imports`.

use std::sync::Arc;

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_forms::Period;
use anye_web::extract::Upload;
use anye_web::{Asking, Failed, Visitor};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::findings::Finding;
use super::pages::{all, unreadable};
use super::{collect_apart, limits};
use crate::import::{self, Accept, Counts, ImportOptions};
use crate::pages::Desk;

/// What came of a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfFile {
    /// done, refused, dry_run, or unusable: nothing of the file can be taken.
    pub state: String,
    /// xlsx or csv with its encoding.
    pub format: String,
    /// Rows that hold something.
    pub rows: u64,
    /// Rows not taken for what stands in them.
    pub refused: u64,
    /// What came of the others.
    pub counts: Counts,
    /// Everything that is wrong or doubtful, with row and column.
    pub findings: Vec<Finding>,
    /// It had been done before.
    pub again: bool,
}

/// Reports as a workbook or CSV file: multipart with `form`, `period`, `accept` (all, sound), `replace` (yes), `reason`, `dry_run` (yes) and one file.
#[utoipa::path(post, path = "/api/reporting/files", operation_id = "reporting_files", tag = "reporting",
    params(("Idempotency-Key" = String, Header, description = "The same content is the same import whatever the key")),
    responses((status = 200, body = OfFile), (status = 422, description = "Not a readable table")))]
pub async fn files(State(desk): State<Desk>, visitor: Visitor, sent: Upload) -> Result<Json<OfFile>, Failed> {
    let reporting = &desk.reporting;
    let field = |name: &str| sent.fields.get(name).map(|text| text.trim()).unwrap_or_default();
    let (form, period): (_, Period) = reporting.form_period(field("form"), field("period"))?;
    let Some(file) = sent.files.first() else {
        let fault = Fault::new(ErrorKind::Invalid, "collect_no_file");
        return Err(fault.field(FieldFault::new("file", "collect_no_file")).into());
    };
    let (_, table) = limits();
    let tables = desk.reader.read_table(&file.bytes, &table).await.map_err(unreadable)?;
    let tables = Arc::new(tables);
    let mut made = collect_apart(reporting, &form.id, period, &tables).await?;
    let accept = if field("accept") == "sound" { Accept::Sound } else { Accept::All };
    let options = ImportOptions {
        form: form.id.clone(),
        accept,
        replace: field("replace") == "yes",
        reason: field("reason").to_owned(),
        source: tables.format.clone(),
    };
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(None);
    // With "all" a row that cannot be read keeps the others out too: then the rest is only looked at.
    let dry = field("dry_run") == "yes" || (accept == Accept::All && !made.refused.is_empty());
    let rows = std::mem::take(&mut made.rows);
    let outcome = match (made.fatal, dry) {
        (true, _) => None,
        (false, true) => Some(import::dry_run(reporting, &caller, &options, rows).await?),
        (false, false) => Some(import::import(reporting, &caller, &options, rows).await?),
    };
    let state = match &outcome {
        None => "unusable",
        Some(_) if dry && field("dry_run") != "yes" => "refused",
        Some(outcome) => &outcome.state,
    };
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    Ok(Json(OfFile {
        state: state.to_owned(),
        format: made.format.clone(),
        rows: count(made.read + made.refused.len()),
        refused: count(made.refused.len()),
        counts: outcome.as_ref().map(|one| one.counts).unwrap_or_default(),
        findings: all(&made, form, outcome.as_ref()),
        again: outcome.is_some_and(|one| one.again),
    }))
}
