//! Indicators (指标), targets and published values. It must never overwrite a published value with a computed one.

use serde::Serialize;

use super::{Cite, Words};
use crate::period::{Period, PeriodType};

/// An indicator.
#[derive(Debug)]
pub struct Indicator {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// Where the text asks for it.
    pub cite: Vec<Cite>,
    /// The form it is computed from; `None` for series that only others publish.
    pub form: Option<String>,
    /// The formula, as written.
    pub formula: Option<String>,
    /// How often, when it has no form.
    pub period: PeriodType,
    /// %, 人, 万人, 倍.
    pub unit: String,
    /// Decimal digits shown.
    pub digits: u8,
    /// Which direction is better.
    pub better: Better,
    /// Whether its change over a year is in points or per cent.
    pub change: ChangeIn,
    /// 口径.
    pub definition: Words,
    /// Where the figures come from.
    pub source: Words,
    /// Experimental.
    pub experimental: bool,
    /// Targets.
    pub targets: Vec<Target>,
    /// What the text leaves open.
    pub doubts: Vec<Words>,
    pub(crate) logic: Option<crate::formula::IndicatorLogic>,
}

impl Indicator {
    /// The target for a place and a period: one for the period itself, else the one of its year.
    #[must_use]
    pub fn target_for(&self, place: &str, period: Period) -> Option<&Target> {
        let here = || self.targets.iter().filter(|target| target.place == place);
        here().find(|target| target.period == period).or_else(|| {
            let year = period.year()?;
            here()
                .find(|target| target.period.kind() == PeriodType::Year && target.period.year() == Some(year))
        })
    }
}

/// Which direction is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Better {
    /// Less.
    Lower,
    /// More.
    Higher,
    /// Neither.
    Neither,
}

/// How a change is told. A rate changes in points, never in per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum ChangeIn {
    /// Percentage points.
    Points,
    /// Per cent of the earlier value.
    Percent,
}

/// A target (目标), scaled by the indicator's own digits in `value`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Target {
    /// Place.
    pub place: String,
    /// Year or other period it is for.
    pub period: Period,
    /// Ceiling, floor or plan.
    pub kind: TargetKind,
    /// Exact decimal text: `4.5`, `420000`.
    pub value: String,
    /// Where the text says so.
    pub cite: Vec<Cite>,
}

/// What a target is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum TargetKind {
    /// Not above (控制目标).
    Ceiling,
    /// Not below.
    Floor,
    /// To be reached by the end of the period.
    Plan,
}

/// A value somebody published (公布值): kept as it was, beside what is computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Published {
    /// Of which indicator.
    pub indicator: String,
    /// Place.
    pub place: String,
    /// Period.
    pub period: Period,
    /// What it is.
    pub kind: PublishedKind,
    /// Exact decimal text as published: `152000`, `-21.2`.
    pub value: String,
    /// Digits it was rounded to, negative for thousands: 15.2万 has −3.
    pub rounded_to: i8,
    /// For ranks: which end is counted first; `None` when the text does not say.
    pub first_is: Option<Better>,
    /// Where.
    pub cite: Vec<Cite>,
    /// What the text leaves open.
    pub doubt: Words,
}

/// What a published value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum PublishedKind {
    /// The value itself.
    Value,
    /// Change over a year in per cent.
    YearPercent,
    /// Change over a year in points.
    YearPoints,
    /// Rank in the country.
    Rank,
}
