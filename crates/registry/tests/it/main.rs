//! The register of employers on every database: registered, doubted, corrected with history, found.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that goes wrong")]

mod employers;
mod entries;
mod facts;
mod files;
mod pages;
mod register_pages;
mod rooms;
mod words;
mod world;
