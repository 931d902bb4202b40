//! Who may do what with which employer. An employer that may not be seen is as if it were not there.

use anye_access::{Caller, Permission};
pub use anye_access::{may, must};
use anye_base::Fault;
use anye_places::Resolution;

/// The places of today that stand for a place: itself, or what it became; an unknown code stands for the home place.
pub fn standing(registry: &crate::Registry, place: &str) -> Vec<String> {
    let today = registry.core.world.today();
    match registry.core.places().resolve_code(place, today) {
        Resolution::Found(found) => vec![found.code.to_owned()],
        Resolution::Retired { successors, .. } if !successors.is_empty() => {
            successors.into_iter().map(|step| step.code).collect()
        }
        _ => vec![registry.core.settings.home_place.clone()],
    }
}

/// Whether the caller may do this at everything that a place became since.
pub fn may_since(
    registry: &crate::Registry,
    caller: &Caller<'_>,
    permission: Permission,
    place: &str,
) -> bool {
    standing(registry, place).iter().all(|place| may(caller, permission, place))
}

/// Refuses unless the caller may do this at everything that a place became since.
pub fn must_since(
    registry: &crate::Registry,
    caller: &Caller<'_>,
    permission: Permission,
    place: &str,
) -> Result<(), Fault> {
    standing(registry, place).iter().try_for_each(|place| must(caller, permission, place))
}
