//! Facts (事实): what the law reads about somebody is what is kept here, each with the days it holds, when it was recorded, its source and its evidence.
//!
//! A fact is never overwritten. This room must never know a field by its name: the dictionary says what there is.

mod days;
mod known;
mod model;
mod own;
mod state;
pub(crate) mod store;
mod things;

pub use days::{Days, left_over, overlap};
pub use known::{
    by_facts_alone, changed_since, changed_things, history, holders, known, known_fields, known_many,
    next_things, standing,
};
pub use model::{Fact, NewFact};
pub use state::state;
pub use things::{Fields, Reach, things, things_as_known, things_of_fields};

/// Fields that the registry keeps for itself beside those of the law, such as a member's role: they begin with an underscore and never reach a rule.
#[must_use]
pub fn is_own(field: &str) -> bool {
    field.starts_with('_')
}
