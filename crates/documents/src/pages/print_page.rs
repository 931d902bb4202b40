//! A document to print (打印): the text alone on A4, with its findings under each article where wished.

use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::Pages;
use super::document_page::{DocumentPage, Seen};
use super::show;
use crate::calling::Asking;
use crate::keys::in_address;
use crate::show::show as show_document;

/// The page.
#[derive(Template)]
#[template(path = "document_print.html")]
pub struct PrintPage {
    /// The document as its own page shows it.
    pub document: DocumentPage,
    /// With findings.
    pub findings: bool,
}

/// What is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PrintQuery {
    findings: String,
}

/// Answers `GET /documents/{id}/print`.
pub async fn show(
    State(pages): State<Pages>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<PrintQuery>,
) -> Result<Response, Failed> {
    let library = &pages.library;
    let core = &library.core;
    let view = show_document(library, &Asking::new(core, &visitor).caller(None), &id).await?.contract();
    let here = format!("/documents/{}/print", in_address(&id));
    let frame = Frame::new(core, &visitor, &here, show::name(&view.record));
    let seen = Seen { core, may_correct: false, may_export: false, may_explain: false, original: false };
    Ok(page(&PrintPage { document: DocumentPage::new(frame, &view, &seen), findings: query.findings == "1" }))
}
