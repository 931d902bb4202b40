//! Pages of registers. They hold no rule of their own: what a register is comes from the pack, what may be done from the use cases.

mod count;
mod draw;
mod duties;
mod file;
mod front;
mod household;
mod households;
mod list;
mod lookup;
mod new;
mod public;
mod quota;
mod show;
mod spells;
mod statistics;
mod transfers;

pub use count::{count, public_count};
pub use duties::{duties, duty};
pub use file::{export, import, marked, take, upload};
pub use front::front;
pub use household::household;
pub use households::households;
pub use list::list;
pub use lookup::{looked_up, lookup};
pub use new::{new, open};
pub use public::{certificate, object, public, verify};
pub use quota::{quota, quotas};
pub use show::{act, reveal, show};
pub use statistics::statistics;
pub use transfers::{transfer, transfer_new, transfers};

use anye_base::{ErrorKind, Fault, Lang};
use anye_forms::Words;
use anye_web::{Frame, Texts};

/// In the reader's language.
pub(super) fn said(frame: &Frame, words: &Words) -> String {
    frame.texts.lang.pick(&words.zh, &words.en).to_owned()
}

/// Whether a fault is shown beside the form that brought it about.
pub(super) fn is_shown(fault: &Fault) -> bool {
    matches!(fault.kind, ErrorKind::Invalid | ErrorKind::Conflict | ErrorKind::Stale)
        || fault.code == "second_person"
}

/// What is wrong, in words: field and sentence.
pub(super) fn problems(texts: &Texts, fault: Option<&Fault>) -> Vec<(String, String)> {
    let Some(fault) = fault else { return Vec::new() };
    if fault.fields.is_empty() {
        return vec![(String::new(), texts.fault(fault))];
    }
    fault.fields.iter().map(|one| (one.field.clone(), texts.field_fault(one))).collect()
}

/// A day as people read it.
pub(super) fn day(date: anye_base::Date, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Lang::En => date.to_string(),
    }
}
