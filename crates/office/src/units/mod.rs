//! Responsible units (责任单位): the register by function, place and kind, and a unit's page. What names a unit comes from a slot.

pub mod api;
pub(crate) mod directory;
mod list_page;
mod palette;
mod unit_page;

use std::future::Future;
use std::pin::Pin;

use anye_access::Permission::UnitsRead;
use anye_base::Fault;
use anye_web::{Core, Guard, Routes, Visitor};

pub use palette::UnitPalette;

use crate::Office;

/// Something that names a unit: an article of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitUse {
    /// What it is: title of the document and number of the article.
    pub title: String,
    /// As what the unit is named there: lead, support, responsible, in words.
    pub role: String,
    /// Its page.
    pub href: String,
    /// Day of issue, where known.
    pub day: Option<anye_base::Date>,
}

/// What names a unit and how many there are in all, later.
pub type FoundUses<'a> = Pin<Box<dyn Future<Output = Result<(Vec<UnitUse>, usize), Fault>> + Send + 'a>>;

/// The slot for what names a unit: the documents feature fills it.
pub trait UnitUses: Send + Sync {
    /// What names this unit and may be seen by the visitor, newest first, at most `most`; and how many there are in all.
    fn uses<'a>(&'a self, core: &'a Core, visitor: &'a Visitor, unit: &'a str, most: usize) -> FoundUses<'a>;
}

pub(crate) fn add(routes: Routes<Office>) -> Routes<Office> {
    let read = Guard::Needs(UnitsRead);
    routes
        .get("/units", read, list_page::show)
        .get("/units/{unit}", read, unit_page::show)
        .get("/api/units", read, api::list)
        .get("/api/units/{unit}", read, api::one)
}
