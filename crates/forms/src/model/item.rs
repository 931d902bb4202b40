//! Items (指标项): what one cell of a form is. It must never hold a value.

use serde::Serialize;

use super::{Cite, Words};

/// One column of a form: an input, a computed cell, or one code of a disaggregation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// `end_staff`, `left.closure`, `demand_new.industry.C`.
    pub id: String,
    /// Name.
    pub name: Words,
    /// How to fill it in.
    pub help: Words,
    /// What it holds.
    pub kind: ItemKind,
    /// Decimal digits: a number is an `i64` scaled by 10^digits. Money 2 (fen), percent as written in the form.
    pub digits: u8,
    /// Unit as shown: 人, 户, 元, 万元, %. Money in 万元 is entered in 万元 and kept in fen.
    pub unit: String,
    /// A report without it is incomplete.
    pub required: bool,
    /// Summed up the tree (numbers only).
    pub total: bool,
    /// Where the value comes from.
    pub source: Source,
    /// Index into [`super::Form::sections`].
    pub section: usize,
    /// The item it is a part of (column), for codes of a disaggregation.
    pub part_of: Option<usize>,
    /// Code within the disaggregation.
    pub code: Option<String>,
    /// Smallest value allowed, scaled. Counts and money start at 0 unless the form says `negative = true`.
    pub least: Option<i64>,
    /// Largest value allowed, scaled.
    pub most: Option<i64>,
    /// Where the text asks for it.
    pub cite: Vec<Cite>,
    /// The expression, for computed cells.
    pub formula: Option<String>,
}

/// What an item holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum ItemKind {
    /// A whole number.
    Count,
    /// Money, in fen.
    Money,
    /// A decimal number.
    Decimal,
    /// A percentage: `12.5` means 12.5 %.
    Percent,
    /// Words, at most so many characters.
    Text(u16),
    /// One of these.
    Choice(Vec<Choice>),
    /// A day.
    Date,
    /// Yes or no.
    YesNo,
}

/// One of the codes of a choice or a disaggregation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// Stable code.
    pub id: String,
    /// Name.
    pub name: Words,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Source {
    /// Somebody enters it.
    Input,
    /// An expression.
    Computed,
    /// The sum of its codes.
    SumOfSplit,
}

impl ItemKind {
    /// Whether it is a number.
    #[must_use]
    pub const fn is_number(&self) -> bool {
        matches!(self, Self::Count | Self::Money | Self::Decimal | Self::Percent)
    }
}
