//! Lengths of time: `{ working_days = 5 }`, `{ months = 1 }`. It must never take one unit for another.

use anye_forms::table::Tab;

use crate::model::{Every, EveryUnit, Span, SpanUnit};

const UNITS: [(SpanUnit, &str); 4] = [
    (SpanUnit::Hour, "hours"),
    (SpanUnit::Day, "days"),
    (SpanUnit::WorkingDay, "working_days"),
    (SpanUnit::Month, "months"),
];
const EVERY: [(EveryUnit, &str); 4] = [
    (EveryUnit::Month, "months"),
    (EveryUnit::Quarter, "quarters"),
    (EveryUnit::HalfYear, "half_years"),
    (EveryUnit::Year, "years"),
];

/// A span under this key.
pub(super) fn span(tab: &Tab<'_>, key: &str) -> Option<Span> {
    let inner = tab.tab(key)?;
    inner.keys(&UNITS.map(|(_, word)| word));
    one(&inner, &UNITS).map(|(n, unit)| Span { n, unit })
}

/// How often, under `every`.
pub(super) fn every(tab: &Tab<'_>) -> Option<Every> {
    let inner = tab.tab("every")?;
    inner.keys(&EVERY.map(|(_, word)| word));
    one(&inner, &EVERY).map(|(n, unit)| Every { n, unit })
}

/// Exactly one of the units.
pub(super) fn one<T: Copy>(tab: &Tab<'_>, units: &[(T, &str)]) -> Option<(u32, T)> {
    let mut there = units.iter().filter(|(_, word)| tab.has(word));
    let (Some((unit, word)), None) = (there.next(), there.next()) else {
        let words: Vec<&str> = units.iter().map(|(_, word)| *word).collect();
        tab.file.error(
            tab.at,
            "P011",
            format!("时限要写且只写一种单位:{}", words.join("、")),
            format!("a length of time is written in exactly one unit: {}", words.join(", ")),
        );
        return None;
    };
    let n = tab.whole(word, 1..=9_999)?;
    Some((u32::try_from(n).ok()?, *unit))
}
