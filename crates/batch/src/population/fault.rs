//! What can be wrong with a population, in words that say where and what to do.

use std::path::PathBuf;

/// Why a population cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// No folder, or nothing in it.
    #[error(
        "{0}: no population here; it needs a folder for each kind of thing, such as persons/210402.parquet"
    )]
    Nothing(PathBuf),
    /// A file of the system could not be read.
    #[error("{path}: {error}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// Not a Parquet file, or a broken one.
    #[error("{path}: not a readable Parquet file ({error}); write it anew")]
    Broken {
        /// Which.
        path: PathBuf,
        /// What the reader said.
        error: String,
    },
    /// A folder that is no kind of the dictionary.
    #[error("{path}: the dictionary has no kind '{name}'{}", hint(.suggestion))]
    Kind {
        /// Which folder.
        path: PathBuf,
        /// Its name.
        name: String,
        /// The nearest kind.
        suggestion: Option<String>,
    },
    /// A file name that does not begin with a place code.
    #[error(
        "{0}: a partition's name begins with the code of its place, such as 210402.parquet or 210402-2.parquet"
    )]
    Place(PathBuf),
    /// A column that is no field of the kind.
    #[error("{path}: {kind} has no field '{name}'{}", hint(.suggestion))]
    Column {
        /// Which file.
        path: PathBuf,
        /// The kind.
        kind: String,
        /// The column.
        name: String,
        /// The nearest field.
        suggestion: Option<String>,
    },
    /// No `id` column.
    #[error("{0}: no column 'id'")]
    NoId(PathBuf),
    /// Two things with one id.
    #[error("{path}: id {id} occurs twice")]
    Twice {
        /// Which file.
        path: PathBuf,
        /// The id.
        id: String,
    },
    /// A column whose values cannot be what the field holds.
    #[error("{path}: column '{column}', row {row}: {what}")]
    Value {
        /// Which file.
        path: PathBuf,
        /// Which column.
        column: String,
        /// Which row, from 1.
        row: u64,
        /// What is wrong and what to do.
        what: String,
    },
    /// Results could not be written.
    #[error("{path}: {error}")]
    Write {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: String,
    },
    /// The run was told something that does not fit.
    #[error("{0}")]
    Wrong(String),
}

fn hint(suggestion: &Option<String>) -> String {
    suggestion.as_ref().map(|name| format!("; did you mean '{name}'?")).unwrap_or_default()
}
