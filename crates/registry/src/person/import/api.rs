//! The same for programs: a file in, counts and findings in both languages out.

use anye_base::{ErrorKind, Fault, Lang};
use anye_web::extract::Upload;
use anye_web::{Asking, Failed, Problem, Visitor};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::columns::letters;
use super::pages::read;
use super::{Counts, Outcome, collect, dry_run, import};
use crate::Registry;

/// Something about a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileFinding {
    /// Row, from 1; 0: the file.
    pub row: u32,
    /// Column, such as "C"; empty: the row.
    pub column: String,
    /// Field.
    pub field: String,
    /// Stable code.
    pub code: String,
    /// The row, or the file, is not taken because of it.
    pub error: bool,
    /// 中文
    pub zh: String,
    /// English.
    pub en: String,
}

/// What came of a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileOutcome {
    /// Rows with something in them.
    pub rows: usize,
    /// How many became what.
    pub counts: Counts,
    /// The same rows were taken in before; nothing was changed.
    pub again: bool,
    /// What was found, errors first.
    pub findings: Vec<FileFinding>,
}

/// Takes the sound rows of an XLSX or CSV file in; with `act=check` only says what would happen.
#[utoipa::path(post, path = "/api/persons/files", operation_id = "persons_files", tag = "persons",
    params(("Idempotency-Key" = String, Header, description = "Any; the contents decide whether it is the same file")),
    responses((status = 200, body = FileOutcome), (status = 422, body = Problem)))]
pub async fn files(
    State(registry): State<Registry>,
    visitor: Visitor,
    sent: Upload,
) -> Result<Json<FileOutcome>, Failed> {
    let Some(file) = sent.files.first() else {
        return Err(Failed(Fault::new(ErrorKind::Invalid, "person_file_none")));
    };
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(None);
    let tables = read(&registry, &file.bytes).await?;
    let source = visitor.texts.t1("persons-file-source", "name", &file.name);
    let may = |code: &str| crate::rights::may(&caller, anye_access::Permission::PersonsEdit, code);
    let near = crate::person::picker::Near { place: visitor.own_place(&registry.core), may: &may };
    let mut made = collect(&registry, &tables, near, &source);
    let rows = std::mem::take(&mut made.rows);
    let check = sent.fields.get("act").is_some_and(|act| act == "check");
    let outcome = match (made.fatal, check) {
        (true, _) => Outcome::default(),
        (false, true) => dry_run(&registry, &caller, rows).await?,
        (false, false) => import(&registry, &caller, &file.name, rows).await?,
    };
    let (zh, en) = (registry.core.texts(Lang::Zh), registry.core.texts(Lang::En));
    let mut findings: Vec<FileFinding> = made
        .findings
        .iter()
        .chain(&outcome.findings)
        .map(|one| FileFinding {
            row: one.row,
            column: made.columns.get(one.field.as_str()).map(|column| letters(*column)).unwrap_or_default(),
            field: one.field.clone(),
            code: one.fault.code.to_owned(),
            error: one.error,
            zh: zh.field_fault(&one.fault),
            en: en.field_fault(&one.fault),
        })
        .collect();
    findings.sort_by_key(|one| (!one.error, one.row));
    let mut refused: Vec<u32> =
        findings.iter().filter(|one| one.error && one.row > 0).map(|one| one.row).collect();
    refused.sort_unstable();
    refused.dedup();
    let counts = Counts { refused: i64::try_from(refused.len()).unwrap_or(i64::MAX), ..outcome.counts };
    Ok(Json(FileOutcome { rows: made.total, counts, again: outcome.again, findings }))
}
