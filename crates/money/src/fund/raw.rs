//! The file as it is written, each value with its place. It must never decide whether a value makes sense.

use serde::Deserialize;
use toml::Spanned;

pub(super) type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWords {
    pub zh: String,
    pub en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawUse {
    pub id: Text,
    pub name: Spanned<RawWords>,
    #[serde(default)]
    pub cite: Vec<Text>,
    #[serde(default)]
    pub benefits: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFund {
    pub id: Text,
    pub name: Spanned<RawWords>,
    #[serde(default)]
    pub law: Vec<Text>,
    #[serde(default)]
    pub cite: Vec<Text>,
    pub levels: Vec<Text>,
    #[serde(default)]
    pub uses: Vec<Text>,
    #[serde(default)]
    pub benefits: Vec<Text>,
    pub beyond: Text,
    #[serde(default)]
    pub doubt: Vec<Spanned<RawWords>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSharing {
    pub fund: Text,
    #[serde(default)]
    pub benefits: Vec<Text>,
    pub place: Text,
    pub from: Option<i64>,
    pub to: Option<i64>,
    #[serde(default)]
    pub province: i64,
    #[serde(default)]
    pub city: i64,
    #[serde(default)]
    pub county: i64,
    #[serde(default)]
    pub cite: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    pub id: Text,
    pub name: Spanned<RawWords>,
    pub watch: Text,
    #[serde(default)]
    pub funds: Vec<Text>,
    #[serde(default)]
    pub levels: Vec<Text>,
    pub figure: Option<Text>,
    pub bound: Option<Text>,
    #[serde(default)]
    pub cite: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFigure {
    pub id: Text,
    pub name: Spanned<RawWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawColumn {
    pub head: Text,
    pub field: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBank {
    pub id: Text,
    pub name: Spanned<RawWords>,
    pub encoding: Text,
    pub separator: Option<Text>,
    pub total: Text,
    pub out: Vec<RawColumn>,
    pub back: Vec<RawColumn>,
    pub paid: Vec<String>,
    pub failed: Vec<String>,
    pub unknown: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSetting {
    pub rule: Option<Text>,
    pub bound: Option<Text>,
    pub third_above: Option<Text>,
    pub by: Spanned<RawWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawApproval {
    pub third_above: Option<Text>,
    pub most_lines: Option<i64>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFile {
    #[serde(default, rename = "use")]
    pub uses: Vec<RawUse>,
    #[serde(default)]
    pub fund: Vec<RawFund>,
    #[serde(default)]
    pub share: Vec<RawSharing>,
    #[serde(default)]
    pub rule: Vec<RawRule>,
    #[serde(default)]
    pub figure: Vec<RawFigure>,
    #[serde(default)]
    pub bank: Vec<RawBank>,
    #[serde(default)]
    pub setting: Vec<RawSetting>,
    pub approval: Option<RawApproval>,
}
