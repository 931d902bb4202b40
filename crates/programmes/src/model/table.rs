//! Tables over a register (统计表): what is counted, by what, measured how. They must never name a person.

use anye_forms::Words;
use serde::Serialize;

use super::Key;

/// A table over a register (统计表).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// What it shows and how it is reckoned.
    pub note: Words,
    /// Rows and columns.
    pub by: Vec<Key>,
    /// What is counted.
    pub over: CountOver,
    /// Only entries that meet all of these.
    pub only: Vec<Only>,
    /// Sums this field instead of counting entries.
    pub sum: Option<usize>,
    /// Counts different subjects instead of entries.
    pub subjects: bool,
    /// The share of those in these states.
    pub share: Vec<String>,
    /// What else is measured, each in a column of its own.
    pub measures: Vec<Measure>,
    /// Each row is compared with the one before it by this key, of `by`: the class, the month, the year before.
    pub change: Option<usize>,
    /// Adds up the spells of each subject instead.
    pub spells: Option<Spells>,
    /// Anybody may see it, small numbers covered.
    pub public: bool,
}

/// Which entries a table counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CountOver {
    /// Open on the day.
    Open,
    /// Entered in the period.
    Entered,
    /// Ended in the period.
    Ended,
    /// All there ever were up to the day.
    All,
    /// The last entry of each subject up to the day.
    Latest,
}

/// A condition: a key has one of these values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Only {
    /// The key.
    pub key: Key,
    /// Its values.
    pub is: Vec<String>,
}

/// A day that an entry knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// Its first day.
    From,
    /// Its last day; while it is open, none.
    To,
    /// A field, by index.
    Field(usize),
    /// A fact of its subject.
    Fact(String),
}

/// Periods of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// 月
    Month,
    /// 季
    Quarter,
    /// 半年
    HalfYear,
    /// 年
    Year,
}

/// A column of a table (指标).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// Unit as shown.
    pub unit: String,
    /// What it measures.
    pub what: Measured,
}

/// What a column measures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// Different subjects.
    Subjects,
    /// The sum of a field, less another field of the same entry where both are there.
    Sum(usize, Option<usize>),
    /// The mean of a field, less another field of the same entry, over the entries that say so.
    Mean(usize, Option<usize>),
    /// How many meet all of these.
    Having(Vec<Only>),
    /// Their share.
    Share(Vec<Only>),
    /// The mean of the days from one day to another.
    Days(Moment, Moment),
    /// The longest of them.
    LongestDays(Moment, Moment),
    /// The sum of a number in another register's entries about the same subjects, each subject once.
    SumIn(String, String),
    /// How many entries of another register there are about the same subjects, each subject once.
    CountIn(String),
    /// One column less another, by their places among the columns; the number of the row itself is `None`.
    Less(Option<usize>, Option<usize>),
}

/// Spells of a subject added up in whole months (累计服务期限): with the day on which so many years are full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spells {
    /// Marks, in years.
    pub years: Vec<u32>,
}
