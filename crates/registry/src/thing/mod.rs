//! Things of the law's dictionary that have no table of their own (对象): households, providers, contracts and whatever the next text of the law brings. A thing has a name and a
//! place; all else about it are facts. It must never know a kind by its name.

mod make;
mod store;

pub use make::{NewThing, Thing, end_in, facts_history, facts_of, find, list, make, make_in, state_facts};
