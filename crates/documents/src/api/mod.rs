//! The library for programs: `/api/documents…` and `/api/search`. Each operation is the use case of the same name.

mod changing;
mod findings;
mod reading;
mod searching;

use anye_access::Permission;
use anye_base::{Cursor, Page};
use anye_web::{Built, Guard, Routes};
use axum::http::{HeaderName, HeaderValue, header};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::library::Library;

/// A page of a list; the next page's address stands in the `Link` header too.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = documents::Listed)]
pub struct Listed<T> {
    /// The rows.
    pub items: Vec<T>,
    /// `cursor` of the next page, where there is one.
    pub next: Option<String>,
}

/// The body of a page and its `Link` header. `path` is the address without a cursor.
fn listed<T>(page: Page<T>, path: &str) -> (Option<(HeaderName, HeaderValue)>, axum::Json<Listed<T>>) {
    let next = page.next.as_ref().map(Cursor::encode);
    let link = next.as_ref().and_then(|cursor| link(path, cursor));
    (link, axum::Json(Listed { items: page.items, next }))
}

fn link(path: &str, cursor: &str) -> Option<(HeaderName, HeaderValue)> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let kept: Vec<&str> =
        query.split('&').filter(|part| !part.is_empty() && !part.starts_with("cursor=")).collect();
    let joint = if kept.is_empty() { String::new() } else { format!("{}&", kept.join("&")) };
    let value = format!("<{path}?{joint}cursor={cursor}>; rel=\"next\"");
    HeaderValue::from_str(&value).ok().map(|value| (header::LINK, value))
}

/// The operations.
pub fn api_routes(library: &Library) -> Built {
    use Permission::{DocumentsCorrect, DocumentsExport, DocumentsImport, DocumentsRead, SearchUse};
    let read = Guard::Needs(DocumentsRead);
    let correct = Guard::Needs(DocumentsCorrect);
    Routes::new(&library.core)
        .get("/api/documents", read, reading::list)
        .get("/api/documents/choices", read, reading::choices)
        .get("/api/documents/in-force", read, reading::in_force)
        .get("/api/documents/compare", read, reading::compare)
        .get("/api/documents/units", read, reading::units)
        .get("/api/documents/units/{unit}", read, reading::unit_articles)
        .get("/api/documents/export", Guard::Needs(DocumentsExport), reading::export)
        .get("/api/documents/{document}", read, reading::show)
        .get("/api/documents/{document}/source", read, reading::source)
        .get("/api/documents/{document}/articles/{article}", read, reading::article)
        .get("/api/documents/{document}/relations", read, reading::around)
        .get("/api/documents/{document}/graph", read, reading::graph)
        .get("/api/documents/{document}/implementation", read, reading::implementation)
        .get("/api/documents/{document}/mentions", read, reading::mentions)
        .post("/api/documents", Guard::Needs(DocumentsImport), changing::import)
        .post("/api/documents/files", Guard::Needs(DocumentsImport), changing::upload)
        .post("/api/documents/dry-run", Guard::Needs(DocumentsImport), changing::dry_run)
        .post("/api/documents/{document}/withdraw", Guard::Needs(DocumentsImport), changing::withdraw)
        .post("/api/documents/{document}/articles/{article}/findings", correct, findings::add)
        .get(
            "/api/documents/{document}/articles/{article}/findings/{finding}/history",
            read,
            findings::history,
        )
        .put("/api/documents/{document}/articles/{article}/findings/{finding}", correct, findings::correct)
        .post(
            "/api/documents/{document}/articles/{article}/findings/{finding}/confirm",
            correct,
            findings::confirm,
        )
        .post(
            "/api/documents/{document}/articles/{article}/findings/{finding}/reject",
            correct,
            findings::reject,
        )
        .post(
            "/api/documents/{document}/articles/{article}/findings/{finding}/reopen",
            correct,
            findings::reopen,
        )
        .get("/api/search", Guard::Needs(SearchUse), searching::search)
        .get("/api/search/suggest", Guard::Needs(SearchUse), searching::suggest)
        .finish(library.clone())
}

/// The description of the operations.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(OpenApi)]
#[openapi(paths(
    reading::list,
    reading::choices,
    reading::in_force,
    reading::compare,
    reading::units,
    reading::unit_articles,
    reading::export,
    reading::show,
    reading::source,
    reading::article,
    reading::around,
    reading::graph,
    reading::implementation,
    reading::mentions,
    changing::import,
    changing::upload,
    changing::dry_run,
    changing::withdraw,
    findings::add,
    findings::history,
    findings::correct,
    findings::confirm,
    findings::reject,
    findings::reopen,
    searching::search,
    searching::suggest,
))]
struct Description;

#[cfg(test)]
mod tests {
    #[test]
    fn the_next_page_keeps_the_filters() {
        let (_, value) = super::link("/api/documents?year=2020&cursor=old&limit=2", "abc").unwrap();
        assert_eq!(value, "</api/documents?year=2020&limit=2&cursor=abc>; rel=\"next\"");
    }
}
