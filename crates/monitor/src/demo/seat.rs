//! Where the synthetic employers stand: the real counties of the pack, weighted by how many townships and villages they have.

use anye_base::Date;
use anye_places::{Level, Register, Tree};

use super::chance::Chance;
use super::scale::Scale;

/// A county.
#[derive(Debug, Clone, PartialEq)]
pub struct Seat {
    /// Its code.
    pub code: String,
    /// Code of its city.
    pub city: String,
    /// Townships and zones, with their number of villages and communities.
    pub townships: Vec<(String, u32)>,
    /// Its size against the others.
    pub weight: f64,
    /// How hard the shock of 2020 hits it: 1 as the province.
    pub blow: f64,
    /// Whether the scale covers it.
    pub covered: bool,
}

/// Counties that the shock hits hardest in the demo; the county of the demo's clerk is one of them.
const HARD: [&str; 6] = ["211002", "210303", "210381", "210203", "210411", "211381"];

/// The counties of the province on the first and on the last day, in the order of codes.
#[must_use]
pub fn seats(seed: &str, scale: Scale, places: &Register, first: Date, last: Date) -> Vec<Seat> {
    let mut all: Vec<Seat> = places
        .descendants("210000", last, Tree::CIVIL)
        .filter(|one| one.level == Level::County && places.find(one.code, first).is_some())
        .map(|one| seat(seed, scale, places, one.code, last))
        .collect();
    all.sort_by(|a, b| a.code.cmp(&b.code));
    all
}

fn seat(seed: &str, scale: Scale, places: &Register, code: &str, last: Date) -> Seat {
    let townships: Vec<(String, u32)> = places
        .children(code, last, Tree::STATISTICAL)
        .into_iter()
        .filter(|one| one.level == Level::Township)
        .map(|one| {
            let villages = places.descendants(one.code, last, Tree::STATISTICAL).count();
            (one.code.to_owned(), u32::try_from(villages).unwrap_or(0))
        })
        .collect();
    let villages: u32 = townships.iter().map(|(_, villages)| villages).sum();
    let number: u64 = code.parse().unwrap_or(0);
    let temper = Chance::of(seed, "blow", number).share();
    Seat {
        code: code.to_owned(),
        city: format!("{}00", code.get(..4).unwrap_or(code)),
        weight: townships.len() as f64 + f64::from(villages) / 20.0 + 1.0,
        townships,
        blow: if HARD.contains(&code) { 2.4 } else { 0.45 + 0.9 * temper },
        covered: scale.root() == "210000"
            || code == scale.root()
            || scale.root() == format!("{}00", code.get(..4).unwrap_or(code)),
    }
}
