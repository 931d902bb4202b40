//! Tests of the places crate over the real divisions of the Liaoning pack. They read only files of this repository.

mod checks;
mod divisions;
mod history;
mod import;
mod past_stays;
mod search;
mod units;

use std::sync::OnceLock;

use anye_places::{Register, read_divisions, read_events};
use jiff::civil::{Date, date};

/// A day after every known change.
pub const NOW: Date = date(2026, 9, 30);

/// The pack's division list.
pub const DIVISIONS: &[u8] = include_bytes!("../../../../packs/liaoning/places/divisions.csv.gz");
/// The pack's changes.
pub const EVENTS: &[u8] = include_bytes!("../../../../packs/liaoning/places/events.csv");

/// The register of the Liaoning pack.
pub fn liaoning() -> &'static Register {
    static REGISTER: OnceLock<Register> = OnceLock::new();
    REGISTER.get_or_init(|| {
        let records = read_divisions(DIVISIONS).expect("the division list reads");
        let events =
            read_events(EVENTS).expect("the changes read").into_iter().map(|row| row.event).collect();
        Register::build(records, events).expect("the division list is sound")
    })
}
