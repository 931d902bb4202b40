//! Whose persons a reader sees: those whose place lies in their scope. A place that was renumbered since still counts.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_places::{Level, Tree};

use super::model::Person;
use crate::Registry;
use crate::rights::{may, may_since};

/// The county's six digits of a place.
#[must_use]
pub fn county(place: &str) -> &str {
    place.get(..6).unwrap_or(place)
}

/// The person where the caller may do this with them, and as if there were none otherwise.
pub fn seen(
    registry: &Registry,
    caller: &Caller<'_>,
    permission: Permission,
    found: Option<Person>,
) -> Result<Person, Fault> {
    found
        .filter(|one| may_since(registry, caller, permission, &one.place))
        .ok_or_else(|| Fault::not_found("person"))
}

/// Counties of all times below a place where the caller may do this, in order: a person may still stand under a county that was renumbered.
#[must_use]
pub fn counties(
    registry: &Registry,
    caller: &Caller<'_>,
    permission: Permission,
    place: &str,
) -> Vec<String> {
    let places = registry.core.places();
    let today = registry.core.world.today();
    let home = registry.core.settings.home_place.as_str();
    let top = if place.is_empty() { home } else { place };
    let mut codes: Vec<String> = [Tree::CIVIL, Tree::STATISTICAL]
        .into_iter()
        .flat_map(|tree| places.descendants(top, today, tree).filter(|one| one.level == Level::County))
        .map(|one| one.code.to_owned())
        .chain(std::iter::once(county(top).to_owned()))
        .collect();
    codes.sort();
    codes.dedup();
    codes.retain(|code| may(caller, permission, code));
    let mut open = codes.clone();
    while let Some(code) = open.pop() {
        for event in places.events().iter().filter(|event| event.new_code == code && event.code.len() == 6) {
            if !codes.contains(&event.code) {
                codes.push(event.code.clone());
                open.push(event.code.clone());
            }
        }
    }
    codes.sort();
    codes
}
