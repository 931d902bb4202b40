//! Revisions (修订): what was said of a period when it was new, and what is said of it later. It must never use a figure before its time: each row of the triangle is
//! adjusted from what was known then. (Revisions of the figures themselves are the caller's: this one keeps the figures and only adds periods.)

use serde::Serialize;

use super::{Options, adjust};
use crate::series::{Period, Series};

/// One period through time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Revision {
    /// The period spoken of.
    pub period: Period,
    /// The adjusted value as of each later period, the first when it was new (即时值); in the unit of the series.
    pub estimates: Vec<f64>,
}

impl Revision {
    /// As first said.
    pub fn concurrent(&self) -> Option<f64> {
        self.estimates.first().copied()
    }

    /// As said with all periods known.
    pub fn last(&self) -> Option<f64> {
        self.estimates.last().copied()
    }
}

/// The triangle and what it comes to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Revisions {
    /// One a period, in order; periods that are gaps or were too early to be adjusted are left out.
    pub triangle: Vec<Revision>,
    /// Mean size of (last − concurrent) ÷ last, as a share; `None` where no period has both or a last value is 0.
    pub mean_size: Option<f64>,
    /// Mean of the same with its sign: first figures too low if positive.
    pub bias: Option<f64>,
    /// Share of periods whose change on the period before had another sign at first than at last.
    pub sign_changes: Option<f64>,
}

/// Adjusts the series as it stood at each of its last `periods` periods.
pub fn revisions(series: &Series, periods: usize, options: &Options) -> Revisions {
    let first = series.len().saturating_sub(periods);
    let mut triangle: Vec<Revision> = (first..series.len())
        .map(|at| Revision { period: series.period(at), estimates: Vec::with_capacity(series.len() - at) })
        .collect();
    // Change on the period before, first and last said.
    let mut changes: Vec<(f64, f64)> = Vec::new();
    let mut first_changes: Vec<Option<f64>> = Vec::new();
    for end in first..series.len() {
        let known = adjust(&series.first(end + 1), options);
        let was_adjusted = known.trend.iter().any(Option::is_some);
        for at in first..=end {
            if let Some(value) = known.adjusted[at].filter(|_| was_adjusted) {
                triangle[at - first].estimates.push(value);
            }
        }
        let change = |at: usize| {
            Some(known.adjusted[at]? - known.adjusted[at.checked_sub(1)?]?).filter(|_| was_adjusted)
        };
        first_changes.push(change(end));
        if end + 1 == series.len() {
            changes =
                (first..=end).filter_map(|at| Some((first_changes[at - first]?, change(at)?))).collect();
        }
    }
    triangle.retain(|revision| !revision.estimates.is_empty());
    let shares: Option<Vec<f64>> = triangle
        .iter()
        .filter(|revision| revision.estimates.len() > 1)
        .filter_map(|revision| Some((revision.concurrent()?, revision.last()?)))
        .map(|(concurrent, last)| (last != 0.0).then(|| (last - concurrent) / last.abs()))
        .collect();
    let mean =
        |values: &[f64]| (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64);
    Revisions {
        triangle,
        mean_size: shares
            .as_ref()
            .and_then(|shares| mean(&shares.iter().map(|share| share.abs()).collect::<Vec<_>>())),
        bias: shares.as_ref().and_then(|shares| mean(shares)),
        sign_changes: mean(
            &changes.iter().map(|(first, last)| f64::from(u8::from(first * last < 0.0))).collect::<Vec<_>>(),
        ),
    }
}
