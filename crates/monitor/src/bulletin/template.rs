//! What a bulletin says, as the pack writes it: paragraphs with bound figures, tables, charts. It must never hold a figure itself.

use anye_forms::Words;
use anye_pack::Pack;
use serde::{Deserialize, Serialize};

/// Where the pack keeps them.
const FILE: &str = "bulletin/monthly.toml";

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Both {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Both {
    /// In one language.
    pub fn said(&self, chinese: bool) -> &str {
        if chinese { &self.zh } else { &self.en }
    }
}

impl From<&Words> for Both {
    fn from(words: &Words) -> Self {
        Self { zh: words.zh.clone(), en: words.en.clone() }
    }
}

/// A cause that the judgement may name (成因).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Both,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TablePlan {
    /// Its title.
    pub title: Both,
    /// Form.
    pub form: String,
    /// Summed items.
    #[serde(default)]
    pub items: Vec<String>,
    /// Indicators.
    #[serde(default)]
    pub indicators: Vec<String>,
    /// `places`, or a dimension of the form.
    pub rows: String,
}

/// A chart over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartPlan {
    /// Its title.
    pub title: Both,
    /// Form.
    pub form: String,
    /// Indicator.
    pub indicator: String,
    /// How many periods up to this one.
    pub periods: i32,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionPlan {
    /// Its heading.
    pub title: Both,
    /// Paragraphs with bound figures.
    #[serde(default, rename = "paragraph")]
    pub paragraphs: Vec<Both>,
    /// Tables.
    #[serde(default, rename = "table")]
    pub tables: Vec<TablePlan>,
    /// Charts.
    #[serde(default, rename = "chart")]
    pub charts: Vec<ChartPlan>,
}

/// A bulletin of the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Both,
    /// Articles that ask for it.
    pub cite: Vec<String>,
    /// How often.
    pub period: String,
    /// Who issues it.
    pub issuer: Both,
    /// Causes that may be named.
    #[serde(default, rename = "cause")]
    pub causes: Vec<Cause>,
    /// Its sections.
    #[serde(rename = "section")]
    pub sections: Vec<SectionPlan>,
    /// The method note.
    pub method: Both,
}

impl Template {
    /// Reads the pack's bulletin; none where the pack has none.
    ///
    /// # Errors
    /// What is wrong with the file, with line and column.
    pub fn of(pack: &Pack) -> Result<Option<Self>, String> {
        let Some(bytes) = pack.file(FILE) else { return Ok(None) };
        let text = std::str::from_utf8(bytes).map_err(|cause| format!("{FILE}: {cause}"))?;
        toml::from_str(text).map(Some).map_err(|cause| format!("{FILE}: {cause}"))
    }
}
