//! A row of either database, read by column name.

use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use crate::DbError;

/// A row.
pub enum Row {
    /// Of SQLite.
    Sqlite(SqliteRow),
    /// Of PostgreSQL.
    Pg(PgRow),
}

macro_rules! read {
    ($row:expr, $column:expr, $type:ty) => {
        match $row {
            Row::Sqlite(row) => row.try_get::<$type, _>($column),
            Row::Pg(row) => row.try_get::<$type, _>($column),
        }
    };
}

impl Row {
    /// A number that may be missing.
    pub fn opt_int(&self, column: &str) -> Result<Option<i64>, DbError> {
        Ok(read!(self, column, Option<i64>)?)
    }

    /// A number.
    pub fn int(&self, column: &str) -> Result<i64, DbError> {
        self.opt_int(column)?.ok_or_else(|| missing(column))
    }

    /// A yes or no.
    pub fn flag(&self, column: &str) -> Result<bool, DbError> {
        Ok(self.int(column)? != 0)
    }

    /// A text that may be missing.
    pub fn opt_text(&self, column: &str) -> Result<Option<String>, DbError> {
        Ok(read!(self, column, Option<String>)?)
    }

    /// A text.
    pub fn text(&self, column: &str) -> Result<String, DbError> {
        self.opt_text(column)?.ok_or_else(|| missing(column))
    }

    /// A day that may be missing.
    pub fn opt_date(&self, column: &str) -> Result<Option<anye_base::Date>, DbError> {
        self.opt_text(column)?.map(|text| text.parse().map_err(|cause| wrong(column, cause))).transpose()
    }

    /// A day.
    pub fn date(&self, column: &str) -> Result<anye_base::Date, DbError> {
        self.opt_date(column)?.ok_or_else(|| missing(column))
    }

    /// A JSON value read into a type.
    pub fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<T, DbError> {
        serde_json::from_str(&self.text(column)?).map_err(|cause| wrong(column, cause))
    }

    /// Number of columns.
    pub(crate) fn width(&self) -> usize {
        match self {
            Self::Sqlite(row) => row.len(),
            Self::Pg(row) => row.len(),
        }
    }

    /// The number in the column at this place.
    pub(crate) fn int_at(&self, index: usize) -> Result<Option<i64>, DbError> {
        Ok(read!(self, index, Option<i64>)?)
    }

    /// The text in the column at this place, not copied; an empty column is an error.
    pub(crate) fn str_at(&self, index: usize) -> Result<&str, DbError> {
        Ok(read!(self, index, &str)?)
    }

    /// The text in the column at this place.
    pub(crate) fn text_at(&self, index: usize) -> Result<Option<String>, DbError> {
        Ok(read!(self, index, Option<String>)?)
    }
}

fn missing(column: &str) -> DbError {
    wrong(column, "it is empty")
}

fn wrong(column: &str, cause: impl std::fmt::Display) -> DbError {
    DbError::Column { column: column.to_owned(), cause: cause.to_string() }
}
