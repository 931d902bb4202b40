//! Files of persons for people: template, dry run with findings by row and column, then the sound rows, and the bad rows back as a sheet.

use std::sync::Arc;

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_reading::ReadError;
use anye_web::extract::{Form as Sent, Upload};
use anye_web::{Asking, Failed, Frame, Visitor, page as shown_page};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::columns::letters;
use super::{Collected, Finding, Outcome, Sheet, collect, dry_run, import, limits, stage};
use crate::Registry;
use crate::person::pages::{file, is_shown, problems, with_status};

/// Findings on the page; the sheet has all.
const SHOWN: usize = 200;
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

struct Told {
    place: String,
    error: bool,
    said: String,
}

struct Result {
    name: String,
    rows: usize,
    sound: i64,
    outcome: Outcome,
    told: Vec<Told>,
    more: usize,
    held: String,
    taken: bool,
    fatal: bool,
}

#[derive(Template)]
#[template(path = "person_files.html")]
struct FilesPage {
    frame: Frame,
    problems: Vec<(String, String)>,
    result: Option<Result>,
}

/// Answers `GET /persons/files`.
pub async fn page(
    State(registry): State<Registry>,
    visitor: Visitor,
) -> std::result::Result<Response, Failed> {
    Ok(shown(&registry, &visitor, None, None))
}

fn shown(registry: &Registry, visitor: &Visitor, result: Option<Result>, fault: Option<&Fault>) -> Response {
    let frame = Frame::new(&registry.core, visitor, "/persons/files", visitor.texts.t("persons-files-title"))
        .under(visitor.texts.t("persons-title"), "/persons");
    let made = FilesPage { problems: problems(&frame.texts, fault), result, frame };
    with_status(shown_page(&made), fault)
}

/// Answers `GET /persons/files/template`.
pub async fn template(
    State(registry): State<Registry>,
    visitor: Visitor,
) -> std::result::Result<Response, Failed> {
    let own = visitor.own_place(&registry.core);
    let example =
        format!("{own} {}", registry.core.place_in(own, registry.core.world.today(), visitor.lang()));
    let bytes = super::template::workbook(visitor.lang(), &example).map_err(Fault::internal)?;
    Ok(file(XLSX, "persons.xlsx", bytes))
}

fn gone() -> Fault {
    Fault::new(ErrorKind::Conflict, "person_file_gone").field(FieldFault::new("file", "person_file_gone"))
}

/// Why a file cannot be read.
pub(super) fn unreadable(cause: &ReadError) -> Fault {
    let field = FieldFault::new("file", "person_file_unreadable").arg("cause", cause);
    Fault::new(ErrorKind::Invalid, "person_file_unreadable").arg("cause", cause).field(field)
}

/// Reads a file in a child process.
pub(super) async fn read(
    registry: &Registry,
    bytes: &[u8],
) -> std::result::Result<anye_reading::Tables, Fault> {
    let reader = registry.reader.as_ref();
    let reader = reader.ok_or_else(|| Fault::new(ErrorKind::Unavailable, "person_file_no_reader"))?;
    reader.read_table(bytes, &limits().1).await.map_err(|cause| unreadable(&cause))
}

/// Answers `POST /persons/files`: a dry run first, then the sound rows of the file that was looked at.
pub async fn upload(
    State(registry): State<Registry>,
    visitor: Visitor,
    sent: Upload,
) -> std::result::Result<Response, Failed> {
    match handled(&registry, &visitor, &sent).await {
        Ok(Handled::Shown(result)) => Ok(shown(&registry, &visitor, Some(*result), None)),
        Ok(Handled::Waits(import)) => Ok(Redirect::to(&format!("/persons/files/{import}")).into_response()),
        Err(fault) if is_shown(&fault) => Ok(shown(&registry, &visitor, None, Some(&fault))),
        Err(fault) => Err(fault.into()),
    }
}

/// What becomes of a request: a page at once, or a job that somebody looks at.
enum Handled {
    Shown(Box<Result>),
    Waits(String),
}

async fn handled(
    registry: &Registry,
    visitor: &Visitor,
    sent: &Upload,
) -> std::result::Result<Handled, Fault> {
    let field = |name: &str| sent.fields.get(name).cloned().unwrap_or_default();
    let world = &registry.core.world;
    let account = &visitor.actor.id;
    let (one, id) = match sent.files.first() {
        Some(file) => {
            let tables = Arc::new(read(registry, &file.bytes).await?);
            let one = Sheet { name: file.name.clone(), tables };
            let id = world.new_id();
            registry.sheets.keep(&id, account, world.now_ms(), one.clone());
            (one, id)
        }
        None if field("held").is_empty() => {
            let field = FieldFault::new("file", "person_file_none");
            return Err(Fault::new(ErrorKind::Invalid, "person_file_none").field(field));
        }
        None => {
            let held = field("held");
            (registry.sheets.find(&held, account, world.now_ms()).ok_or_else(gone)?, held)
        }
    };
    let take = field("act") == "take";
    if take && let Some(import) = waits(registry, visitor, &one).await? {
        return Ok(Handled::Waits(import));
    }
    let (made, outcome) = done(registry, visitor, &one, take).await?;
    Ok(Handled::Shown(Box::new(result(visitor, &one, id, take, &made, outcome))))
}

/// A large file waits for its job: the id of its import.
async fn waits(
    registry: &Registry,
    visitor: &Visitor,
    one: &Sheet,
) -> std::result::Result<Option<String>, Fault> {
    let asking = Asking::new(&registry.core, visitor);
    let caller = asking.caller(None);
    let source = visitor.texts.t1("persons-file-source", "name", &one.name);
    let may = |code: &str| crate::rights::may(&caller, anye_access::Permission::PersonsEdit, code);
    let place = visitor.own_place(&registry.core);
    let made = collect(registry, &one.tables, crate::person::picker::Near { place, may: &may }, &source);
    if made.fatal || made.total <= stage::FEW {
        return Ok(None);
    }
    let staging =
        stage::Staging { name: &one.name, tables: &one.tables, place, source: &source, part: stage::PART };
    stage::stage(registry, &caller, &made, staging).await
}

async fn done(
    registry: &Registry,
    visitor: &Visitor,
    one: &Sheet,
    take: bool,
) -> std::result::Result<(Collected, Outcome), Fault> {
    let asking = Asking::new(&registry.core, visitor);
    let caller = asking.caller(None);
    let source = visitor.texts.t1("persons-file-source", "name", &one.name);
    let may = |code: &str| crate::rights::may(&caller, anye_access::Permission::PersonsEdit, code);
    let near = crate::person::picker::Near { place: visitor.own_place(&registry.core), may: &may };
    let mut made = collect(registry, &one.tables, near, &source);
    if made.fatal {
        return Ok((made, Outcome::default()));
    }
    let rows = std::mem::take(&mut made.rows);
    let outcome = match take {
        true => import(registry, &caller, &one.name, rows).await?,
        false => dry_run(registry, &caller, rows).await?,
    };
    Ok((made, outcome))
}

/// All findings, of the sheet and of the register, errors first.
fn findings(made: &Collected, outcome: &Outcome) -> Vec<Finding> {
    let mut all: Vec<Finding> = made.findings.iter().chain(&outcome.findings).cloned().collect();
    all.sort_by_key(|one| (!one.error, one.row));
    all
}

fn refused_rows(findings: &[Finding]) -> usize {
    let rows: std::collections::BTreeSet<u32> =
        findings.iter().filter(|one| one.error && one.row > 0).map(|one| one.row).collect();
    rows.len()
}

fn result(
    visitor: &Visitor,
    one: &Sheet,
    held: String,
    take: bool,
    made: &Collected,
    mut outcome: Outcome,
) -> Result {
    let all = findings(made, &outcome);
    outcome.counts.refused = i64::try_from(refused_rows(&all)).unwrap_or(i64::MAX);
    let told = |one: &Finding| Told {
        place: match (one.row, made.columns.get(one.field.as_str())) {
            (0, _) => visitor.texts.t("persons-file-whole"),
            (row, Some(column)) => format!("{}{row}", letters(*column)),
            (row, None) => visitor.texts.t1("persons-file-row", "row", row),
        },
        error: one.error,
        said: visitor.texts.field_fault(&one.fault),
    };
    Result {
        name: one.name.clone(),
        rows: made.total,
        sound: outcome.counts.created,
        told: all.iter().take(SHOWN).map(told).collect(),
        more: all.len().saturating_sub(SHOWN),
        held,
        taken: take && !made.fatal,
        fatal: made.fatal,
        outcome,
    }
}

/// Which file comes back with marks.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ToMark {
    held: String,
}

/// Answers `POST /persons/files/marked`: the rows that cannot be taken, each with what is wrong.
pub async fn marked(
    State(registry): State<Registry>,
    visitor: Visitor,
    sent: Sent<ToMark>,
) -> std::result::Result<Response, Failed> {
    let now = registry.core.world.now_ms();
    let Some(one) = registry.sheets.find(&sent.data.held, &visitor.actor.id, now) else {
        return Ok(shown(&registry, &visitor, None, Some(&gone())));
    };
    let (made, outcome) = done(&registry, &visitor, &one, false).await?;
    let all = findings(&made, &outcome);
    let bytes = super::marked::workbook(&one.tables, made.sheet, &made.columns, &all, &visitor.texts)
        .map_err(Fault::internal)?;
    let stem = one.name.rsplit_once('.').map_or(one.name.as_str(), |(stem, _)| stem);
    let plain: String = stem.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    Ok(file(XLSX, &format!("{plain}-marked.xlsx"), bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_with_two_errors_is_one_row() {
        let error = |row| Finding::error(row, FieldFault::new("name", "person_name_empty"));
        assert_eq!(refused_rows(&[error(3), error(3), error(4), error(0)]), 2);
    }
}
