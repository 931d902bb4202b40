//! A fact (事实): what is known about a thing, since when it holds and since when we know. It must never be changed: another supersedes it.

use anye_base::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A fact as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = registry::fact::Fact)]
pub struct Fact {
    /// Id.
    pub id: String,
    /// Kind of the dictionary, such as `persons`.
    pub kind: String,
    /// The thing's id.
    pub thing: String,
    /// Field of the kind.
    pub field: String,
    /// The value, as the law's facts files write it.
    #[schema(value_type = Object)]
    pub value: Value,
    /// First day it holds.
    #[schema(value_type = String)]
    pub valid_from: Date,
    /// First day it no longer holds.
    #[schema(value_type = Option<String>)]
    pub valid_to: Option<Date>,
    /// Since when we know.
    pub recorded_at: i64,
    /// Who recorded it.
    pub recorded_by: String,
    /// Their name then.
    pub recorded_name: String,
    /// When another took its place.
    pub superseded_at: Option<i64>,
    /// Where it comes from.
    pub source: String,
    /// What shows it.
    pub evidence: String,
}

impl Fact {
    /// Whether it was believed at a time in milliseconds; `None`: now.
    #[must_use]
    pub fn believed(&self, as_known_at: Option<i64>) -> bool {
        match as_known_at {
            None => self.superseded_at.is_none(),
            Some(at) => self.recorded_at <= at && self.superseded_at.is_none_or(|end| at < end),
        }
    }

    /// Whether it holds on a day.
    #[must_use]
    pub fn holds(&self, on: Date) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|to| on < to)
    }
}

/// A fact to be recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NewFact {
    /// Kind of the dictionary, such as `persons`.
    pub kind: String,
    /// The thing's id.
    pub thing: String,
    /// Field of the kind.
    pub field: String,
    /// The value; `null`: it is not known on these days.
    #[schema(value_type = Object)]
    pub value: Value,
    /// First day it holds.
    #[schema(value_type = String)]
    pub valid_from: Date,
    /// First day it no longer holds.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub valid_to: Option<Date>,
    /// Where it comes from.
    pub source: String,
    /// What shows it.
    #[serde(default)]
    pub evidence: String,
}
