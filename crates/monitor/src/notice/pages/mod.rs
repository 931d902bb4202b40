//! Pages and operations of layoff notices: they parse, call one use case and answer. They must never decide anything.

pub mod api;
mod compare;
mod edit;
mod export;
mod list;
mod show;
mod verdict;
mod watch;

pub use compare::{compare, tie};
pub use edit::{act, edit, fresh, start};
pub use export::{csv, xlsx};
pub use list::{check, list};
pub use show::show;
pub use watch::{incidents, lead, pledge, put_incident, put_risk, risks};

use anye_base::{ErrorKind, Fault};
use anye_web::Frame;

/// Whether a page is shown again with what went wrong.
fn is_shown(fault: &Fault) -> bool {
    matches!(fault.kind, ErrorKind::Invalid | ErrorKind::Conflict | ErrorKind::Stale)
}

/// What went wrong: where on the page, and in words. The same words stand at the field.
fn errors(frame: &Frame, fault: Option<&Fault>) -> Vec<(String, String)> {
    let Some(fault) = fault else { return Vec::new() };
    if fault.fields.is_empty() {
        return vec![(String::new(), frame.texts.fault(fault))];
    }
    fault.fields.iter().map(|one| (one.field.replace('.', "-"), frame.texts.field_fault(one))).collect()
}

/// Tenths of a percent as people read it.
fn percent(share: Option<i64>) -> String {
    share.map(|tenths| format!("{}.{}%", tenths / 10, tenths % 10)).unwrap_or_default()
}

/// The first value of a name among what was sent.
fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.as_str())
}
