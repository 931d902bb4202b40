//! Persons on every database: registered, found, corrected, compared, merged, imported; what is sealed stays sealed. All numbers are made up.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that goes wrong")]

mod canary;
mod corpus;
mod files;
mod finding;
mod history;
mod pairs;
mod registering;
mod sealed;
mod staged;
mod world;
