//! What the registry may know about whom (数据字典): the law's data dictionary is its schema. A new text of the law that brings a new field needs no change here.
//!
//! It must never hold a value of anybody, nor know a field by its name.

mod book;

pub use book::BookDictionary;

use anye_base::Lang;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Words in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Label {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Label {
    /// From both.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// In one language.
    #[must_use]
    pub fn said(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Shape {
    /// 是否
    YesNo,
    /// A number with its unit in words; money in yuan.
    Number {
        /// Its unit; empty for a bare number.
        unit: Label,
    },
    /// 日期
    Day,
    /// 月份
    Month,
    /// 文本
    Text,
    /// 时期
    Period,
    /// One of these: id and name.
    Choice {
        /// The members.
        members: Vec<(String, String)>,
    },
    /// Another thing, of this kind.
    Thing {
        /// Its kind.
        kind: String,
    },
}

/// A field of a kind (字段).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Meaning {
    /// Id of the kind.
    pub kind: String,
    /// Id of the field.
    pub field: String,
    /// Its name.
    pub name: Label,
    /// What it means.
    pub help: String,
    /// What it holds.
    pub shape: Shape,
    /// A person has to find it: no register gives it.
    pub finding: bool,
}

impl Meaning {
    /// The kind it leads to, where it is a relation.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        match &self.shape {
            Shape::Thing { kind } => Some(kind),
            _ => None,
        }
    }

    /// A value in words.
    #[must_use]
    pub fn worded(&self, value: &Value, lang: Lang) -> String {
        match (&self.shape, value) {
            (_, Value::Null) => lang.pick("不详", "not known").to_owned(),
            (_, Value::Bool(yes)) => {
                (if *yes { lang.pick("是", "yes") } else { lang.pick("否", "no") }).to_owned()
            }
            (Shape::Choice { members }, Value::String(id)) => match members.iter().find(|(one, _)| one == id)
            {
                Some((id, name)) => lang.pick(name, id).replace('_', " "),
                None => id.clone(),
            },
            (Shape::Number { unit }, Value::Number(number)) => {
                format!("{number} {}", unit.said(lang)).trim().to_owned()
            }
            (_, Value::String(text)) => text.clone(),
            (_, other) => other.to_string(),
        }
    }
}

/// Why a value is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Stable code of the law's facts (`F0xx`).
    pub code: &'static str,
    /// Why.
    pub why: Label,
}

/// What may be known about whom.
pub trait Dictionary: Send + Sync {
    /// The kinds, by id.
    fn kinds(&self) -> Vec<(String, Label)>;

    /// Name of a kind; none for one that the law does not know.
    fn kind(&self, kind: &str) -> Option<Label>;

    /// A field.
    fn field(&self, kind: &str, field: &str) -> Option<&Meaning>;

    /// All fields of a kind.
    fn fields(&self, kind: &str) -> Vec<&Meaning>;

    /// Relations that lead to a kind: kind and field of the other side.
    fn leading_to(&self, kind: &str) -> Vec<(&str, &str)>;

    /// Whether a field may hold this value. `null` always may: it is not known.
    ///
    /// # Errors
    /// Why not.
    fn check(&self, kind: &str, field: &str, value: &Value) -> Result<(), Wrong>;
}

/// Splits `persons.disabled`.
#[must_use]
pub fn parts(fact: &str) -> Option<(&str, &str)> {
    fact.split_once('.').filter(|(kind, field)| !kind.is_empty() && !field.is_empty())
}
