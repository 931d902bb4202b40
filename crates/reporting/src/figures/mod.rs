//! Figures (统计数字): who has reported and when, vintages that stay as they were, one query for every table, and the reports that make a figure.
//!
//! It must never show a figure without its as-of time, nor a sum that its reports do not make.

mod completeness;
mod drill;
mod freeze;
mod query;
mod saved;
mod units;

pub use anye_web::suppress::{Shown as Suppressed, suppress};
pub use completeness::{Completeness, Completion, Missing, completeness, missing};
pub use drill::{DrillKey, DrillRow, Drilled, drill, drill_sum};
pub use freeze::{Frozen, FrozenRow, Revision, VINTAGES, freeze, frozen, revisions, vintages};
pub use query::{Column, FigureQuery, FigureRow, FigureTable, Reach, query};
pub use saved::{SavedQuery, delete as delete_query, list as saved_queries, save as save_query};
pub use units::{Expected, expected};
