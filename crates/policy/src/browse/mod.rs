//! The rule browser (规则库): every rule of the pack, found by words, document, kind, place and day; one rule in full.

mod between;
mod cases;
mod list;
mod money;
mod needs;
mod show;

pub use between::{Bond, RuleLink, conflict_bond, group_bond, link};
pub use cases::{Example, examples, of as scenarios_of};
pub use list::{kind_word, list};
pub use needs::level_key;
pub use show::show;
