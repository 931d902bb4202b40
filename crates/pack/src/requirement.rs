//! Requirement rows (需求条目) and the article each belongs to. What a row demands is for people; code only links it.

use serde::{Deserialize, Serialize};

use crate::mark::Mark;

/// One row of `requirements/*.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// Identifier: document, article and letter, for example `CY2017/01.a`.
    pub id: String,
    /// Key of its article in the document's index.
    pub article: String,
    /// Title.
    pub title: String,
    /// The capability of the platform that shows it: monitor, benefits, policy …
    pub capability: String,
    /// What must be done.
    pub must_do: String,
    /// Figures it states.
    pub figures: String,
    /// Validity it states.
    pub valid: String,
    /// Responsible units as the table words them.
    pub responsible: String,
    /// Exclusions and doubts.
    pub exclusions: String,
    /// File inside the pack.
    #[serde(skip)]
    pub file: String,
    /// Where the row begins.
    #[serde(skip)]
    pub mark: Mark,
}

impl Requirement {
    /// The document it belongs to: the part of the id before the slash.
    #[must_use]
    pub fn document(&self) -> &str {
        self.id.split_once('/').map_or(self.id.as_str(), |(document, _)| document)
    }
}
