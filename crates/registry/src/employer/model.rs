//! An employer and the facts about it. Both times are kept: since when a fact holds, and since when we know it.

use std::fmt;

use anye_base::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::code::{CodeDoubt, check};

/// What is known about an employer. The words are the columns' names; their labels are under `employer-field-<word>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[schema(as = registry::employer::Field)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// 统一社会信用代码
    Code,
    /// 单位名称
    Name,
    /// 所在地: county or lower.
    Place,
    /// 行业 (GB/T 4754)
    Industry,
    /// 登记注册类型
    Ownership,
    /// 单位规模
    Size,
    /// 规模以上
    AboveScale,
    /// 劳动密集型
    LabourIntensive,
    /// 受冲击较大行业
    HardHit,
    /// 职工人数
    Staff,
    /// 状态: active, suspended, closed, cancelled.
    State,
}

impl Field {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Code,
        Self::Name,
        Self::Place,
        Self::Industry,
        Self::Ownership,
        Self::Size,
        Self::AboveScale,
        Self::LabourIntensive,
        Self::HardHit,
        Self::Staff,
        Self::State,
    ];

    /// The word stored, and the column of the current value.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Name => "name",
            Self::Place => "place",
            Self::Industry => "industry",
            Self::Ownership => "ownership",
            Self::Size => "size",
            Self::AboveScale => "above_scale",
            Self::LabourIntensive => "labour_intensive",
            Self::HardHit => "hard_hit",
            Self::Staff => "staff",
            Self::State => "state",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.word() == word)
    }

    /// Whether its value is a yes or no, a number, or a word.
    #[must_use]
    pub fn is_number(self) -> bool {
        matches!(self, Self::AboveScale | Self::LabourIntensive | Self::HardHit | Self::Staff)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.word())
    }
}

/// States of an employer.
pub const STATES: [&str; 4] = ["active", "suspended", "closed", "cancelled"];
/// Size classes; an employer may have none yet.
pub const SIZES: [&str; 5] = ["large", "medium", "small", "micro", ""];

/// An employer (用人单位) as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Employer {
    /// Id.
    pub id: String,
    /// 统一社会信用代码
    pub code: String,
    /// 单位名称
    pub name: String,
    /// Code of the county or lower division.
    pub place: String,
    /// GB/T 4754: the section's letter first.
    pub industry: String,
    /// 登记注册类型
    pub ownership: String,
    /// large, medium, small, micro.
    pub size: String,
    /// 规模以上
    pub above_scale: bool,
    /// 劳动密集型
    pub labour_intensive: bool,
    /// 受冲击较大行业
    pub hard_hit: bool,
    /// 职工人数, where known: unknown is not zero.
    pub staff: Option<i64>,
    /// active, suspended, closed, cancelled.
    pub state: String,
    /// Rises with every change.
    pub version: i64,
}

impl Employer {
    /// What is doubtful about its code.
    #[must_use]
    pub fn code_doubts(&self) -> Vec<CodeDoubt> {
        check(&self.code)
    }

    /// The section of GB/T 4754 (门类): the first letter.
    #[must_use]
    pub fn section(&self) -> &str {
        self.industry.get(..1).unwrap_or("")
    }

    /// A value as text, as the facts hold it.
    #[must_use]
    pub fn value(&self, field: Field) -> String {
        let flag = |yes: bool| if yes { "1" } else { "0" }.to_owned();
        match field {
            Field::Code => self.code.clone(),
            Field::Name => self.name.clone(),
            Field::Place => self.place.clone(),
            Field::Industry => self.industry.clone(),
            Field::Ownership => self.ownership.clone(),
            Field::Size => self.size.clone(),
            Field::AboveScale => flag(self.above_scale),
            Field::LabourIntensive => flag(self.labour_intensive),
            Field::HardHit => flag(self.hard_hit),
            Field::Staff => self.staff.map(|staff| staff.to_string()).unwrap_or_default(),
            Field::State => self.state.clone(),
        }
    }
}

/// A fact about an employer, with both times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = registry::employer::Fact)]
pub struct Fact {
    /// Id.
    pub id: String,
    /// What it is about.
    pub field: Field,
    /// The value, as text.
    pub value: String,
    /// First day it holds.
    #[schema(value_type = String)]
    pub valid_from: Date,
    /// First day it no longer holds.
    #[schema(value_type = Option<String>)]
    pub valid_to: Option<Date>,
    /// Since when we know it, in milliseconds.
    pub recorded_at: i64,
    /// Name of who recorded it.
    pub recorded_name: String,
    /// Until when we took it for true.
    pub superseded_at: Option<i64>,
    /// Where it comes from.
    pub source: String,
    /// What shows it: a document, a file number.
    pub evidence: String,
}

/// An employer to register.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewEmployer {
    /// 统一社会信用代码
    pub code: String,
    /// 单位名称
    pub name: String,
    /// Code of the county or lower division.
    pub place: String,
    /// GB/T 4754.
    pub industry: String,
    /// 登记注册类型
    pub ownership: String,
    /// large, medium, small, micro; empty where not known.
    pub size: String,
    /// 规模以上
    pub above_scale: bool,
    /// 劳动密集型
    pub labour_intensive: bool,
    /// 受冲击较大行业
    pub hard_hit: bool,
    /// 职工人数
    pub staff: Option<i64>,
    /// Since when all this holds, such as 2009-01-01.
    pub since: String,
    /// Where it comes from.
    pub source: String,
    /// What shows it.
    pub evidence: String,
}
