//! A change (变更事件) as a plain record that maps to a row. It holds no logic beyond reading its own words.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a change did (变更类型).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// 设立: a new code appears.
    Establish,
    /// 撤销: a code ends without heir.
    Abolish,
    /// 更名: same code, other name.
    Rename,
    /// 改码 (with or without a new name, as in 撤县设区): the place goes on under another code.
    Recode,
    /// 划转: same place, other parent.
    Transfer,
    /// 拆分: one place becomes several; one row per part.
    Split,
    /// 合并: several places become one; one row per place that goes into it.
    Merge,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Establish,
        Self::Abolish,
        Self::Rename,
        Self::Recode,
        Self::Transfer,
        Self::Split,
        Self::Merge,
    ];

    /// The word used in files and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Establish => "establish",
            Self::Abolish => "abolish",
            Self::Rename => "rename",
            Self::Recode => "recode",
            Self::Transfer => "transfer",
            Self::Split => "split",
            Self::Merge => "merge",
        }
    }

    /// Reads the word used in files and tables.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// How exactly the source dates a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// The day is known.
    #[default]
    Day,
    /// Only the month: the date is its last day.
    Month,
    /// Only the year: the date is its last day.
    Year,
}

impl Precision {
    /// The word used in files and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Reads the word used in files and tables; nothing means a day.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "" | "day" => Some(Self::Day),
            "month" => Some(Self::Month),
            "year" => Some(Self::Year),
            _ => None,
        }
    }
}

/// A change (变更事件) as a row of the import file. Empty text means that the column says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRecord {
    /// First day on which the new state holds.
    pub date: Date,
    /// How exactly the source dates it.
    pub precision: Precision,
    /// What changed.
    pub kind: EventKind,
    /// Only in this tree; empty: in every tree that the parent belongs to.
    pub tree: String,
    /// Code before.
    pub code: String,
    /// Name before; checked against the register where given.
    pub name: String,
    /// Code after.
    pub new_code: String,
    /// Name after.
    pub new_name: String,
    /// Parent before; checked against the register where given.
    pub parent: String,
    /// Parent after.
    pub new_parent: String,
    /// Where this is stated (出处).
    pub source: String,
    /// Address of the source.
    pub source_url: String,
    /// Remark.
    pub note: String,
}

impl EventRecord {
    /// Whether both describe the same change: sources and remarks do not count.
    pub fn same_change(&self, other: &Self) -> bool {
        let key = |e: &Self| {
            (
                e.date,
                e.kind,
                e.tree.clone(),
                e.code.clone(),
                e.new_code.clone(),
                e.new_name.clone(),
                e.new_parent.clone(),
            )
        };
        key(self) == key(other)
    }
}
