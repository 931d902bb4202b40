//! Versions of the law over real stores: use cases, and their pages in both languages.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

mod decisions;
mod pages;
mod publishing;
mod simulations;
mod versions;
mod world;
