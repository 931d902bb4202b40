//! Where a reader may look (可见范围): the counties of all times below a place. A county that was renumbered since still counts.

use anye_access::{Caller, Permission};
use anye_places::{Level, Tree};

use crate::Registry;
use crate::rights::may;

/// Counties below a place where the caller may do this, in order; an empty place is the whole house.
#[must_use]
pub fn counties(
    registry: &Registry,
    caller: &Caller<'_>,
    permission: Permission,
    place: &str,
) -> Vec<String> {
    below(registry, place, |code| may(caller, permission, code))
}

/// All counties below a place, for what anybody may see.
#[must_use]
pub(crate) fn all_counties(registry: &Registry, place: &str) -> Vec<String> {
    below(registry, place, |_| true)
}

fn below(registry: &Registry, place: &str, keep: impl Fn(&str) -> bool) -> Vec<String> {
    let places = registry.core.places();
    let today = registry.core.world.today();
    let home = registry.core.settings.home_place.as_str();
    let top = if place.is_empty() { home } else { place };
    let mut codes: Vec<String> = [Tree::CIVIL, Tree::STATISTICAL]
        .into_iter()
        .flat_map(|tree| places.descendants(top, today, tree).filter(|one| one.level == Level::County))
        .map(|one| one.code.to_owned())
        .chain(std::iter::once(top.get(..6).unwrap_or(top).to_owned()))
        .filter(|code| keep(code))
        .collect();
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
    codes.dedup();
    codes
}
