//! `pack.toml`: what a pack is called, which place it is for and what it holds. Must never name a benefit or a rule.

use serde::{Deserialize, Serialize};

/// A text in both languages (中文、英文).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Chinese.
    #[serde(default)]
    pub zh: String,
    /// English.
    #[serde(default)]
    pub en: String,
}

impl Bilingual {
    /// Whether a language is missing.
    #[must_use]
    pub fn incomplete(&self) -> bool {
        self.zh.trim().is_empty() || self.en.trim().is_empty()
    }
}

/// The head of a pack (辖区包说明).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Short identifier: `liaoning`.
    pub id: String,
    /// Name in both languages.
    pub name: Bilingual,
    /// Division code of the place it is for (行政区划代码).
    pub place: String,
    /// Release as its authors count; the exact version is [`crate::Pack::version`].
    pub release: String,
    /// What is in it, in both languages.
    pub about: Bilingual,
    /// Documents in it, by id; each is `documents/<id>.toml`.
    pub documents: Vec<String>,
    /// Files of forms, panels, indicators, lights and plans, by name; each is `reporting/<name>.toml`.
    #[serde(default)]
    pub reporting: Vec<String>,
    /// Files of registers, by name; each is `registers/<name>.toml`.
    #[serde(default)]
    pub registers: Vec<String>,
    /// Files of programmes, by name; each is `programmes/<name>.toml`.
    #[serde(default)]
    pub programmes: Vec<String>,
    /// Sample notices of our own, by path, for demonstration.
    #[serde(default)]
    pub samples: Vec<String>,
}
