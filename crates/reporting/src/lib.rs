//! Reporting (报表): reports of employers and places, approval up the tree, sums kept with every change, panels, figures.
//!
//! What is asked, of whom and when is the pack's (`forms`). This crate must never know a form by name, compute a figure from all reports
//! when somebody looks at it, or let a locked period change without two people.

pub mod api;
pub mod approve;
pub mod collect;
pub mod figures;
pub mod import;
pub mod pages;
pub mod panel;
pub mod report;
pub mod reporter;
pub mod rights;
pub mod rollup;
mod state;
mod store;

use anye_base::Lang;
use anye_web::i18n;

pub use state::{Reporting, date, law_day};

/// The messages of this crate.
pub const MESSAGES: [i18n::Source; 4] = [
    (Lang::Zh, include_str!("../i18n/zh.ftl")),
    (Lang::En, include_str!("../i18n/en.ftl")),
    (Lang::Zh, include_str!("../i18n/pages.zh.ftl")),
    (Lang::En, include_str!("../i18n/pages.en.ftl")),
];
