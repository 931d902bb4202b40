//! The policy pack (政策包) as it is in use: its documents with their article index, the requirement rows of each article, version and coverage.

pub mod api;
mod page;

use anye_access::Permission::PackRead;
use anye_pack::{DocumentMeta, Pack};
use anye_web::{Guard, Routes};

use crate::Office;

pub(crate) fn add(routes: Routes<Office>) -> Routes<Office> {
    let read = Guard::Needs(PackRead);
    routes.get("/pack", read, page::show).get("/pack/{document}", read, page::document).get(
        "/api/pack",
        read,
        api::pack,
    )
}

/// Articles, articles with a requirement row, and requirement rows of a document.
pub(crate) fn coverage(pack: &Pack, document: &DocumentMeta) -> (usize, usize, usize) {
    let articles = document.articles.len();
    let without = pack.articles_without_requirement(&document.id).count();
    let rows = pack.requirements().iter().filter(|row| row.document() == document.id).count();
    (articles, articles - without, rows)
}
