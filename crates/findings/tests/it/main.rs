//! Findings of invented sentences, kind by kind. Every table states text and the facts that must come out, no more and no fewer.

mod citations;
mod dates;
mod figures;
mod measures;
mod properties;
mod units;

use anye_findings::accuracy::{Kind, facts};
use anye_findings::{Context, Findings, Level, NoResolver, extract};

/// The findings of a city's document of 2021.
pub fn read(text: &str) -> Findings {
    extract(text, &Context { year: Some(2021), place_level: Some(Level::City), resolver: &NoResolver })
}

/// Compares the facts of one kind with the table and names every row that differs.
#[track_caller]
pub fn check_all(kind: Kind, rows: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (text, wanted) in rows {
        let found: Vec<String> =
            facts(&read(text)).into_iter().filter(|(each, _)| *each == kind).map(|(_, fact)| fact).collect();
        if found != *wanted {
            wrong.push(format!("{text}\n   found {found:?}\n  wanted {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows differ:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
