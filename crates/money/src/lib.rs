//! Money (资金): funds of the pack, yearly budgets, a double-entry ledger in whole fen, commitments, payment batches by three people, bank files.
//!
//! This crate must never know a benefit's or a fund's name, never use a fraction of a fen, and never change what was posted: a correction is a reversal.
