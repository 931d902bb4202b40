//! Layoff notices (裁员报告): written, judged by the rules of the law, filed, followed as cases; with firms at risk, incidents, promises and cross-checks.
//!
//! Thresholds, days and definitions are rules of the law; steps and hours stand in the pack. This room must never hold one of its own.

mod case;
mod crosscheck;
mod file;
mod form;
pub mod judge;
mod lead;
mod list;
pub mod model;
mod pledge;
mod rights;
mod risk;
mod setting;
mod show;
mod silent;
mod store;
mod ties;
mod times;

pub use crosscheck::{CROSS_CHECK, Contradiction, CrossCheckWork, contradiction};
pub use crosscheck::look as look_for_contradictions;
pub use file::{begin, file, known, preview, save};
pub use form::{Field, Form, Input, form};
pub use lead::{Firm, list as lead_of_state_firms};
pub use list::{Filter, Row, counts, list};
pub use pledge::{Kept, NewPledge, list as pledges, record as record_pledge};
pub use risk::{NewIncident, NewRisk, cases as cases_of, incident, risk, times_of};
pub use setting::Setting;
pub use show::{Beside, Shown, show};
pub use silent::{look as look_for_silence, silent};
pub use ties::{Likeness, likeness, tie};

use anye_web::{Built, NavEntry, Routes};

use crate::Monitor;

/// The entries of the rail.
pub const NAV: &[NavEntry] = &[];

/// Its routes.
pub fn routes(monitor: &Monitor) -> Built {
    Routes::new(&monitor.core).finish(monitor.clone())
}

/// Its operations.
pub fn openapi() -> utoipa::openapi::OpenApi {
    utoipa::openapi::OpenApi::default()
}
