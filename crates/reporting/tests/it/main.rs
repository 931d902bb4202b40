//! Reporting on every database: reports, approval, sums that never differ from their reports, imports, panels, figures, kills.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that goes wrong")]

mod api;
mod approvals;
mod figures;
mod imports;
mod killed;
mod matched;
mod panels;
mod reports;
mod rollups;
mod samples;
mod words;
mod world;
