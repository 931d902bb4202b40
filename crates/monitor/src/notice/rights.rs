//! Who may do what with which notice: the office at its places, an employer's account with its own. One that may not be seen is as if it were not there.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::{DbError, Read};
use anye_registry::employer;
use anye_reporting::rights::may;

pub use anye_reporting::rights::denied;

/// The employers whose account the caller is.
pub async fn own(from: &mut impl Read, caller: &Caller<'_>) -> Result<Vec<String>, DbError> {
    employer::employers_of(from, &caller.actor.id).await
}

/// Whether the caller may read about an employer at a place.
pub fn may_read(caller: &Caller<'_>, place: &str, own: bool) -> bool {
    may(caller, Permission::ReportRead, place, own)
}

/// Whether the caller may file for an employer at a place.
pub fn may_file(caller: &Caller<'_>, place: &str, own: bool) -> bool {
    may(caller, Permission::ReportSubmit, place, own)
}

/// Whether the caller works for the office there, and so may judge and record.
pub fn is_office(caller: &Caller<'_>, place: &str) -> bool {
    may(caller, Permission::ReportSubmit, place, false)
}

/// Refuses who is not the office there.
pub fn must_be_office(caller: &Caller<'_>, place: &str) -> Result<(), Fault> {
    if is_office(caller, place) { Ok(()) } else { Err(denied(Permission::ReportSubmit)) }
}
