//! Who may do what with the money of which place. Money that may not be seen is as if it were not there.

use anye_access::{Caller, Permission, Target, decide};
use anye_base::{ErrorKind, Fault};

/// Whether the caller may do this at a place.
pub fn may(caller: &Caller<'_>, permission: Permission, place: &str) -> bool {
    decide(caller.grants, permission, Target::place(place), caller.places).allowed
}

/// Refuses unless the caller may do this at a place.
///
/// # Errors
/// The right is missing.
pub fn must(caller: &Caller<'_>, permission: Permission, place: &str) -> Result<(), Fault> {
    if may(caller, permission, place) {
        return Ok(());
    }
    Err(Fault::new(ErrorKind::Denied, "denied").arg("permission", permission.word()))
}
