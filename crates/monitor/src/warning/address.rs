//! Who acts or is told (责任单位) in words of a place: `hrss@*` at 抚顺市 is 抚顺市人力资源和社会保障局. It must never name a unit the pack does not declare.

use anye_base::Date;
use anye_pack::Level;
use anye_places::Tree;

use crate::Monitor;

/// A unit of a plan's step, seen from a place.
pub fn unit(monitor: &Monitor, id: &str, place: &str, on: Date) -> String {
    let units = monitor.pack.units();
    let Some((base, at)) = id.split_once('@') else {
        return units
            .units
            .iter()
            .find(|unit| unit.id == id)
            .map_or_else(|| id.to_owned(), |unit| unit.name.clone());
    };
    if let Some(group) = units.groups.iter().find(|group| group.id == base) {
        // A plan for a county is its own government's, for a city the city's.
        return if at == "*" {
            format!("{}人民政府", seat(monitor, base, place, on))
        } else {
            group.name.clone()
        };
    }
    let Some(function) = units.functions.iter().find(|function| function.id == base) else {
        return id.to_owned();
    };
    let code = if at == "*" { place } else { at };
    let level = if code.ends_with("0000") {
        Level::Province
    } else if code.ends_with("00") {
        Level::City
    } else {
        Level::County
    };
    let name = monitor.core.place_name(code, on);
    match function.patterns(level).first() {
        Some(pattern) if pattern.contains('{') => pattern.replace("{place}", &name),
        Some(pattern) => format!("{name}{pattern}"),
        None => format!("{name} {}", function.zh),
    }
}

/// The place whose government a group means: the county's itself, or the city above it.
fn seat(monitor: &Monitor, group: &str, place: &str, on: Date) -> String {
    let wanted = if group.starts_with("city") { "00" } else { "" };
    let register = monitor.core.places();
    let up =
        [Tree::CIVIL, Tree::STATISTICAL].into_iter().flat_map(|tree| register.ancestors(place, on, tree));
    let code = if wanted.is_empty() || place.ends_with(wanted) {
        place.to_owned()
    } else {
        up.map(|one| one.code.to_owned())
            .find(|code| code.ends_with("00"))
            .unwrap_or_else(|| place.to_owned())
    };
    monitor.core.place_name(&code, on)
}
