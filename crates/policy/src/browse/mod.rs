//! The rule browser (规则库): every rule of the pack, found by words, document, kind, place and day; one rule in full.

mod between;
mod cases;
mod cities;
mod history;
mod list;
mod money;
mod needs;
mod show;
mod tiles;

pub use between::{Bond, RuleLink, conflict_bond, group_bond, link};
pub use cases::{Example, examples, of as scenarios_of};
pub use cities::csv as cities_csv;
pub use list::{kind_word, list};
pub use needs::level_key;
pub use show::show;
