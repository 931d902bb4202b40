//! The forecast of a series of three years and more. It must never use a period after the last one given.

use super::Forecast;
use super::ets::{Ets, Shape};
use super::interval::{half_widths, root_mean_square};
use crate::adjust::{Analysis, Reason};
use crate::algebra::mad;
use crate::series::Series;

/// Years of memory of the season; chosen among 5, 7, 9, 11 on the holdouts of 2013 to 2017.
const MEMORY: usize = 7;

/// The average of smoothing and the airline model, with the effects that go on. The last value of `known` is not a gap.
pub(super) fn forecast(known: &Series, analysis: &Analysis, steps: usize, level: f64) -> Option<Forecast> {
    let Analysis { prepared, prelude, cleared, .. } = analysis;
    let season = prelude.model.season;
    let smoothed = Smoothed::fit(cleared, season)?;
    let airline = prelude.model.forecast(cleared, steps);
    let effects = prelude.effect_ahead(known.period(known.len()), steps);
    let middle: Vec<f64> = smoothed
        .forecast(season, steps)
        .iter()
        .zip(&airline)
        .zip(&effects)
        .map(|((a, b), effect)| f64::midpoint(*a, *b) + effect)
        .collect();
    let widths = half_widths(spread(analysis), &prelude.model.psi(steps), level);
    let own = |value: f64| if prepared.multiplicative { value.exp() } else { value * prepared.unit };
    let logs = if prepared.multiplicative { ", logarithms" } else { "" };
    Some(Forecast {
        lower: middle.iter().zip(&widths).map(|(middle, width)| own(middle - width)).collect(),
        upper: middle.iter().zip(&widths).map(|(middle, width)| own(middle + width)).collect(),
        mean: middle.iter().map(|&middle| own(middle)).collect(),
        model: format!("mean of STL + ETS(A,A/Ad,N) and ARIMA(0,1,1)(0,1,1){season}{logs}"),
    })
}

/// The spread of one-step errors with the outliers in, each counted as four robust spreads at most: shocks will come again, but one slip of the pen must not make every
/// interval useless.
fn spread(analysis: &Analysis) -> f64 {
    let Analysis { prelude, cleared, .. } = analysis;
    let outliers = prelude.effect(cleared.len(), |reason| matches!(reason, Reason::Outlier(..)));
    let with: Vec<f64> = cleared.iter().zip(&outliers).map(|(value, effect)| value + effect).collect();
    let cap = 4.0 * mad(&prelude.model.errors(cleared));
    root_mean_square(&prelude.model.errors_within(&with, if cap > 0.0 { cap } else { f64::INFINITY }))
}

/// Robust STL, then smoothing of what has no season.
struct Smoothed {
    /// The season of the last year.
    season: Vec<f64>,
    models: Vec<Ets>,
}

impl Smoothed {
    fn fit(cleared: &[f64], season: usize) -> Option<Self> {
        let fitted = stlrs::params().seasonal_length(MEMORY).robust(true).fit(cleared, season).ok()?;
        let without: Vec<f64> =
            cleared.iter().zip(fitted.seasonal()).map(|(value, season)| value - season).collect();
        let models: Vec<Ets> =
            [Shape::Trend, Shape::Damped].into_iter().filter_map(|shape| Ets::fit(&without, shape)).collect();
        (!models.is_empty())
            .then(|| Self { season: fitted.seasonal()[cleared.len() - season..].to_vec(), models })
    }

    fn forecast(&self, season: usize, steps: usize) -> Vec<f64> {
        let mut mean: Vec<f64> = (0..steps).map(|step| self.season[step % season]).collect();
        for model in &self.models {
            let share = 1.0 / self.models.len() as f64;
            mean.iter_mut().zip(model.forecast(steps)).for_each(|(mean, value)| *mean += share * value);
        }
        mean
    }
}
