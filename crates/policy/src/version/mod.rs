//! Versions of the law (规则版本): proposed by one person, published or refused by another, every one kept with its sources.
//!
//! It must never decide anything about anybody, nor put into use what two people have not looked at.

mod approve;
mod compare;
mod model;
mod propose;
mod refuse;
mod store;
mod used;

pub use anye_web::Asking;
pub use approve::{Proof, approve, proof};
pub use compare::{Change, changes};
pub use model::{Decided, Kept, Sources, State, Version};
pub use propose::propose;
pub use refuse::refuse;
pub(crate) use store::{book, keep_book, kept};
pub use store::{find, list, published, sources};
pub(crate) use used::{InUse, Used};

use anye_access::{Caller, Permission, Target, decide};
use anye_base::{ErrorKind, Fault, FieldFault};

use crate::Policy;

/// Longest note or reason.
const LONGEST: usize = 500;

/// Whether the caller may do this to the law of the pack's own place: who is responsible for a city only does not publish for the province.
pub fn may(policy: &Policy, caller: &Caller<'_>, permission: Permission) -> bool {
    let place = &policy.pack.manifest().place;
    decide(caller.grants, permission, Target::place(place), caller.places).allowed
}

pub(crate) fn must(policy: &Policy, caller: &Caller<'_>, permission: Permission) -> Result<(), Fault> {
    if may(policy, caller, permission) {
        return Ok(());
    }
    Err(Fault::new(ErrorKind::Denied, "denied").arg("permission", permission.word()))
}

/// A text that must be there, not too long.
fn written(name: &'static str, missing: &'static str, text: &str) -> Result<String, Fault> {
    let text = text.trim();
    let wrong = |code: &'static str| FieldFault::new(name, code).arg("most", LONGEST);
    if text.is_empty() {
        return Err(Fault::new(ErrorKind::Invalid, missing).field(wrong(missing)));
    }
    if text.chars().count() > LONGEST {
        let fault = Fault::new(ErrorKind::Invalid, "law_text_long").arg("most", LONGEST);
        return Err(fault.field(wrong("law_text_long")));
    }
    Ok(text.to_owned())
}
