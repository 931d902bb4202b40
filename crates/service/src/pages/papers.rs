//! Files of papers on pages (材料附件): given, listed with the step they are for, handed out so that no browser runs one, marked when the original was seen.

use anye_base::{ErrorKind, Fault};
use anye_web::extract::{Form, Upload};
use anye_web::{Asking, Failed, Texts, Visitor};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::apply::{Again, filled};
use super::case::{Wanted, shown};
use super::words::{day, minute, said};
use crate::Service;
use crate::model::Whole;
use crate::paper::{self, Attaching, Paper};

/// A file as a line.
pub(super) struct PaperRow {
    pub paper: String,
    pub href: String,
    pub name: String,
    pub kind: String,
    pub step: String,
    pub by: String,
    pub original: String,
    /// What may be done with it: seen, remove or nothing.
    pub act: &'static str,
    pub back: String,
}

/// Files as lines: of a draft, or of a case and whether the reader may mark originals.
pub(super) fn rows(
    service: &Service,
    texts: &Texts,
    form: &crate::form::Form,
    files: &[Paper],
    case: Option<(&Whole, bool)>,
) -> Vec<PaperRow> {
    let row = |one: &Paper| {
        let ask = form.papers.iter().find(|ask| ask.key == one.paper);
        let original = one.original.as_ref();
        let act = match case {
            None => "remove",
            Some((_, true)) if original.is_none() => "seen",
            Some(_) => "",
        };
        PaperRow {
            paper: ask.map_or_else(|| one.paper.clone(), |ask| said(texts, &ask.name)),
            href: format!("/service/papers/{}", one.id),
            name: one.name.clone(),
            kind: format!("{} · {}", one.kind.to_uppercase(), size(one.size)),
            step: case.map(|(whole, _)| step(service, texts, whole, &one.step)).unwrap_or_default(),
            by: format!("{} {}", one.made_name, minute(one.made_at)),
            original: original
                .map(|(name, at)| texts.t2("service-file-saw", "name", name, "day", day(*at)))
                .unwrap_or_default(),
            act,
            back: match case {
                Some((whole, _)) => format!("/service/cases/{}", whole.row.case_id),
                None => format!("/service/applications/{}", one.application),
            },
        }
    };
    files.iter().map(row).collect()
}

/// The step a file is for: the one that was to be done when it was given; with the application, the first that an officer does.
fn step(service: &Service, texts: &Texts, whole: &Whole, id: &str) -> String {
    let Some(programme) = service.programme(&whole.row.programme) else { return String::new() };
    let officer = |one: &&anye_programmes::Step| one.role != anye_programmes::StepRole::Applicant;
    let found = match id {
        "" => programme.steps.iter().find(officer),
        id => programme.steps.iter().find(|one| one.id == id),
    };
    found.map(|one| said(texts, &one.name)).unwrap_or_default()
}

/// Bytes as people read them, with one digit after the point.
fn size(bytes: i64) -> String {
    if bytes < 1024 * 1024 {
        return format!("{} KB", (bytes + 1023) / 1024);
    }
    let tenths = bytes * 10 / (1024 * 1024);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// Answers `POST /service/applications/{id}/papers`.
pub async fn attach(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    upload: Upload,
) -> Result<Response, Failed> {
    let case = upload.fields.get("case").map(String::as_str).filter(|text| !text.is_empty());
    match attached(&service, &visitor, &id, &upload).await {
        Ok(_) => {
            let to = case.map_or_else(
                || format!("/service/applications/{id}#papers"),
                |case| format!("/service/cases/{case}?done=service-act#papers"),
            );
            Ok(Redirect::to(&to).into_response())
        }
        Err(fault) if matches!(fault.kind, ErrorKind::Invalid | ErrorKind::TooLarge) => {
            let mut page = match case {
                Some(case) => {
                    let wanted = Wanted { seen: 0, act: "", note: "", amount: "" };
                    shown(&service, &visitor, case, None, Some((&fault, &wanted))).await?
                }
                None => filled(&service, &visitor, &id, Again::wrong(visitor.texts.fault(&fault))).await?,
            };
            // The script of uploads puts the answer in place of the page, where its status says that it was refused.
            *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page)
        }
        Err(fault) => Err(fault.into()),
    }
}

pub(super) async fn attached(
    service: &Service,
    visitor: &Visitor,
    id: &str,
    upload: &Upload,
) -> Result<Paper, Fault> {
    let asking = Asking::new(&service.core, visitor);
    let caller = asking.caller(upload.once.as_ref());
    let field = |name: &str| upload.fields.get(name).map(String::as_str).unwrap_or_default();
    let file = upload.files.first().ok_or_else(|| Fault::new(ErrorKind::Invalid, "paper_none"))?;
    let case = Some(field("case")).filter(|text| !text.is_empty());
    let file = Attaching { paper: field("paper"), name: &file.name, bytes: &file.bytes, case };
    paper::attach(service, &caller, id, &file).await
}

/// Answers `GET /service/papers/{id}`: the file itself, to be kept and not to be run.
pub async fn open(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let found = paper::content(&service, &asking.caller(None), &id).await?;
    let held = format!("attachment; filename=\"{}.{}\"", found.paper.id, found.paper.kind);
    let heads = [
        (header::CONTENT_TYPE, found.kind.mime().to_owned()),
        (header::CONTENT_DISPOSITION, held),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((heads, found.bytes).into_response())
}

/// What is done with a file.
#[derive(Debug, Deserialize)]
pub struct Act {
    act: String,
    #[serde(default)]
    back: String,
}

/// Answers `POST /service/papers/{id}`.
pub async fn act(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Act>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(form.once.as_ref());
    let one = done(&service, &caller, &id, &form.data.act).await?;
    let own = ["/service/cases/", "/service/applications/"];
    let back = Some(form.data.back).filter(|back| own.iter().any(|own| back.starts_with(own)));
    let to = back.unwrap_or_else(|| format!("/service/applications/{}", one.application));
    Ok(Redirect::to(&format!("{to}#papers")).into_response())
}

pub(super) async fn done(
    service: &Service,
    caller: &anye_access::Caller<'_>,
    id: &str,
    act: &str,
) -> Result<Paper, Fault> {
    match act {
        "seen" => paper::seen(service, caller, id).await,
        "remove" => paper::remove(service, caller, id).await,
        _ => Err(Fault::new(ErrorKind::Invalid, "service_act")),
    }
}
