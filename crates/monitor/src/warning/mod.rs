//! Warnings (失业预警): month close, lights, from a light to a case. Thresholds, plans and steps are the pack's; this room must never hold one of its own.

mod act;
mod address;
mod chain;
mod close;
pub(crate) mod estimate;
pub(crate) mod figure;
mod hold;
mod input;
mod job;
mod judgement;
mod list;
mod plans;
mod rules;
pub(crate) mod setting;
pub(crate) mod store;
mod upward;

pub use act::{CASE, drill, industry_name};
pub use chain::{Chain, Measure, chain};
pub use close::{Closed, close, close_months};
pub use job::{CloseWork, KIND, enqueue};
pub use judgement::{Judgement, of_case as judgements, record as record_judgement};
pub use list::{Filter, Score, Shown, list, scores};
pub use plans::{NewPlan, PlanOfPlace, Standing, record_plan, standings};
pub use upward::{Entered, Upward, enter as enter_upward, list as upwards};

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
