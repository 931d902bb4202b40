//! Tests of the forms crate. They must never read an official text.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod calendar;
mod checking;
mod documented;
mod entering;
mod figures;
mod findings;
mod json;
mod period;

use anye_forms::{Catalogue, Finding};

/// Reads one file without a library.
fn read(text: &str) -> (Catalogue, Vec<Finding>) {
    Catalogue::read(&[("reporting/x.toml".to_owned(), text.to_owned())], None)
}

/// A catalogue without findings.
fn sound(text: &str) -> Catalogue {
    let (catalogue, found) = read(text);
    assert!(found.is_empty(), "{found:#?}");
    catalogue
}

/// A small sound file: facts, codes, a panel, a form, an indicator, a light, a plan.
const SMALL: &str = include_str!("small.toml");
