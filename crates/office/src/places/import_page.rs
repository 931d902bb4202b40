//! The page for importing changes: a file or pasted rows, first tried, then applied. What was tried stays in the form.

use anye_base::{ErrorKind, Fault};
use anye_places::{EventKind, read_events};
use anye_web::extract::{Upload, once_for};
use anye_web::{Failed, Frame, Visitor, page, problem};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::import::{ImportReport, import_events, refused};
use crate::{Office, show};

#[derive(Deserialize)]
pub struct Done {
    done: Option<String>,
}

struct Wrong {
    row: String,
    column: String,
    why: String,
    code: &'static str,
}

#[derive(Template)]
#[template(path = "place_import.html")]
struct ImportPage {
    frame: Frame,
    csv: String,
    report: Option<ImportReport>,
    changed: Vec<(String, String, Vec<String>)>,
    failure: Option<String>,
    wrong: Vec<Wrong>,
    kinds: Vec<(&'static str, String)>,
}

const HERE: &str = "/places/import";

impl ImportPage {
    fn new(office: &Office, visitor: &Visitor, csv: String) -> Self {
        let frame = Frame::new(&office.core, visitor, HERE, visitor.texts.t("place-import-title"))
            .under(visitor.texts.t("places-title"), "/places");
        let kinds =
            EventKind::ALL.map(|kind| (kind.as_str(), frame.t(&format!("place-event-{}", kind.as_str()))));
        let (changed, wrong, kinds) = (Vec::new(), Vec::new(), kinds.into());
        Self { frame, csv, report: None, changed, failure: None, wrong, kinds }
    }

    fn tried(mut self, office: &Office, report: ImportReport) -> Self {
        let register = office.core.places();
        let named = |codes: &[String]| -> Vec<String> {
            let today = self.frame.as_of;
            let name = |code: &String| {
                let known = register
                    .find(code, today)
                    .map(|place| format!("{} {code}", show::place_name(&self.frame.texts, &place)));
                known.unwrap_or_else(|| code.clone())
            };
            codes.iter().take(100).map(name).collect()
        };
        let groups = [("opened", &report.opened), ("closed", &report.closed), ("moved", &report.moved)];
        self.changed = groups
            .into_iter()
            .filter(|(_, codes)| !codes.is_empty())
            .map(|(word, codes)| {
                (self.frame.t(&format!("place-import-{word}")), codes.len().to_string(), named(codes))
            })
            .collect();
        self.report = Some(report);
        self
    }

    fn failed(mut self, fault: &Fault) -> Self {
        self.failure = Some(self.frame.texts.fault(fault));
        self.wrong = fault
            .fields
            .iter()
            .map(|field| Wrong {
                row: field.row.filter(|row| *row > 0).map_or_else(|| "—".to_owned(), |row| row.to_string()),
                column: field.column.clone().unwrap_or_default(),
                why: self.frame.texts.field_fault(field),
                code: field.code,
            })
            .collect();
        self
    }
}

/// Answers `GET /places/import`.
pub async fn show(State(office): State<Office>, visitor: Visitor, Query(done): Query<Done>) -> Response {
    let mut shown = ImportPage::new(&office, &visitor, String::new());
    shown.frame = shown.frame.notice(done.done.as_deref());
    page(&shown)
}

/// Answers `POST /places/import`.
pub async fn send(
    State(office): State<Office>,
    visitor: Visitor,
    upload: Upload,
) -> Result<Response, Failed> {
    let field = |name: &str| upload.fields.get(name).cloned().unwrap_or_default();
    let bytes = match upload.files.into_iter().next() {
        Some(file) => file.bytes,
        None => field("csv").into_bytes(),
    };
    // The key stands for the rows, not for the form: other rows under it must not be taken for the same import.
    let once = upload.once.map(|once| once_for(&once.key, &once.operation, &bytes));
    let apply = field("act") == "apply";
    let shown = ImportPage::new(&office, &visitor, String::from_utf8_lossy(&bytes).into_owned());
    let outcome = match read_events(&bytes) {
        _ if bytes.trim_ascii().is_empty() => Err(Fault::new(ErrorKind::Invalid, "place_import_empty")),
        Err(errors) => Err(refused(&errors)),
        Ok(rows) => {
            import_events(&office.core, &visitor, &rows, once.as_ref().filter(|_| apply), !apply).await
        }
    };
    match outcome {
        Ok(report) if apply && report.applied > 0 => {
            Ok(Redirect::to("/places/import?done=places").into_response())
        }
        Ok(report) => Ok(page(&shown.tried(&office, report))),
        Err(fault) if matches!(fault.kind, ErrorKind::Internal | ErrorKind::Unavailable) => {
            Err(Failed(fault))
        }
        Err(fault) => {
            let mut response = page(&shown.failed(&fault));
            *response.status_mut() = problem::status(fault.kind);
            Ok(response)
        }
    }
}
