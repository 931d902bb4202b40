//! Backups that either database can be restored from: one gzip file, a line of JSON for each row, a digest over all of it at the end.
//!
//! A backup is taken in one read transaction, so it shows one moment. Restoring reads the whole file and checks the digest before
//! the first row is written, and writes everything in one transaction: a damaged file changes nothing.

mod restore;
mod save;

pub use restore::restore;
pub use save::save;

use serde::{Deserialize, Serialize};

use crate::DbError;

/// Version of the file format.
const FORMAT: u32 = 1;

/// The first line of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Version of the file format.
    pub anye_backup: u32,
    /// Schema version of the rows.
    pub schema: i64,
    /// When it was taken, in milliseconds.
    pub created_at: i64,
    /// The tables with their columns, in an order in which they can be filled.
    pub tables: Vec<Table>,
}

/// A table of the backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns: name and whether it holds numbers.
    pub columns: Vec<(String, bool)>,
}

/// The last line of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Footer {
    rows: u64,
    digest: String,
}

/// What a backup or a restore did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Schema version of the rows.
    pub schema: i64,
    /// Number of tables.
    pub tables: usize,
    /// Number of rows.
    pub rows: u64,
    /// SM3 digest of the contents.
    pub digest: String,
}

/// Why a backup cannot be made or used.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file cannot be read or written.
    #[error("the backup file: {0}")]
    File(#[from] std::io::Error),
    /// The file is no backup, or of a newer format.
    #[error("this is not a backup that this program can read: {0}")]
    Format(String),
    /// The contents do not fit the digest.
    #[error("the backup is damaged ({0}): nothing was restored; use another copy")]
    Damaged(String),
    /// The target holds records already.
    #[error("the database is not empty ({0} audit records): restore into a new one; nothing was changed")]
    NotEmpty(i64),
    /// The store.
    #[error(transparent)]
    Store(#[from] DbError),
}

fn io(error: &BackupError) -> DbError {
    DbError::Other(error.to_string())
}
