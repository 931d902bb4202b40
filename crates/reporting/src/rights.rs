//! Who may do what with which report. A report that may not be seen is as if it were not there.

pub use anye_access::denied;
use anye_access::{Caller, Permission, Reach, Target, allowed_scopes, decide};
use anye_base::Fault;
use anye_db::{DbError, Read};

/// Whether the caller may do this at a place, or for themselves where they report for the reporter. The place is a code, or the path of codes
/// down to it as it was in a period: a county that is gone since is still its city's.
pub fn may(caller: &Caller<'_>, permission: Permission, path: &str, own: bool) -> bool {
    let account = own.then_some(caller.actor.id.as_str());
    let place = path.rsplit('/').next().unwrap_or(path);
    let target = Target { place: Some(place), account };
    decide(caller.grants, permission, target, caller.places).allowed || holds_above(caller, permission, path)
}

/// Whether a right is held at a place of the path from which it reaches down.
fn holds_above(caller: &Caller<'_>, permission: Permission, path: &str) -> bool {
    let reaches = |scope: &anye_access::Scope| match scope.reach {
        Reach::Below | Reach::Line => path.split('/').any(|code| code == scope.place),
        Reach::Everywhere => true,
        Reach::Own | Reach::SelfOnly => false,
    };
    allowed_scopes(caller.grants, permission).iter().any(reaches)
}

/// Refuses unless the caller may do this.
pub fn must(caller: &Caller<'_>, permission: Permission, path: &str, own: bool) -> Result<(), Fault> {
    if may(caller, permission, path, own) {
        return Ok(());
    }
    Err(denied(permission))
}

/// Whether the caller's account reports for this reporter.
pub async fn is_own(from: &mut impl Read, caller: &Caller<'_>, reporter: &str) -> Result<bool, DbError> {
    let own = anye_registry::employer::employers_of(from, &caller.actor.id).await?;
    Ok(own.iter().any(|id| id == reporter))
}
