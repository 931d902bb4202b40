//! What is imported, how, and what came out.

use anye_forms::Cells;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One report to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// Row in the file, from 1: findings name it.
    pub row: u64,
    /// Code or id of the employer, or code of the place.
    pub reporter: String,
    /// Period.
    pub period: String,
    /// Cells by column of the form.
    pub cells: Cells,
    /// One reason for all warnings of this row; empty: the reason of the whole import.
    pub reason: String,
}

/// What happens to the sound rows where others are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Accept {
    /// Nothing is taken unless every row is sound.
    #[default]
    All,
    /// The sound rows are taken.
    Sound,
}

/// How to import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ImportOptions {
    /// Form.
    pub form: String,
    /// What happens to the sound rows where others are not.
    pub accept: Accept,
    /// A report that is there already with other values is replaced and submitted again; else that is a finding.
    pub replace: bool,
    /// One reason for all warnings; empty: each row needs its own.
    pub reason: String,
    /// Where it comes from: xlsx, csv, api, dhis2.
    pub source: String,
}

/// Something about a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RowFinding {
    /// Row in the file.
    pub row: u64,
    /// Id of the item; empty: the row.
    pub item: String,
    /// The check's id or a stable code.
    pub code: String,
    /// The row is not taken because of it.
    pub error: bool,
    /// 中文
    pub zh: String,
    /// English.
    pub en: String,
}

/// How many of what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = reporting::Counts)]
#[serde(default)]
pub struct Counts {
    /// New reports.
    pub created: i64,
    /// Reports that were there with other values.
    pub replaced: i64,
    /// Reports that were there with the same values.
    pub unchanged: i64,
    /// Rows not taken.
    pub refused: i64,
    /// Warnings that came with a reason.
    pub warnings: i64,
    /// Values taken.
    pub values: i64,
}

impl Counts {
    /// Adds those of a chunk.
    pub fn add(&mut self, other: Self) {
        self.created += other.created;
        self.replaced += other.replaced;
        self.unchanged += other.unchanged;
        self.refused += other.refused;
        self.warnings += other.warnings;
        self.values += other.values;
    }
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = reporting::Outcome)]
pub struct Outcome {
    /// Id of the import: digest of its content. The same content is the same import.
    pub batch: String,
    /// staged, running, done, refused.
    pub state: String,
    /// Rows.
    pub rows: i64,
    /// Counts.
    pub counts: Counts,
    /// Findings, the first ten thousand; all of them by [`super::findings`].
    pub findings: Vec<RowFinding>,
    /// It had been done before: nothing was done now.
    pub again: bool,
}
