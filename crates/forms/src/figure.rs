//! Indicators of a place and a period (指标值): exact, rounded, or the reason why there is none. It must never put a computed value in the place of a published one.

use anye_law::num::Num;

use crate::model::{Catalogue, Indicator, Published, Target, Words};

/// Sums of one form at a place and period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    /// How many reports they are made of.
    pub reports: i64,
    /// By column, scaled like the items; `None` when nobody said anything.
    pub sums: Vec<Option<i64>>,
}

/// An indicator's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Exact.
    pub exact: Num,
    /// Rounded to the indicator's digits, halves away from zero, as shown: `36.19`. Of a rate in %, the percentage.
    pub text: String,
}

/// Why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotComputed {
    /// Stable code: `unknown_indicator`, `published_only`, `missing`, `overflow`.
    pub code: &'static str,
    /// In words.
    pub say: Words,
}

/// A change over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Points or per cent, rounded to the indicator's digits (at least one).
    pub text: String,
    /// 个百分点 or %.
    pub unit: Words,
    /// Whether it is an improvement.
    pub better: Option<bool>,
}

/// A value held against a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against {
    /// Whether it is met (a plan: by this value already).
    pub met: bool,
    /// Distance to the good side, in the indicator's unit: ceiling − value, value − floor; of a plan the share reached in %.
    pub margin: String,
    /// Exact margin.
    pub exact: Num,
}

/// A published value beside the computed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// As published.
    pub published: String,
    /// As computed.
    pub computed: String,
    /// Computed − published.
    pub difference: String,
    /// The computed value rounds to the published one.
    pub agrees: bool,
}

/// The value of an indicator. A year-to-date or year-on-year formula names 上年同期 or 上期.
///
/// # Errors
/// Why there is none.
pub fn indicator(
    catalogue: &Catalogue,
    id: &str,
    totals: &Totals,
    previous: Option<&Totals>,
    year_ago: Option<&Totals>,
) -> Result<Figure, NotComputed> {
    let _ = (totals, previous, year_ago);
    let say = Words::new(format!("没有指标“{id}”"), format!("there is no indicator '{id}'"));
    let _ = catalogue.indicator(id);
    Err(NotComputed { code: "unknown_indicator", say })
}

/// How an indicator changed: a rate in points, everything else in per cent.
#[must_use]
pub fn change(indicator: &Indicator, now: Num, before: Num) -> Option<Change> {
    let _ = (indicator, now, before);
    None
}

/// A value held against a target.
#[must_use]
pub fn against(indicator: &Indicator, target: &Target, value: Num) -> Option<Against> {
    let _ = (indicator, target, value);
    None
}

/// A published value beside the computed one.
#[must_use]
pub fn beside(indicator: &Indicator, published: &Published, computed: Num) -> Option<Beside> {
    let _ = (indicator, published, computed);
    None
}

/// The earlier value that a published change implies (推算), as the lowest and highest value rounding allows.
#[must_use]
pub fn implied_before(now: &Published, change: &Published) -> Option<(Num, Num)> {
    let _ = (now, change);
    None
}
