//! What ties an entry to others (关联要求): another register that its subject has to stand in, days in their order, an act that waits for other entries, and who may ask
//! from outside. It must never hold an entry.

use anye_forms::{Cite, Words};
use serde::Serialize;

/// The subject of an open entry should stand in one of these registers too (应有的登记); who does not is on a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Need {
    /// Stable id.
    pub id: String,
    /// What is missing, as a list is called.
    pub name: Words,
    /// An open entry in one of these is enough; the first is offered to be entered.
    pub one_of: Vec<String>,
    /// Where the text asks for it.
    pub cite: Vec<Cite>,
}

/// A day that comes before another (先后).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Order {
    /// The field that holds the earlier day; none: the first day of the entry.
    pub first: Option<String>,
    /// The field that holds the later day.
    pub then: String,
    /// What to tell who writes it otherwise.
    pub words: Words,
}

/// Entries of these places come only from a case of this programme (只经业务登记), from a day on: what it finds out first stands in these fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Through {
    /// The programme.
    pub programme: String,
    /// Where; empty is everywhere.
    pub places: Vec<String>,
    /// For entries whose first day is this or later; none: for all.
    pub from: Option<String>,
    /// Fields that the case has to have filled.
    pub fields: Vec<String>,
    /// What to tell who enters one otherwise.
    pub words: Words,
    /// Where the text says so.
    pub cite: Vec<Cite>,
}

/// Who knows somebody by number may ask what stands here about them (对外查询).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lookup {
    /// The fields that are told.
    pub fields: Vec<String>,
    /// Where the text says so.
    pub cite: Vec<Cite>,
}
