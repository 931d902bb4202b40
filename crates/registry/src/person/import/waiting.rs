//! A file on its way in, for who sent it (导入进度): how far it is, what came of it, and the rows that were not taken as a sheet to be mended.

use std::collections::BTreeSet;

use anye_base::Fault;
use anye_web::figure::grouped;
use anye_web::{Asking, Failed, Frame, Visitor, page as shown_page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::pages::XLSX;
use super::{collect, dry_run, stage};
use crate::Registry;
use crate::person::pages::file;
use crate::person::store;

#[derive(Template)]
#[template(path = "person_import.html")]
struct WaitingPage {
    frame: Frame,
    sentence: String,
    counts: Vec<(String, String)>,
    job: String,
    job_state: &'static str,
    running: bool,
    stopped: bool,
    done: i64,
    rows: i64,
    marked: bool,
    here: String,
}

/// A file of whoever asks, and its job.
async fn own(registry: &Registry, visitor: &Visitor, import: &str) -> Result<(store::File, String), Fault> {
    let found = store::of_account(&mut &registry.core.db, import, &visitor.actor.id).await?;
    found.ok_or_else(|| Fault::not_found("person_import"))
}

/// Answers `GET /persons/files/{import}`.
pub async fn page(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(import): Path<String>,
) -> Result<Response, Failed> {
    let (one, job_id) = own(&registry, &visitor, &import).await?;
    let job = anye_jobs::find(&mut &registry.core.db, &job_id).await.map_err(Fault::from)?;
    let here = format!("/persons/files/{import}");
    let frame = Frame::new(&registry.core, &visitor, &here, one.name.clone())
        .under(visitor.texts.t("persons-title"), "/persons")
        .under(visitor.texts.t("persons-files-title"), "/persons/files");
    let finished = one.state == "done";
    let stopped = !finished && job.as_ref().is_some_and(|job| job.state.is_final());
    let (done, rows) = (grouped(&one.done_rows.to_string()), grouped(&one.rows.to_string()));
    let key = match (finished, stopped) {
        (true, _) => "persons-import-done",
        (false, true) => "persons-import-stopped",
        (false, false) => "persons-import-running",
    };
    let count = |key: &str, n: i64| (frame.t(key), grouped(&n.to_string()));
    let counts = vec![
        count("persons-import-created", one.created),
        count("persons-import-unchanged", one.unchanged),
        count("persons-import-refused", one.refused),
    ];
    Ok(shown_page(&WaitingPage {
        sentence: frame.t2(key, "done", done, "rows", rows),
        counts,
        job: job.as_ref().map(|job| job.id.clone()).unwrap_or_default(),
        job_state: job.as_ref().map(|job| job.state.word()).unwrap_or_default(),
        running: !finished && !stopped,
        stopped,
        done: one.done_rows,
        rows: one.rows,
        marked: finished && one.refused > 0,
        here,
        frame,
    }))
}

/// Answers `GET /persons/files/{import}/marked`: the rows that were not taken, each with what is wrong with it as things stand now.
pub async fn marked(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(import): Path<String>,
) -> Result<Response, Failed> {
    let (one, _) = own(&registry, &visitor, &import).await?;
    let tables = stage::refused(&registry, &import).await?;
    let tables = tables.ok_or_else(|| Fault::not_found("person_import_rows"))?;
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(None);
    let may = |code: &str| crate::rights::may(&caller, anye_access::Permission::PersonsEdit, code);
    let near = crate::person::picker::Near { place: visitor.own_place(&registry.core), may: &may };
    let mut made = collect(&registry, &tables, near, &one.name);
    let rows = std::mem::take(&mut made.rows);
    let outcome = dry_run(&registry, &caller, rows).await?;
    let mut all = made.findings.clone();
    all.extend(outcome.findings);
    // A row whose fault has gone meanwhile stays on the sheet: it was not taken.
    let bad: BTreeSet<u32> = all.iter().filter(|one| one.error).map(|one| one.row).collect();
    let head = tables.sheets.first().and_then(super::rows::head).unwrap_or_default();
    let sound = tables.sheets.iter().flat_map(|sheet| sheet.rows.iter().skip(head + 1));
    let again = sound
        .filter(|row| !bad.contains(&row.number))
        .map(|row| super::Finding::error(row.number, anye_base::FieldFault::new("", "person_file_mended")));
    let again: Vec<_> = again.collect();
    all.extend(again);
    let bytes = super::marked::workbook(&tables, made.sheet, &made.columns, &all, &visitor.texts)
        .map_err(Fault::internal)?;
    Ok(file(XLSX, "persons-marked.xlsx", bytes))
}
