//! The library over real stores: every use case, every bad input, on SQLite and where there is one on PostgreSQL.

#![expect(clippy::print_stderr, reason = "a skipped test says so where a person sees it")]
#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

mod api;
mod bad_input;
mod findings;
mod imports;
mod jobs;
mod reading;
mod seeds;
mod words;
mod world;
