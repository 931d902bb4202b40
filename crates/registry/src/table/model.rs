//! What is asked of a table, and what it answers.

use std::collections::BTreeMap;

use anye_base::{Date, ErrorKind, Fault, FieldFault};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is asked of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CountAsked {
    /// As of this day; empty: today.
    pub on: Option<Date>,
    /// Entered or ended from this day on.
    pub from: Option<Date>,
    /// Entered or ended up to this day.
    pub to: Option<Date>,
    /// As far as was known at the end of this day; empty: as far as is known now.
    pub known: Option<Date>,
    /// Below this place.
    pub place: String,
    /// For strangers: small numbers are covered.
    pub public: bool,
}

/// A column beside the number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = registry::Column)]
pub struct Column {
    /// Its id.
    pub id: String,
    /// 名称
    pub zh: String,
    /// Name.
    pub en: String,
    /// Unit.
    pub unit: String,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Cell {
    /// The values of the keys, in their order; empty where an entry does not say.
    pub keys: Vec<String>,
    /// The number, or the sum; none where it is too small to be shown.
    pub n: Option<i64>,
    /// How many of them are in the states that the share is of.
    pub shared: Option<i64>,
    /// The columns as decimal text; none where nobody said anything, or where it is not shown.
    pub figures: Vec<Option<String>>,
    /// The number and the columns less those of the row before, where the table is compared along a key.
    pub changes: Vec<Option<String>>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Table {
    /// Its id.
    pub id: String,
    /// The columns beside the number.
    pub columns: Vec<Column>,
    /// The rows, in the order of their keys.
    pub rows: Vec<Cell>,
    /// Over all rows; what stands in several of them counts once.
    pub total: Cell,
    /// Names of the subjects and entries among the keys; none for strangers.
    pub names: BTreeMap<String, String>,
    /// Whether anything is covered because it is too small.
    pub covered: bool,
}

/// A day on which so many years of service are full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Mark {
    /// Years.
    pub years: u32,
    /// The day; none: not reached yet.
    #[schema(value_type = Option<String>)]
    pub day: Option<Date>,
}

/// Spells of one subject added up (累计服务).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Served {
    /// Id of the subject.
    pub subject: String,
    /// Its name.
    pub name: String,
    /// Place of the last spell.
    pub place: String,
    /// Spells.
    pub spells: i64,
    /// Whole months of all spells together.
    pub months: i64,
    /// The marks.
    pub marks: Vec<Mark>,
    /// Id of the last spell.
    pub last: String,
}

/// A published number beside the one that was counted (公布值与计算值): neither overwrites the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = registry::Beside)]
pub struct Beside {
    /// As published.
    pub published: i64,
    /// As counted.
    pub counted: i64,
    /// Counted less published.
    pub difference: i64,
}

/// Sets a published number beside the total of a table.
///
/// # Errors
/// The table has no total that may be shown.
pub fn beside(table: &Table, published: i64) -> Result<Beside, Fault> {
    let counted = table.total.n.ok_or_else(|| {
        Fault::new(ErrorKind::Invalid, "entry_invalid").field(FieldFault::new("published", "count_covered"))
    })?;
    Ok(Beside { published, counted, difference: counted - published })
}
