//! Who may do what with an application (权限): an applicant with their own, a clerk at their counter, a reviewer at their place.

use anye_access::{Caller, Permission, Target, decide};
pub(crate) use anye_access::{denied, may};
use anye_programmes::StepRole;

use crate::model::Application;

/// Whether the caller may do this for themselves.
fn may_own(caller: &Caller<'_>, permission: Permission) -> bool {
    let target = Target { place: None, account: Some(caller.grants.account()) };
    decide(caller.grants, permission, target, caller.places).allowed
}

/// Whether the caller is who applied, through the portal.
pub(crate) fn mine(caller: &Caller<'_>, application: &Application) -> bool {
    !application.account.is_empty() && application.account == caller.grants.account()
}

/// Whether the caller may fill in and send it.
pub(crate) fn may_apply(caller: &Caller<'_>, application: &Application) -> bool {
    if mine(caller, application) {
        return may_own(caller, Permission::ServiceApply);
    }
    application.account.is_empty() && may(caller, Permission::ServiceApply, &application.place)
}

/// Whether the caller may read a case at a place.
pub(crate) fn may_read(caller: &Caller<'_>, application: &Application, place: &str) -> bool {
    mine(caller, application) || may(caller, Permission::CasesRead, place)
}

/// The permission a step asks for.
pub(crate) fn permission(role: StepRole) -> Permission {
    match role {
        StepRole::Clerk | StepRole::Law => Permission::ServiceWork,
        StepRole::Reviewer => Permission::ServiceCheck,
        StepRole::Applicant => Permission::ServiceApply,
    }
}
