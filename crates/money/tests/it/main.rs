//! Money over real stores: budgets, commitments, batches by three people, bank files, and what must never happen.
#![expect(clippy::inconsistent_digit_grouping, reason = "yuan and fen: 100_01 is a hundred yuan and one fen")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that goes wrong")]

mod bank;
mod batches;
mod beyond;
mod books;
mod files;
mod four_eyes;
mod funds;
mod killed;
mod ledger;
mod nobody;
mod pages;
mod watching;
mod whom;
mod words;
mod world;
