//! Seasonal adjustment (季节调整) with Spring Festival and outliers. It must never fail: what cannot be adjusted comes back as it was, with a note.

mod airline;
mod assemble;
mod columns;
mod decompose;
mod outliers;
mod prelude;
mod prepare;
mod revise;

pub use revise::{Revision, Revisions, revisions};

use serde::Serialize;

use crate::series::{Period, Series};
pub(crate) use columns::Reason;
pub(crate) use prepare::fill;

use decompose::Parts;
use prelude::Prelude;
use prepare::Prepared;

/// A series taken apart. All lists are as long as the input and in its unit; a gap stays `None` in `adjusted` and `irregular`.
///
/// Additive: input = trend + seasonal + holiday + irregular. Multiplicative: their product, where seasonal, holiday and irregular are factors around 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Adjusted {
    /// Seasonally adjusted (季调后): input without seasonal and holiday; outliers stay in.
    pub adjusted: Vec<Option<f64>>,
    /// Trend-cycle (趋势), with level shifts in it.
    pub trend: Vec<Option<f64>>,
    /// Seasonal part (季节因素), holiday apart.
    pub seasonal: Vec<Option<f64>>,
    /// Irregular part (不规则因素), with the passing outliers in it.
    pub irregular: Vec<Option<f64>>,
    /// Found outliers (离群值), in order of time.
    pub outliers: Vec<Outlier>,
    /// Effect of Spring Festival and trading days (节假日因素) on each period; 0, or 1 if multiplicative, where there is none.
    pub holiday: Vec<f64>,
    /// Whether the parts multiply (乘法模型) or add.
    pub multiplicative: bool,
    /// What a reader should know.
    pub notes: Vec<Note>,
}

/// An outlier (离群值).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Outlier {
    /// Where it begins.
    pub at: Period,
    /// Its shape.
    pub kind: OutlierKind,
    /// Size at its begin, in the unit of the series, or as a factor if multiplicative.
    pub size: f64,
    /// Robust t value.
    pub t: f64,
}

/// The shape of an outlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum OutlierKind {
    /// Additive: one period (加性离群).
    Ao,
    /// Level shift: from here on (水平移位).
    Ls,
    /// Temporary change: fades by 0.7 a month (暂时变化).
    Tc,
}

/// A remark on how far the adjustment can be trusted; the code is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Note {
    /// Fewer than three years: given back as it is.
    TooShort,
    /// All values are the same.
    Constant,
    /// No value at all.
    NoValue,
    /// Gaps were filled for the estimation; they stay gaps in the result.
    GapsFilled,
    /// More than a quarter is missing: given back as it is.
    TooManyGaps,
    /// No season could be shown; the seasonal part is nil.
    NotSeasonal,
    /// Outliers were found.
    Outliers,
    /// Spring Festival moves the figures.
    SpringFestival,
    /// Trading days move the figures.
    TradingDays,
}

/// What may be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// `None`: chosen by rule; else forced (a forced multiplicative needs positive values and is dropped without).
    pub multiplicative: Option<bool>,
    /// Test for Spring Festival (春节) and remove it.
    pub spring_festival: bool,
    /// Test for trading days (工作日) and remove them; months only.
    pub trading_days: bool,
    /// Find outliers.
    pub outliers: bool,
    /// Robust t from which an outlier counts; `None`: by the length of the series.
    pub critical: Option<f64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            multiplicative: None,
            spring_festival: true,
            trading_days: false,
            outliers: true,
            critical: None,
        }
    }
}

/// Takes a series apart; never fails. What cannot be adjusted comes back with `adjusted` as it was, no trend and no season, and a note that says why.
pub fn adjust(series: &Series, options: &Options) -> Adjusted {
    match analyse(series, options) {
        Ok(analysis) => assemble::assemble(series, &analysis),
        Err(note) => assemble::untouched(series, note),
    }
}

/// The parts of a series before they are written in its own unit; the forecast goes on from here.
pub(crate) struct Analysis {
    pub prepared: Prepared,
    pub prelude: Prelude,
    /// The stretch without gaps, holidays and outliers.
    pub cleared: Vec<f64>,
    pub parts: Parts,
}

/// Prepares, explains, decomposes; or says why there is nothing to take apart.
pub(crate) fn analyse(series: &Series, options: &Options) -> Result<Analysis, Note> {
    let prepared = prepare::prepare(series, options)?;
    let prelude = prelude::explain(&prepared.filled, &prepared.gaps, series.period(prepared.offset), options);
    let explained = prelude.effect(prepared.filled.len(), |_| true);
    let cleared: Vec<f64> =
        prepared.filled.iter().zip(&explained).map(|(value, effect)| value - effect).collect();
    let parts = decompose::decompose(&cleared, prelude.model);
    Ok(Analysis { prepared, prelude, cleared, parts })
}

#[cfg(test)]
mod tests;
