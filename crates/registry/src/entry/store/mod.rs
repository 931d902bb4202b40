//! Rows of entries, of their keys, quotas and duties. An entry is never deleted, and never changed without a row that says so.

pub mod duty;
pub mod entry;
pub mod import;
pub mod key;
pub mod lapse;
pub mod objection;
pub mod person;
pub mod quota;
