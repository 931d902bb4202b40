//! The register of employers on every database: registered, doubted, corrected with history, found.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that goes wrong")]

mod elsewhere;
mod employers;
mod entries;
mod facts;
mod files;
mod handover;
mod leads;
mod objections;
mod office_pages;
mod pages;
mod register_pages;
mod rooms;
mod sealed;
mod second;
mod ties;
mod words;
mod world;
