//! Money (资金): funds of the pack, yearly budgets, a double-entry ledger in whole fen, commitments, payment batches by three people, bank files.
//!
//! This crate must never know a benefit's or a fund's name, never use a fraction of a fen, and never change what was posted: a correction is a reversal.

pub mod audit_pack;
pub mod bank;
pub mod batch;
pub mod book;
pub mod budget;
pub mod commitment;
pub mod fen;
pub mod fund;
pub mod ledger;
pub mod mark;
mod pages;
pub mod payee;
mod person;
pub mod recovery;
pub mod rights;
mod state;
pub mod watch;

pub use pages::{NAV, openapi, routes};
pub use state::{Money, Vault};

use anye_base::Lang;
use anye_web::i18n;

/// The messages of this crate.
pub const MESSAGES: [i18n::Source; 2] =
    [(Lang::Zh, include_str!("../i18n/zh.ftl")), (Lang::En, include_str!("../i18n/en.ftl"))];
