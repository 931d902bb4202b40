//! Pages and operations of warnings: they parse, call one use case and answer. They must never decide anything.

pub mod api;
mod chain;
mod judge;
mod list;
mod plans;
mod upward;

pub use chain::{chain, rules};
pub use judge::{judge, judged};
pub use list::list;
pub use plans::{plans, put_plan};
pub use upward::{put_upward, upward};

use anye_base::{ErrorKind, Fault};
use anye_web::Frame;

/// Whether a page is shown again with what went wrong.
fn is_shown(fault: &Fault) -> bool {
    matches!(fault.kind, ErrorKind::Invalid | ErrorKind::Conflict | ErrorKind::Stale)
}

/// What went wrong: where on the page, and in words.
fn errors(frame: &Frame, fault: Option<&Fault>) -> Vec<(String, String)> {
    let Some(fault) = fault else { return Vec::new() };
    if fault.fields.is_empty() {
        return vec![(String::new(), frame.texts.fault(fault))];
    }
    fault.fields.iter().map(|one| (one.field.clone(), frame.texts.field_fault(one))).collect()
}
