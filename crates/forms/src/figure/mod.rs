//! Indicators of a place and a period (指标值): exact, rounded, or the reason why there is none; held against targets and beside published values. It must never put
//! a computed value in the place of a published one.

mod compute;
mod hold;

use anye_law::num::{Num, Rounding};

use crate::cell::decimal;
use crate::model::Words;

pub use compute::{change, indicator};
pub use hold::{against, beside, implied_before, progress, share_fits};

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
    /// Exact, in the indicator's unit: of a rate in %, the percentage.
    pub exact: Num,
    /// Rounded to the indicator's digits, halves away from zero: `36.19`.
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
    /// Exact.
    pub exact: Num,
    /// Points or per cent, with a sign, rounded to the indicator's digits (at least one): `+0.20`.
    pub text: String,
    /// 个百分点 or %.
    pub unit: Words,
    /// Whether it is an improvement; `None` where neither direction is better or nothing changed.
    pub better: Option<bool>,
}

/// A value held against a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against {
    /// Whether it is met (a plan: by this value already).
    pub met: bool,
    /// Distance to the good side in the indicator's unit: ceiling − value, value − floor, value − plan.
    pub exact: Num,
    /// The same, rounded.
    pub margin: String,
}

/// How far a plan is carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Share of the plan reached, in %, two digits: `36.19`.
    pub share: String,
    /// Share of the plan's period that has passed, in %: `41.67`.
    pub schedule: String,
    /// Share − schedule, in points: `-5.48`.
    pub ahead: String,
}

/// A published value beside the computed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// As published.
    pub published: String,
    /// As computed, to the indicator's digits.
    pub computed: String,
    /// Computed − published.
    pub difference: String,
    /// The computed value rounds to the published one.
    pub agrees: bool,
}

/// The value a year before that a published value and its published change imply (推算), with the range that rounding leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Implied {
    /// Lowest.
    pub low: Num,
    /// From the values as published.
    pub point: Num,
    /// Highest.
    pub high: Num,
}

/// A number rounded to so many digits, halves away from zero.
#[must_use]
pub fn rounded(number: Num, digits: u8) -> Option<String> {
    let scaled =
        number.times(Num::int(10_i64.checked_pow(digits.into())?))?.round(Rounding::HalfUp).to_i64()?;
    Some(decimal(scaled, digits))
}

/// The same with `+` before what is above zero.
fn signed(number: Num, digits: u8) -> Option<String> {
    let text = rounded(number, digits)?;
    let above = number > Num::ZERO && text.bytes().any(|b| (b'1'..=b'9').contains(&b));
    Some(if above { format!("+{text}") } else { text })
}
