//! The library over real stores: every use case, every bad input, on SQLite and where there is one on PostgreSQL.

#![expect(clippy::print_stderr, reason = "a skipped test says so where a person sees it")]

mod api;
mod bad_input;
mod findings;
mod imports;
mod jobs;
mod reading;
mod seeds;
mod words;
mod world;
