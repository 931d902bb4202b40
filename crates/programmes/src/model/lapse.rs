//! A last day that ends an entry by itself (期满自动终止): which day that is, what the entry becomes, and the task that warns before. It must never decide anything but that a
//! day is over.

use anye_forms::{Cite, Words};
use serde::Serialize;

/// An entry ends on its last day without anybody doing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lapse {
    /// Fields that hold a last day; the latest counts. Where none is filled, or none is named, it is the last day the entry was entered with.
    pub ends: Vec<String>,
    /// Open states from which it ends.
    pub from: Vec<String>,
    /// The state it comes into.
    pub to: String,
    /// Why, as a code of the move, or words where the move has none.
    pub reason: String,
    /// What the task is called that warns before.
    pub name: Words,
    /// Where the text says so.
    pub cite: Vec<Cite>,
}

impl Lapse {
    /// The id of the duty that warns before.
    pub const DUTY: &'static str = "lapse";
}
