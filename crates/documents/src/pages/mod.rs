//! The pages of the library. Each calls the use case that the API calls, and shows what it answers.
//!
//! Must never read the store, and never decide what a finding means.

pub mod article_page;
pub mod compare_page;
pub mod document_page;
mod export_link;
mod finding_add;
mod finding_conflict;
pub mod finding_form;
mod finding_page;
mod first_hour;
pub mod force_page;
pub mod graph;
pub mod implementation_page;
pub mod import_page;
pub mod list_page;
pub mod margin;
pub mod measures_page;
pub mod print_page;
pub mod relations_page;
pub mod search_page;
pub mod segment;
pub mod show;
pub mod staging;
pub mod wording;

use std::sync::Arc;

use anye_access::Permission::{DocumentsCorrect, DocumentsExport, DocumentsImport, DocumentsRead, SearchUse};
use anye_base::Lang;
use anye_web::{Built, Guard, Routes, i18n};

use crate::library::Library;

/// The words of the pages.
pub const PAGE_MESSAGES: [i18n::Source; 2] = [
    (Lang::Zh, include_str!("../../i18n/pages.zh.ftl")),
    (Lang::En, include_str!("../../i18n/pages.en.ftl")),
];

/// What the handlers of the pages work with.
#[derive(Clone)]
pub struct Pages {
    pub(crate) library: Library,
    pub(crate) staged: Arc<staging::Staging>,
}

/// The routes of the pages with their guards.
pub fn page_routes(library: &Library) -> Built {
    let (read, correct) = (Guard::Needs(DocumentsRead), Guard::Needs(DocumentsCorrect));
    let bring = Guard::Needs(DocumentsImport);
    Routes::new(&library.core)
        .get("/documents", read, list_page::show)
        .get("/documents/import", bring, import_page::form)
        .post("/documents/import", bring, import_page::send)
        .get("/documents/import/{stage}", bring, import_page::result)
        .post("/documents/import/{stage}", bring, import_page::decide)
        .get("/documents/in-force", read, force_page::show)
        .get("/documents/compare", read, compare_page::show)
        .get("/documents/export", Guard::Needs(DocumentsExport), export_link::picked)
        .get("/documents/{id}", read, document_page::show)
        .post("/documents/{id}/confirm", correct, finding_page::confirm)
        .get("/documents/{id}/print", read, print_page::show)
        .get("/documents/{id}/relations", read, relations_page::show)
        .get("/documents/{id}/implementation", read, implementation_page::show)
        .get("/documents/{id}/articles/{key}", read, article_page::show)
        .get("/documents/{id}/articles/{key}/add", correct, finding_add::add_form)
        .post("/documents/{id}/articles/{key}/add", correct, finding_add::add)
        .get("/documents/{id}/articles/{key}/findings/{finding}", read, finding_page::show)
        .post("/documents/{id}/articles/{key}/findings/{finding}", correct, finding_page::send)
        .get("/measures", read, measures_page::show)
        .get("/search", Guard::Needs(SearchUse), search_page::show)
        .finish(Pages { library: library.clone(), staged: Arc::default() })
}
