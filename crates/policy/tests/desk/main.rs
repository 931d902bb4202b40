//! The desk's pages over a real store: a rule tried, a document beside its rules, a rule by city. Nothing of it may be kept.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

#[path = "../it/world.rs"]
#[expect(dead_code, reason = "shared with the tests of versions")]
mod world;

mod browsing;
mod sending;
mod trying;
