//! Files of entries: the workbook to fill in, the dry run with findings by row and column, the sound rows taken, the workbook back with marks; and the export.

use std::sync::Arc;

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::hex;
use anye_web::extract::{Form, Upload};
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use sm3::{Digest as _, Sm3};

use super::{is_shown, problems};
use crate::Registers;
use crate::entry::import::{self, Finding, HeldFile};
use crate::entry::{Filter, export as files};

pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Findings on the page; the workbook has all.
const SHOWN: usize = 200;

struct Outcome {
    held: String,
    name: String,
    sentence: String,
    sound: usize,
    taken: bool,
    findings: Vec<(String, String)>,
    more: usize,
}

#[derive(Template)]
#[template(path = "entry_import.html")]
struct ImportPage {
    frame: Frame,
    here: String,
    problems: Vec<(String, String)>,
    outcome: Option<Outcome>,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    template: String,
}

/// Answers `GET /registers/{register}/import`: the page, or with `?template=xlsx` the workbook to fill in.
pub async fn import(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    if asked.template == "xlsx" {
        let book = import::template(rooms.register(&id)?, visitor.texts.lang).map_err(Fault::internal)?;
        return Ok(download(&format!("{id}.xlsx"), XLSX, book));
    }
    drawn(&rooms, &visitor, &id, None, None)
}

pub(super) fn download(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response()
}

fn drawn(
    rooms: &Registers,
    visitor: &Visitor,
    id: &str,
    outcome: Option<Outcome>,
    fault: Option<&Fault>,
) -> Result<Response, Failed> {
    let register = rooms.register(id)?;
    let here = format!("/registers/{id}/import");
    let lang = visitor.texts.lang;
    let frame = Frame::new(rooms.core(), visitor, &here, visitor.texts.t("import-title"))
        .under(visitor.texts.t("registers-title"), "/registers")
        .under(lang.pick(&register.name.zh, &register.name.en), format!("/registers/{id}"));
    let made = ImportPage { problems: problems(&frame.texts, fault), here, outcome, frame };
    let mut response = page(&made);
    if let Some(fault) = fault {
        *response.status_mut() = anye_web::problem::status(fault.kind);
    }
    Ok(response)
}

/// Answers `POST /registers/{register}/import`: reads a file and says what would happen.
pub async fn upload(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
    sent: Upload,
) -> Result<Response, Failed> {
    match looked(&rooms, &visitor, &id, &sent).await {
        Ok(outcome) => drawn(&rooms, &visitor, &id, Some(outcome), None),
        Err(fault) if is_shown(&fault) => drawn(&rooms, &visitor, &id, None, Some(&fault)),
        Err(fault) => Err(fault.into()),
    }
}

async fn looked(rooms: &Registers, visitor: &Visitor, id: &str, sent: &Upload) -> Result<Outcome, Fault> {
    let register = rooms.register(id)?;
    let file = sent.files.first().ok_or_else(|| {
        Fault::new(ErrorKind::Invalid, "entry_invalid").field(FieldFault::new("file", "entry_no_file"))
    })?;
    let (_, table) = import::limits();
    let tables = rooms.reader.read_table(&file.bytes, &table).await.map_err(import::unusable)?;
    let digest = hex(&Sm3::digest(&file.bytes));
    let held =
        HeldFile { register: id.to_owned(), name: file.name.clone(), digest, tables: Arc::new(tables) };
    let asking = Asking::new(rooms.core(), visitor);
    let caller = asking.caller(None);
    let parsed = import::parse(register, &held.tables);
    let checked = import::check(rooms, &caller, register, &parsed).await?;
    let key = rooms.core().world.new_id();
    let name = held.name.clone();
    rooms.files.keep(&key, &visitor.actor.id, rooms.core().world.now_ms(), Arc::new(held));
    let sentence = visitor.texts.t2("import-dry", "read", checked.read, "sound", checked.sound);
    Ok(outcome(visitor, (key, name), sentence, checked.sound, false, &checked.findings))
}

fn outcome(
    visitor: &Visitor,
    (held, name): (String, String),
    sentence: String,
    sound: usize,
    taken: bool,
    findings: &[Finding],
) -> Outcome {
    let place =
        |one: &Finding| if one.row == 0 { one.column.clone() } else { format!("{}{}", one.column, one.row) };
    let lang = visitor.texts.lang;
    Outcome {
        held,
        name,
        sentence,
        sound,
        taken,
        more: findings.len().saturating_sub(SHOWN),
        findings: findings
            .iter()
            .take(SHOWN)
            .map(|one| (place(one), lang.pick(&one.zh, &one.en).to_owned()))
            .collect(),
    }
}

fn held(rooms: &Registers, visitor: &Visitor, register: &str, file: &str) -> Result<Arc<HeldFile>, Fault> {
    let found = rooms.files.find(file, &visitor.actor.id, rooms.core().world.now_ms());
    found.filter(|one| one.register == register).ok_or_else(|| {
        Fault::new(ErrorKind::Conflict, "entry_file_gone").field(FieldFault::new("file", "entry_file_gone"))
    })
}

/// The form that says yes.
#[derive(Debug, Default, Deserialize)]
pub struct Yes {}

/// Answers `POST /registers/{register}/import/{file}`: takes the sound rows.
pub async fn take(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((id, file)): Path<(String, String)>,
    _: Form<Yes>,
) -> Result<Response, Failed> {
    let one = match held(&rooms, &visitor, &id, &file) {
        Ok(one) => one,
        Err(fault) => return drawn(&rooms, &visitor, &id, None, Some(&fault)),
    };
    let register = rooms.register(&id)?;
    let asking = Asking::new(rooms.core(), &visitor);
    let parsed = import::parse(register, &one.tables);
    let taken =
        import::take(&rooms, &asking.caller(None), register, &parsed, (&one.name, &one.digest)).await?;
    let key = if taken.again { "import-again" } else { "import-taken" };
    let sentence = visitor.texts.t2(key, "taken", taken.taken, "refused", taken.refused);
    let outcome = outcome(&visitor, (file, one.name.clone()), sentence, taken.taken, true, &taken.findings);
    drawn(&rooms, &visitor, &id, Some(outcome), None)
}

/// Answers `GET /registers/{register}/import/{file}`: the workbook back with marks.
pub async fn marked(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Failed> {
    let one = held(&rooms, &visitor, &id, &file)?;
    let register = rooms.register(&id)?;
    let asking = Asking::new(rooms.core(), &visitor);
    let parsed = import::parse(register, &one.tables);
    let checked = import::check(&rooms, &asking.caller(None), register, &parsed).await?;
    let book = import::workbook(&one.tables, &parsed, &checked.findings, visitor.texts.lang)
        .map_err(Fault::internal)?;
    Ok(download(&format!("{id}-marked.xlsx"), XLSX, book))
}

/// In which format.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Format {
    format: String,
}

/// Answers `GET /registers/{register}/export`: the list as a file, names covered.
pub async fn export(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(filter): Query<Filter>,
    Query(format): Query<Format>,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let filter = Filter { register: id.clone(), ..filter };
    let rows = files::rows(&rooms, &asking.caller(None), &filter, visitor.texts.lang).await?;
    if format.format == "xlsx" {
        let book = files::xlsx(&rows).map_err(Fault::internal)?;
        return Ok(download(&format!("{id}.xlsx"), XLSX, book));
    }
    Ok(download(&format!("{id}.csv"), "text/csv; charset=utf-8", files::csv(&rows)?))
}
