//! An entry of a register (名册条目) and what is asked to make or change one. What an entry means is the pack's: no register's name stands here.

use std::collections::BTreeMap;

use anye_base::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A state with the day on which an entry came into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Turn {
    /// State of the register.
    pub state: String,
    /// First day.
    #[schema(value_type = String)]
    pub day: Date,
}

/// What a second person has to confirm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Wish {
    /// To this state.
    pub to: String,
    /// From this day on.
    #[schema(value_type = String)]
    pub day: Date,
    /// Why: a code of the move, or words.
    pub reason: String,
    /// Account of who asked.
    pub by: String,
    /// Their name.
    pub by_name: String,
}

/// An entry as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = registry::entry::Entry)]
pub struct Entry {
    /// Id.
    pub id: String,
    /// The register.
    pub register: String,
    /// person, household, employer, provider, place or itself.
    pub subject_kind: String,
    /// Whom it is about.
    pub subject: String,
    /// Their name when it was entered.
    pub subject_name: String,
    /// Where: a division.
    pub place: String,
    /// The county's six digits.
    pub county: String,
    /// State of the register.
    pub state: String,
    /// Counts as open.
    pub is_open: bool,
    /// A second person has not confirmed it yet.
    pub pending: bool,
    /// First day.
    #[schema(value_type = String)]
    pub from: Date,
    /// Last day.
    #[schema(value_type = Option<String>)]
    pub to: Option<Date>,
    /// Field → value; sealed ones covered.
    #[schema(value_type = Object)]
    #[serde(serialize_with = "super::sealed::covered")]
    pub fields: BTreeMap<String, Value>,
    /// The states it went through.
    pub course: Vec<Turn>,
    /// counter, portal, import, programme, office
    pub channel: String,
    /// Where it comes from.
    pub source: String,
    /// What shows it.
    pub evidence: String,
    /// Why it changed or ended last.
    pub reason: String,
    /// Number of its certificate.
    pub number: Option<String>,
    /// What a forger does not know; never sent in a list.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub check_code: Option<String>,
    /// What a second person has to confirm.
    pub wish: Option<Wish>,
    /// The answer of the rule that recognised it.
    #[schema(value_type = Object)]
    pub answer: Option<Value>,
    /// First day it is made public.
    #[schema(value_type = Option<String>)]
    pub public_from: Option<Date>,
    /// Last day it is made public.
    #[schema(value_type = Option<String>)]
    pub public_to: Option<Date>,
    /// When it was recorded.
    pub recorded_at: i64,
    /// By which account.
    pub recorded_by: String,
    /// Its name then.
    pub recorded_name: String,
    /// The second person's name, where one confirmed it.
    pub confirmed_name: Option<String>,
    /// Rises with each change.
    pub version: i64,
}

impl Entry {
    /// Whether it was recorded later than so many days after its first day (逾期登记).
    #[must_use]
    pub fn recorded_late(&self, days: i32, recorded_on: Date) -> bool {
        let gap = self.from.until(recorded_on).map_or(0, |span| span.get_days());
        gap > days
    }

    /// Its state on a day; none before it began or after it ended.
    #[must_use]
    pub fn state_on(&self, on: Date) -> Option<&str> {
        if on < self.from || self.to.is_some_and(|to| to < on) {
            return None;
        }
        self.course.iter().rev().find(|turn| turn.day <= on).map(|turn| turn.state.as_str())
    }
}

/// An entry to be made (登记).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewEntry {
    /// Whom it is about: an id of the registry; a division's code for a place; empty where the entry stands for itself.
    pub subject: String,
    /// Where; empty: where the subject is.
    pub place: String,
    /// First day, as `2020-06-01`.
    pub from: String,
    /// Last day where it is known already; empty: not yet.
    pub to: String,
    /// State; empty: the register's first.
    pub state: String,
    /// Field → value as kept.
    #[schema(value_type = Object)]
    pub fields: BTreeMap<String, Value>,
    /// counter, portal, import, programme, office; empty: counter.
    pub channel: String,
    /// Where it comes from.
    pub source: String,
    /// What shows it.
    pub evidence: String,
    /// The answer of the rule that recognised it.
    #[schema(value_type = Object)]
    pub answer: Option<Value>,
}

/// A change of state (变更、注销).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = registry::Change)]
#[serde(default)]
pub struct Change {
    /// To this state.
    pub to: String,
    /// From this day on; for a state that is not open: the last day is the day before, or this day where it is the first.
    pub day: String,
    /// A code of the move's reasons, or words where it has none.
    pub reason: String,
    /// Words beside it.
    pub note: String,
}

/// A correction (更正): of what was entered wrongly.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Mend {
    /// First day, where that was wrong.
    pub from: Option<String>,
    /// Last day, where that was wrong; empty text: there is none.
    pub to: Option<String>,
    /// Fields that were wrong; `null` empties one.
    #[schema(value_type = Object)]
    pub fields: BTreeMap<String, Value>,
    /// Why.
    pub reason: String,
    /// What shows it.
    pub evidence: String,
}

/// Something that happened to an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = registry::Happened)]
pub struct Happened {
    /// When, in milliseconds.
    pub at: i64,
    /// Who.
    pub by: String,
    /// opened, proposed, confirmed, refused, moved, ended, corrected, transferred, wished, duty
    pub what: String,
    /// Since which day.
    #[schema(value_type = String)]
    pub day: Date,
    /// Before, after, reasons.
    #[schema(value_type = Object)]
    pub detail: Value,
}
