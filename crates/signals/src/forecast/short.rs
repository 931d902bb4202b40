//! The forecast of a series under three years, with many gaps, or constant. It must never show a season: too few years to know one.

use super::Forecast;
use super::ets::Ets;
use super::interval::{half_widths, root_mean_square};
use crate::adjust::fill;
use crate::series::{Series, usable};

/// Exponential smoothing of the last stretch; gaps filled by straight lines. The last value is known.
pub(super) fn forecast(known: &Series, steps: usize, level: f64) -> Option<Forecast> {
    let usable: Vec<Option<f64>> =
        known.values.iter().map(|value| value.filter(|&number| usable(number))).collect();
    let first = usable.iter().position(Option::is_some)?;
    let values = fill(&usable[first..]);
    let model = Ets::choose(&values)?;
    let mean = model.forecast(steps);
    // Few values fit themselves too well: the degrees of freedom are given back.
    let count = model.errors.len() as f64;
    let widths = half_widths(
        root_mean_square(&model.errors) * (count / (count - 2.0).max(1.0)).sqrt(),
        &model.psi(steps),
        level,
    );
    Some(Forecast {
        lower: mean.iter().zip(&widths).map(|(mean, width)| mean - width).collect(),
        upper: mean.iter().zip(&widths).map(|(mean, width)| mean + width).collect(),
        mean,
        model: format!("{}, no season", model.name()),
    })
}

/// A series that never moved: expected to stay, without a width, since it gives no scale for one.
pub(super) fn constant(known: &Series, steps: usize) -> Option<Forecast> {
    let value = known.values.iter().rev().find_map(|value| value.filter(|&number| usable(number)))?;
    let all = vec![value; steps];
    Some(Forecast { mean: all.clone(), lower: all.clone(), upper: all, model: "constant".into() })
}
