//! Levels and deadlines of the demonstration, put over the pack's reporting files in demo mode. It must never be used in a store of an office.

use anye_forms::{Catalogue, Finding};
use anye_pack::Pack;

/// The overlay, as the pack's files are written.
const THRESHOLDS: &str = include_str!("../../../../packs/liaoning-demo/reporting/thresholds.toml");
/// Its name in findings.
const FILE: &str = "liaoning-demo/reporting/thresholds.toml";

/// Forms, indicators, lights and plans of the pack with the demonstration's levels over them. What the pack lacks (other packs have other lights)
/// is told and left out.
#[must_use]
pub fn catalogue(pack: &Pack) -> (Catalogue, Vec<Finding>) {
    let mut sources = pack.reporting_sources();
    sources.push((FILE.to_owned(), THRESHOLDS.to_owned()));
    Catalogue::read(&sources, None)
}
