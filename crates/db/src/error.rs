//! What can go wrong in the store, told apart as far as callers act on it.

use anye_base::{ErrorKind, Fault};

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A row with this key is there already. `what` is `table_column[_column…]` on both databases.
    #[error("already there: {what}")]
    Unique {
        /// Table and columns joined by `_`.
        what: String,
    },
    /// A row that this one points at is missing, or is still pointed at.
    #[error("a reference does not hold: {0}")]
    Reference(String),
    /// The row has changed since it was read.
    #[error("changed meanwhile")]
    Stale,
    /// The idempotency key was used before for something else.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The database is away or busy for too long.
    #[error("the database is out of reach: {0}")]
    Unreachable(String),
    /// A column does not hold what the code expects.
    #[error("column {column}: {cause}")]
    Column {
        /// Its name.
        column: String,
        /// What is wrong.
        cause: String,
    },
    /// The schema is older or newer than this program.
    #[error("{0}")]
    Schema(String),
    /// Anything else.
    #[error("database: {0}")]
    Other(String),
}

const SQLITE_FULL: &str = "13";
const PG_DISK_FULL: &str = "53100";

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        let sqlx::Error::Database(database) = &error else {
            return match error {
                sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::PoolClosed => {
                    Self::Unreachable(error.to_string())
                }
                sqlx::Error::ColumnDecode { index, source } => {
                    Self::Column { column: index, cause: source.to_string() }
                }
                other => Self::Other(other.to_string()),
            };
        };
        let code = database.code().unwrap_or_default();
        if code == SQLITE_FULL || code == PG_DISK_FULL {
            return Self::DiskFull;
        }
        match database.kind() {
            sqlx::error::ErrorKind::UniqueViolation => {
                Self::Unique { what: unique_name(database.constraint(), database.message()) }
            }
            sqlx::error::ErrorKind::ForeignKeyViolation => Self::Reference(database.message().to_owned()),
            _ => Self::Other(database.to_string()),
        }
    }
}

/// One name for a broken unique rule on both databases: PostgreSQL gives `account_login_key`, SQLite `account.login`.
fn unique_name(constraint: Option<&str>, message: &str) -> String {
    if let Some(name) = constraint {
        return name.trim_end_matches("_key").trim_end_matches("_pkey").to_owned();
    }
    let columns = message.rsplit("failed: ").next().unwrap_or(message);
    let mut name = String::new();
    for (index, column) in columns.split(", ").enumerate() {
        let (table, field) = column.split_once('.').unwrap_or(("", column));
        if index == 0 {
            name.push_str(table);
        }
        name.push('_');
        name.push_str(field);
    }
    name
}

impl From<DbError> for Fault {
    fn from(error: DbError) -> Self {
        match &error {
            DbError::Unique { what } => Self::new(ErrorKind::Conflict, "already_there").arg("what", what),
            DbError::Reference(_) => Self::new(ErrorKind::Conflict, "reference").log(&error),
            DbError::Stale => Self::new(ErrorKind::Stale, "stale"),
            DbError::KeyReused => Self::new(ErrorKind::Invalid, "idempotency_key_reused"),
            DbError::DiskFull => Self::new(ErrorKind::Unavailable, "disk_full"),
            DbError::Unreachable(_) => Self::new(ErrorKind::Unavailable, "store_unreachable").log(&error),
            DbError::Schema(_) => Self::new(ErrorKind::Unavailable, "schema").log(&error),
            DbError::Column { .. } | DbError::Other(_) => Self::internal(&error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::unique_name;

    #[test]
    fn unique_rules_have_one_name_on_both_databases() {
        assert_eq!(unique_name(Some("account_login_key"), ""), "account_login");
        assert_eq!(unique_name(None, "UNIQUE constraint failed: account.login"), "account_login");
        assert_eq!(unique_name(None, "UNIQUE constraint failed: link.child, link.tree"), "link_child_tree");
    }
}
