//! Which functions of the platform stand behind each article (条文落实), and which articles have none.

use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::Pages;
use super::show::{self, Tab};
use crate::calling::Asking;
use crate::implementation::{ArticleFunctions, implementation};
use crate::keys::in_address;
use crate::show::show as show_document;

/// The page.
#[derive(Template)]
#[template(path = "implementation.html")]
pub struct ImplementationPage {
    /// What stands around it.
    pub frame: Frame,
    /// The document.
    pub id: String,
    /// The state in words.
    pub sentence: String,
    /// The pages of the document.
    pub tabs: Vec<Tab>,
    /// Articles with their functions.
    pub rows: Vec<ArticleFunctions>,
}

impl ImplementationPage {
    /// Puts the page together.
    pub fn new(frame: Frame, id: &str, rows: Vec<ArticleFunctions>) -> Self {
        let functions: usize = rows.iter().map(|row| row.functions.len()).sum();
        let without = rows.iter().filter(|row| row.functions.is_empty()).count();
        let values = [
            ("articles", rows.len().to_string()),
            ("functions", functions.to_string()),
            ("without", without.to_string()),
        ];
        Self {
            sentence: frame.texts.args("library-implementation-state", &values),
            tabs: show::tabs(&frame, id, "implementation"),
            id: in_address(id),
            rows,
            frame,
        }
    }
}

/// Answers `GET /documents/{id}/implementation`.
pub async fn show(
    State(pages): State<Pages>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let library = &pages.library;
    let core = &library.core;
    let asking = Asking::new(core, &visitor);
    let view = show_document(library, &asking.caller(None), &id).await?;
    let rows = implementation(library, &asking.caller(None), &id).await?;
    let path = format!("/documents/{}", in_address(&id));
    let frame = Frame::new(
        core,
        &visitor,
        &format!("{path}/implementation"),
        visitor.texts.t("library-implementation-title"),
    )
    .under(visitor.texts.t("library-title"), "/documents")
    .under(show::name(&view.record), path);
    Ok(page(&ImplementationPage::new(frame, &id, rows)))
}
