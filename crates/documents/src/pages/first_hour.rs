//! The guided first hour of the demo: a search and a citation followed are noted, so that the home page can tick them off.
//!
//! Only in demo mode: what people search for and read in the library is nobody's business elsewhere.

use anye_db::DbError;
use anye_db::audit::Event;
use anye_web::{Core, Visitor};
use axum::http::{HeaderMap, header};

/// Notes that somebody searched.
pub async fn searched(core: &Core, visitor: &Visitor) -> Result<(), DbError> {
    note(core, visitor, Event::new("documents.search", "search", "demo")).await
}

/// Notes that somebody came to a document from the page of another.
pub async fn opened(core: &Core, visitor: &Visitor, headers: &HeaderMap, here: &str) -> Result<(), DbError> {
    let from = headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path = from.split_once("://").and_then(|(_, rest)| Some(rest.split_once('/')?.1)).unwrap_or_default();
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let another = path
        .strip_prefix("documents/")
        .is_some_and(|id| !id.is_empty() && !id.contains('/') && format!("/documents/{id}") != here);
    if another { note(core, visitor, Event::new("documents.follow", "document", here)).await } else { Ok(()) }
}

async fn note(core: &Core, visitor: &Visitor, event: Event) -> Result<(), DbError> {
    if core.settings.demo { core.db.record(&core.world, &visitor.actor, event).await } else { Ok(()) }
}
