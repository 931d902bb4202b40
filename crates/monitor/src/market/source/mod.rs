//! Other sources (外部来源): each with a declared schema in the pack: columns, keys, units, period, coverage, known limits, licence.
//! It must never take a column that the schema does not declare, nor keep a person's data: only aggregates by employer or place.

mod compare;
mod read;
mod store;

pub use compare::{COMPARE, CompareWork, Compared, Difference, beyond, compare};
pub use read::{Finding, Read, Value, read};
pub use store::{Effect, Import, Taken, dry_run, imports, points, take, totals};

use std::collections::BTreeMap;
use std::sync::Arc;

use anye_db::audit::hex;
use anye_forms::PeriodType;
use anye_pack::Pack;
use serde::Deserialize;
use sm3::{Digest as _, Sm3};

use super::setting::Say;

/// A file that was read and waits for its import.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// The source it is of.
    pub source: String,
    /// What stands in it.
    pub read: Arc<Read>,
}

/// Whom a value is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// An employer, by its unified social credit code.
    Employer,
    /// A place, by its code.
    Place,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Whom the row is about.
    Subject,
    /// When.
    Period,
    /// A number.
    Value,
}

/// A column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Id; a header may be the id, the name or one of `also`.
    pub id: String,
    /// What it holds.
    pub role: Role,
    /// Name.
    pub name: Say,
    /// Other headers.
    #[serde(default)]
    pub also: Vec<String>,
    /// Unit.
    #[serde(default)]
    pub unit: String,
    /// Digits behind the point.
    #[serde(default)]
    pub digits: u8,
    /// A row without it is refused.
    #[serde(default)]
    pub required: bool,
    /// Numbers below zero are possible.
    #[serde(default)]
    pub negative: bool,
}

/// A source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Id.
    pub id: String,
    /// Version of the schema.
    pub version: String,
    /// Name.
    pub name: Say,
    /// Whom its values are about.
    pub subject: Subject,
    /// How often: a word of the forms.
    pub period: String,
    /// Who delivers it.
    pub provider: Say,
    /// What it covers.
    pub coverage: Say,
    /// What it does not show.
    pub limits: Vec<Say>,
    /// On what terms.
    pub licence: Say,
    /// Where the text asks for it.
    pub cite: Vec<String>,
    /// Columns.
    pub column: Vec<Column>,
    /// SM3 of the file it was read from.
    #[serde(skip)]
    pub digest: String,
}

impl Source {
    /// All sources of a pack, by id.
    ///
    /// # Errors
    /// A file that is no schema, with its name and place.
    pub fn all(pack: &Pack) -> Result<Vec<Self>, String> {
        let mut all = BTreeMap::new();
        for path in pack.paths().filter(|path| path.starts_with("sources/") && path.ends_with(".toml")) {
            let text = pack.file(path).map(String::from_utf8_lossy).unwrap_or_default();
            let one = Self::parse(&text).map_err(|cause| format!("{path}: {cause}"))?;
            all.insert(one.id.clone(), one);
        }
        Ok(all.into_values().collect())
    }

    /// One schema.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut one: Self = toml::from_str(text).map_err(|cause| cause.to_string())?;
        one.digest = hex(&Sm3::digest(text.as_bytes()));
        let of = |role: Role| one.column.iter().filter(move |column| column.role == role).count();
        if of(Role::Subject) != 1 || of(Role::Period) != 1 || of(Role::Value) == 0 {
            return Err(
                "a source has one column of role subject, one of role period and at least one of role value"
                    .into(),
            );
        }
        if one.limits.is_empty() {
            return Err("a source says its known limits".into());
        }
        if PeriodType::of_word(&one.period).is_none() {
            return Err(format!("no period '{}'", one.period));
        }
        Ok(one)
    }

    /// The columns with numbers.
    pub fn values(&self) -> impl Iterator<Item = &Column> {
        self.column.iter().filter(|column| column.role == Role::Value)
    }

    /// One of them.
    pub fn value(&self, id: &str) -> Option<&Column> {
        self.values().find(|column| column.id == id)
    }

    /// How often.
    pub fn kind(&self) -> Option<PeriodType> {
        PeriodType::of_word(&self.period)
    }
}
