//! Words in both languages and citations. It must never hold the text of an article.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The same in Chinese and English.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// 中文.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// Both.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }
}

/// A document and an article of it (依据): `LN2016-75/1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cite {
    /// The document's id in the pack.
    pub document: String,
    /// The article's number; empty for the whole document.
    pub article: String,
}

impl fmt::Display for Cite {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.article.is_empty() {
            return to.write_str(&self.document);
        }
        write!(to, "{}/{}", self.document, self.article)
    }
}
