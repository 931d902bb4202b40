//! The composite of several indicators (合成指数) with the part of each in it, and the diffusion index (扩散指数). A missing indicator gives its
//! weight to the others, and the coverage says so; it must never count as calm.

use serde::{Deserialize, Serialize};

/// One period of the composite.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Composite {
    /// Weighted mean of scores (spreads worse than usual); more is worse. `None` where nothing is known.
    pub value: Option<f64>,
    /// The parts; they add up to the value.
    pub contributions: Vec<Contribution>,
    /// Weighted share of indicators that got worse since the period before, in percent; unchanged counts half.
    pub diffusion: Option<f64>,
    /// Share of the weights whose indicators are known.
    pub coverage: f64,
}

/// What one indicator adds (贡献).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// Position of the indicator.
    pub indicator: usize,
    /// Its score.
    pub score: f64,
    /// Its weight among the known ones.
    pub weight: f64,
    /// Weight × score.
    pub part: f64,
}

/// The composite period by period. `scores` has one list an indicator, `weights` one weight each.
pub fn composite(scores: &[Vec<Option<f64>>], weights: &[f64]) -> Vec<Composite> {
    let periods = scores.iter().map(Vec::len).min().unwrap_or(0);
    let all: f64 = weights.iter().sum();
    (0..periods).map(|at| one(scores, weights, all, at)).collect()
}

fn one(scores: &[Vec<Option<f64>>], weights: &[f64], all: f64, at: usize) -> Composite {
    let known: Vec<(usize, f64, f64)> = scores
        .iter()
        .zip(weights)
        .enumerate()
        .filter_map(|(indicator, (score, weight))| Some((indicator, score[at]?, *weight)))
        .collect();
    let sum: f64 = known.iter().map(|(_, _, weight)| weight).sum();
    if sum <= 0.0 {
        return Composite { value: None, contributions: Vec::new(), diffusion: None, coverage: 0.0 };
    }
    let contributions: Vec<_> = known
        .iter()
        .map(|&(indicator, score, weight)| {
            let weight = weight / sum;
            Contribution { indicator, score, weight, part: weight * score }
        })
        .collect();
    let (mut worse, mut compared) = (0.0, 0.0);
    for &(indicator, score, weight) in &known {
        let Some(before) = at.checked_sub(1).and_then(|before| scores[indicator][before]) else { continue };
        compared += weight;
        worse += weight
            * if score > before {
                1.0
            } else if score == before {
                0.5
            } else {
                0.0
            };
    }
    Composite {
        value: Some(contributions.iter().map(|c| c.part).sum()),
        contributions,
        diffusion: (compared > 0.0).then(|| 100.0 * worse / compared),
        coverage: sum / all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_and_a_missing_indicator_is_not_calm() {
        let scores = vec![vec![Some(2.0), Some(3.0)], vec![Some(1.0), None], vec![Some(0.0), Some(0.0)]];
        let index = composite(&scores, &[0.5, 0.25, 0.25]);
        assert_eq!(index[0].value, Some(1.25));
        assert_eq!(index[1].value, Some(2.0), "0.5 and 0.25 became two thirds and one third");
        assert!((index[1].coverage - 0.75).abs() < 1e-12 && index[0].diffusion.is_none());
        assert!((index[1].diffusion.unwrap() - 100.0 * 0.625 / 0.75).abs() < 1e-9);
        let sum: f64 = index[1].contributions.iter().map(|c| c.part).sum();
        assert_eq!(Some(sum), index[1].value);
        assert_eq!(composite(&[vec![None]], &[1.0])[0].value, None);
    }
}
