//! The start page (首页): signed in, what waits and the guided first hour; not signed in, what this is and where to go.

mod page;
mod source;

use anye_web::{Guard, Routes};

pub use source::{FirstHour, HomeEntry, HomeGroup, HomeSource, Later, Step};

use crate::Office;

pub(crate) fn add(routes: Routes<Office>) -> Routes<Office> {
    routes.get("/", Guard::Public, page::show)
}
