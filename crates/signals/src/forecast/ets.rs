//! Exponential smoothing with additive errors: level, level and trend, level and damped trend (ETS ANN, AAN, AAdN), for a series without season or gaps.
//! The start of level and trend follows from the smoothing weights by least squares, so that the search has one to three dimensions only. It must never see the future.

use crate::algebra::{Search, cholesky_solve, dot, minimise};

/// A fitted model.
#[derive(Clone, Debug)]
pub(crate) struct Ets {
    weights: Weights,
    /// Level and trend after the last value.
    level: f64,
    trend: f64,
    /// One-step errors.
    pub errors: Vec<f64>,
    /// Corrected information criterion; lower is better.
    pub aicc: f64,
    shape: Shape,
}

/// Which parts there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Level only.
    Level,
    /// Level and trend.
    Trend,
    /// Level and damped trend.
    Damped,
}

#[derive(Clone, Copy, Debug)]
struct Weights {
    level: f64,
    trend: f64,
    damping: f64,
}

impl Weights {
    /// Runs through `values` from a start; gives one-step errors and the last level and trend.
    fn run(self, values: &[f64], start: (f64, f64), errors: &mut [f64]) -> (f64, f64) {
        let (mut level, mut trend) = start;
        for (value, error) in values.iter().zip(errors) {
            let expected = level + self.damping * trend;
            *error = value - expected;
            level = expected + self.level * *error;
            trend = self.damping * trend + self.trend * *error;
        }
        (level, trend)
    }
}

/// Buffers for the search.
struct Run<'a> {
    values: &'a [f64],
    /// The same less the first value, for precision.
    centred: Vec<f64>,
    nothing: Vec<f64>,
    errors: [Vec<f64>; 3],
}

impl Run<'_> {
    /// Sum of squares with the best start, and that start (counted from the first value).
    fn cost(&mut self, weights: Weights, shape: Shape) -> (f64, (f64, f64)) {
        let [base, by_level, by_trend] = &mut self.errors;
        weights.run(&self.centred, (0.0, 0.0), base);
        weights.run(&self.nothing, (1.0, 0.0), by_level);
        let start = if shape == Shape::Level {
            (-dot(base, by_level) / dot(by_level, by_level), 0.0)
        } else {
            weights.run(&self.nothing, (0.0, 1.0), by_trend);
            let crossed = dot(by_level, by_trend);
            let solved = cholesky_solve(
                &[dot(by_level, by_level), crossed, crossed, dot(by_trend, by_trend)],
                &[-dot(base, by_level), -dot(base, by_trend)],
            );
            (solved[0], solved[1])
        };
        let mut sum = 0.0;
        for t in 0..base.len() {
            let trend = if shape == Shape::Level { 0.0 } else { by_trend[t] * start.1 };
            sum += (base[t] + by_level[t] * start.0 + trend).powi(2);
        }
        (sum, start)
    }
}

impl Ets {
    /// The shape with the lowest criterion of those that `values` are long enough for; `None` under three values.
    pub fn choose(values: &[f64]) -> Option<Self> {
        let all = [Shape::Level, Shape::Trend, Shape::Damped];
        let fitted = all.into_iter().filter_map(|shape| Self::fit(values, shape));
        fitted.min_by(|a, b| a.aicc.total_cmp(&b.aicc))
    }

    /// Fits one shape; `None` where the values are too few for its parameters.
    pub fn fit(values: &[f64], shape: Shape) -> Option<Self> {
        let parameters = match shape {
            Shape::Level => 3,
            Shape::Trend => 5,
            Shape::Damped => 6,
        };
        if values.len() < 3 || values.len() < parameters + 2 && shape != Shape::Level {
            return None;
        }
        let length = values.len();
        let centred: Vec<f64> = values.iter().map(|value| value - values[0]).collect();
        let mut run = Run {
            values,
            centred,
            nothing: vec![0.0; length],
            errors: std::array::from_fn(|_| vec![0.0; length]),
        };
        let weights = search(&mut run, shape);
        let (sum, start) = run.cost(weights, shape);
        let mut errors = vec![0.0; length];
        let (level, trend) = weights.run(run.values, (start.0 + values[0], start.1), &mut errors);
        let (n, k) = (length as f64, parameters as f64);
        let correction = if n > k + 1.0 { 2.0 * k * (k + 1.0) / (n - k - 1.0) } else { f64::MAX.sqrt() };
        let aicc = n * (sum / n).max(f64::MIN_POSITIVE).ln() + 2.0 * k + correction;
        Some(Self { weights, level, trend, errors, aicc, shape })
    }

    /// The next values.
    pub fn forecast(&self, horizon: usize) -> Vec<f64> {
        let (mut reach, mut factor) = (0.0, 1.0);
        let step = |_| {
            factor *= self.weights.damping;
            reach += factor;
            self.level + reach * self.trend
        };
        (0..horizon).map(step).collect()
    }

    /// Weights of past errors in the value `horizon` steps ahead: 1, c₁, c₂ …
    pub fn psi(&self, horizon: usize) -> Vec<f64> {
        let (mut reach, mut factor) = (0.0, 1.0);
        let step = |j| {
            if j == 0 {
                return 1.0;
            }
            factor *= self.weights.damping;
            reach += factor;
            self.weights.level + self.weights.trend * reach
        };
        (0..horizon).map(step).collect()
    }

    /// As statisticians write it.
    pub fn name(&self) -> &'static str {
        match self.shape {
            Shape::Level => "ETS(A,N,N)",
            Shape::Trend => "ETS(A,A,N)",
            Shape::Damped => "ETS(A,Ad,N)",
        }
    }
}

fn search(run: &mut Run<'_>, shape: Shape) -> Weights {
    const LEVEL: (f64, f64) = (0.001, 0.999);
    // The trend's weight as a share of the level's keeps it below it.
    const SHARE: (f64, f64) = (0.001, 0.999);
    const DAMPING: (f64, f64) = (0.8, 0.98);
    let (rounds, close) = (60, 1e-4);
    let of = |[level, share, damping]: [f64; 3]| Weights { level, trend: level * share, damping };
    match shape {
        Shape::Level => {
            let search = Search { start: [0.6], step: [0.3], bounds: [LEVEL], rounds, close };
            let (best, _) =
                minimise(&search, |&[level]| run.cost(Weights { level, trend: 0.0, damping: 0.0 }, shape).0);
            Weights { level: best[0], trend: 0.0, damping: 0.0 }
        }
        Shape::Trend => {
            let search =
                Search { start: [0.6, 0.15], step: [0.3, 0.3], bounds: [LEVEL, SHARE], rounds, close };
            let (best, _) = minimise(&search, |&[level, share]| run.cost(of([level, share, 1.0]), shape).0);
            of([best[0], best[1], 1.0])
        }
        Shape::Damped => {
            let search = Search {
                start: [0.6, 0.15, 0.95],
                step: [0.3, 0.3, -0.08],
                bounds: [LEVEL, SHARE, DAMPING],
                rounds,
                close,
            };
            let (best, _) = minimise(&search, |&point| run.cost(of(point), shape).0);
            of(best)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_on_as_a_line() {
        let line: Vec<f64> = (0..30).map(|t| 7.0 + 2.0 * f64::from(t)).collect();
        let model = Ets::choose(&line).unwrap();
        let ahead = model.forecast(5);
        assert_eq!(model.name(), "ETS(A,A,N)");
        assert!(
            ahead.iter().enumerate().all(|(h, value)| (value - (67.0 + 2.0 * h as f64)).abs() < 1e-6),
            "{ahead:?}"
        );
    }

    #[test]
    fn a_level_with_noise_stays_a_level() {
        let values: Vec<f64> = (0..60_u64)
            .map(|t| 100.0 + (t.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as f64 / 256.0)
            .collect();
        let model = Ets::choose(&values).unwrap();
        assert_eq!(model.name(), "ETS(A,N,N)");
        assert!((model.forecast(1)[0] - 100.5).abs() < 0.2);
    }

    #[test]
    fn psi_is_the_response_to_the_last_error() {
        let mut values: Vec<f64> = (0..40).map(|t| f64::from(t) + f64::from((t * 7) % 5)).collect();
        let model = Ets::fit(&values, Shape::Damped).unwrap();
        let mut errors = vec![0.0; 40];
        let end = |values: &[f64], errors: &mut [f64]| model.weights.run(values, (0.0, 0.0), errors);
        let before =
            Ets { level: end(&values, &mut errors).0, trend: end(&values, &mut errors).1, ..model.clone() }
                .forecast(6);
        values[39] += 1.0;
        let after =
            Ets { level: end(&values, &mut errors).0, trend: end(&values, &mut errors).1, ..model.clone() }
                .forecast(6);
        assert!(
            before.iter().zip(&after).zip(&model.psi(7)[1..]).all(|((a, b), psi)| (b - a - psi).abs() < 1e-9)
        );
    }

    #[test]
    fn too_few_values() {
        assert!(Ets::choose(&[1.0, 2.0]).is_none());
        assert!(Ets::choose(&[1.0, 2.0, 4.0]).is_some());
    }
}
