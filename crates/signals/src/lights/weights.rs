//! Weights (权重): given, equal, by coefficient of variation (变异系数法), by the first principal component (主成分法). All are shown side by
//! side; which one counts is said by the pack, never chosen here.

use serde::{Deserialize, Serialize};

use super::standard::Indicator;

/// The weights of each way; each list adds up to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// As given, divided by their sum; absent where the sum is nil or one is negative.
    pub given: Option<Vec<f64>>,
    /// The same for all.
    pub equal: Vec<f64>,
    /// Standard deviation over absolute mean of the bare figures; absent where a mean is 0.
    pub variation: Option<Vec<f64>>,
    /// Squared loadings of the first principal component of the scores; absent without enough common periods.
    pub principal: Option<Vec<f64>>,
    /// Share of the variance that component explains.
    pub explained: Option<f64>,
    /// Loadings with sign: a negative one moves against the others and should be looked at.
    pub loadings: Option<Vec<f64>>,
}

/// Weights of indicators by every way. `scores` are the standardised figures of the same indicators.
pub fn weights(given: &[f64], indicators: &[Indicator], scores: &[Vec<Option<f64>>]) -> Weights {
    let count = indicators.len();
    let principal = first_component(scores);
    let usable = given.len() == count && given.iter().all(|weight| *weight >= 0.0 && weight.is_finite());
    Weights {
        given: if usable { shares(given.to_vec()) } else { None },
        equal: vec![1.0 / count.max(1) as f64; count],
        variation: indicators.iter().map(variation).collect::<Option<Vec<_>>>().and_then(shares),
        principal: principal.as_ref().map(|(loadings, _)| loadings.iter().map(|l| l * l).collect()),
        explained: principal.as_ref().map(|(_, share)| *share),
        loadings: principal.map(|(loadings, _)| loadings),
    }
}

fn shares(parts: Vec<f64>) -> Option<Vec<f64>> {
    let sum: f64 = parts.iter().sum();
    (sum > 0.0).then(|| parts.into_iter().map(|part| part / sum).collect())
}

fn variation(indicator: &Indicator) -> Option<f64> {
    let values: Vec<f64> = indicator.values.iter().flatten().copied().collect();
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (values.len() > 1 && mean != 0.0).then(|| variance.sqrt() / mean.abs())
}

/// Loadings and explained share of the first principal component of the correlations, over periods where all indicators are there.
fn first_component(scores: &[Vec<Option<f64>>]) -> Option<(Vec<f64>, f64)> {
    let count = scores.len();
    let periods = scores.iter().map(Vec::len).min()?;
    let rows: Vec<Vec<f64>> =
        (0..periods).filter_map(|at| scores.iter().map(|score| score[at]).collect()).collect();
    if rows.len() <= count.max(3) {
        return None;
    }
    let matrix = correlations(&rows, count)?;
    // Power iteration; a start that is no eigenvector of the usual matrices.
    let mut vector: Vec<f64> = (0..count).map(|at| 1.0 + at as f64 / 100.0).collect();
    let mut size = 0.0;
    for _ in 0..500 {
        let next: Vec<f64> =
            matrix.iter().map(|row| row.iter().zip(&vector).map(|(a, b)| a * b).sum()).collect();
        size = next.iter().map(|x| x * x).sum::<f64>().sqrt();
        if size <= 0.0 {
            return None;
        }
        vector = next.into_iter().map(|x| x / size).collect();
    }
    if vector.iter().sum::<f64>() < 0.0 {
        vector.iter_mut().for_each(|x| *x = -*x);
    }
    Some((vector, size / count as f64))
}

fn correlations(rows: &[Vec<f64>], count: usize) -> Option<Vec<Vec<f64>>> {
    let size = rows.len() as f64;
    let mean: Vec<f64> = (0..count).map(|at| rows.iter().map(|row| row[at]).sum::<f64>() / size).collect();
    let product =
        |a: usize, b: usize| -> f64 { rows.iter().map(|row| (row[a] - mean[a]) * (row[b] - mean[b])).sum() };
    let spread: Vec<f64> = (0..count).map(|at| product(at, at).sqrt()).collect();
    if spread.iter().any(|spread| *spread <= 0.0) {
        return None;
    }
    Some((0..count).map(|a| (0..count).map(|b| product(a, b) / (spread[a] * spread[b])).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lights::Direction;

    fn indicator(values: &[f64]) -> Indicator {
        Indicator {
            direction: Direction::MoreIsWorse,
            values: values.iter().map(|value| Some(*value)).collect(),
        }
    }

    #[test]
    fn the_component_of_two_equal_indicators_and_a_stranger_is_the_pair() {
        let pair = [1.0, 5.0, 2.0, 8.0, 3.0, 7.0, 4.0, 6.0];
        let stranger = [1.0, 1.0, -1.0, -1.0, -1.0, -1.0, 1.0, 1.0];
        let indicators = [indicator(&pair), indicator(&pair), indicator(&stranger)];
        let scores: Vec<_> = indicators.iter().map(|i| i.values.clone()).collect();
        let weights = weights(&[2.0, 1.0, 1.0], &indicators, &scores);
        let principal = weights.principal.unwrap();
        assert!(principal[0] > 0.45 && principal[2] < 0.1, "{principal:?}");
        assert_eq!(weights.given, Some(vec![0.5, 0.25, 0.25]));
        assert!((weights.explained.unwrap() - 2.0 / 3.0).abs() < 0.08);
        assert_eq!(weights.variation, None, "the stranger's mean is nil");
    }

    #[test]
    fn the_weight_by_variation_follows_relative_spread() {
        let indicators = [indicator(&[9.0, 10.0, 11.0]), indicator(&[80.0, 100.0, 120.0])];
        let weights = weights(&[], &indicators, &[]);
        let variation = weights.variation.unwrap();
        assert!((variation[1] / variation[0] - 2.0).abs() < 1e-9);
        assert_eq!((weights.given, weights.principal), (None, None));
    }
}
