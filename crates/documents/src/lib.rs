//! The library of documents (政策文件库): official documents in, a record that can be searched, cited and corrected out.
//!
//! One file per use case; the API, the pages and the command line are faces of the same use cases. SQL lives in `store` only. This
//! crate must never know what a benefit or a case is, and never decides what a text means: that is read by gazette and findings.

pub mod api;
pub mod article;
pub mod batch;
pub mod calling;
pub mod compare;
pub mod dry_run;
pub mod export_xlsx;
pub mod finding;
pub mod implementation;
pub mod import;
pub mod import_batch;
pub mod import_many;
pub mod in_force;
pub mod indexing;
pub mod jobs;
pub mod keys;
pub mod library;
pub mod list;
mod mentioned;
pub mod mentions;
pub mod model;
pub mod overlay;
pub mod pages;
mod pairing;
pub mod palette;
pub mod prepare;
pub mod relations;
mod resolving;
pub mod rights;
pub mod search;
pub mod show;
mod store;
pub mod unit_index;
mod validity;
pub mod view;
pub mod withdraw;

pub use library::Library;

/// The words of this crate.
pub const MESSAGES: [anye_web::i18n::Source; 2] = [
    (anye_base::Lang::Zh, include_str!("../i18n/zh.ftl")),
    (anye_base::Lang::En, include_str!("../i18n/en.ftl")),
];
