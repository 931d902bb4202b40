//! The filter of one area: a level that wanders plus a slope on the covariate. It must never look at a later period.

use super::{Area, typical};
use crate::algebra::{Search, minimise};

/// What is believed of the slope before the area's own figures; in typical sizes of figure and covariate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prior {
    mean: f64,
    variance: f64,
}

impl Prior {
    /// Next to nothing is believed.
    pub const OPEN: Self = Self { mean: 0.0, variance: 1e4 };

    /// What all areas show together: mean by precision, spread by moments (DerSimonian and Laird).
    pub fn from_slopes(slopes: &[(f64, f64)]) -> Self {
        if slopes.len() < 2 {
            return Self::OPEN;
        }
        let weights: Vec<f64> = slopes.iter().map(|(_, variance)| 1.0 / variance.max(1e-12)).collect();
        let total: f64 = weights.iter().sum();
        let mean =
            slopes.iter().zip(&weights).map(|((slope, _), weight)| slope * weight).sum::<f64>() / total;
        let spread: f64 =
            slopes.iter().zip(&weights).map(|((slope, _), weight)| weight * (slope - mean).powi(2)).sum();
        let room = total - weights.iter().map(|weight| weight * weight).sum::<f64>() / total;
        let between = if room > 0.0 { ((spread - (slopes.len() - 1) as f64) / room).max(0.0) } else { 0.0 };
        // Never quite certain: the mean itself has an error.
        Self { mean, variance: between + 1.0 / total }
    }
}

/// One area in its own typical sizes.
pub(super) struct Model {
    unit: f64,
    direct: Vec<Option<f64>>,
    /// Variances of `direct`.
    noise: Vec<f64>,
    /// The covariate less its first known value; 0 throughout if there is none. Gaps stand as the last known.
    covariate: Vec<f64>,
    has_covariate: bool,
}

/// Level and slope with their covariances.
#[derive(Clone, Copy)]
struct State {
    level: f64,
    slope: f64,
    level_variance: f64,
    both: f64,
    slope_variance: f64,
}

impl State {
    fn expected(&self, x: f64) -> (f64, f64) {
        (self.level + self.slope * x, self.level_variance + 2.0 * x * self.both + x * x * self.slope_variance)
    }

    fn learn(&mut self, x: f64, value: f64, noise: f64) {
        let (mean, variance) = self.expected(x);
        let total = variance + noise;
        let (for_level, for_slope) =
            ((self.level_variance + x * self.both) / total, (self.both + x * self.slope_variance) / total);
        self.level += for_level * (value - mean);
        self.slope += for_slope * (value - mean);
        self.level_variance -= for_level * for_level * total;
        self.both -= for_level * for_slope * total;
        self.slope_variance -= for_slope * for_slope * total;
    }
}

impl Model {
    pub fn new(area: &Area) -> Self {
        let unit = typical(&area.direct);
        let size = typical(&area.covariate);
        let first = area.covariate.iter().flatten().next().copied().unwrap_or(0.0);
        let mut last = 0.0;
        let covariate = (0..area.direct.len())
            .map(|at| {
                last = area.covariate.get(at).copied().flatten().map_or(last, |x| (x - first) / size);
                last
            })
            .collect::<Vec<f64>>();
        Self {
            unit,
            direct: area.direct.iter().map(|figure| figure.map(|figure| figure / unit)).collect(),
            noise: area
                .standard_error
                .iter()
                .map(|error| error.map_or(0.0, |error| (error / unit).powi(2)))
                .collect(),
            has_covariate: covariate.iter().any(|&x| x != 0.0),
            covariate,
        }
    }

    /// The variance of the level's steps that makes the figures likeliest.
    pub fn wander(&self, prior: Prior) -> f64 {
        let count = self.direct.iter().flatten().count();
        if count < 4 {
            // Too few to tell: steps of two in a hundred of the typical size.
            return 4e-4;
        }
        let search = Search { start: [-7.0], step: [2.0], bounds: [(-16.0, 2.0)], rounds: 40, close: 1e-5 };
        let (best, _) = minimise(&search, |&[logarithm]| self.surprise(logarithm.exp(), prior));
        best[0].exp()
    }

    /// Minus twice the log likelihood, the first two figures left to settle level and slope.
    fn surprise(&self, wander: f64, prior: Prior) -> f64 {
        let mut sum = 0.0;
        let mut seen = 0;
        self.filter(wander, prior, |state, at| {
            if let Some(value) = self.direct[at] {
                let (mean, variance) = state.expected(self.covariate[at]);
                let total = variance + self.noise[at];
                seen += 1;
                if seen > 2 {
                    sum += total.ln() + (value - mean).powi(2) / total;
                }
            }
        });
        sum
    }

    /// Goes through the periods; `before` sees what is expected of each before its figure is known.
    fn filter(&self, wander: f64, prior: Prior, mut before: impl FnMut(&State, usize)) -> Vec<State> {
        let mut state = State {
            level: 1.0,
            slope: prior.mean,
            level_variance: 1e4,
            both: 0.0,
            slope_variance: prior.variance,
        };
        let step = |at: usize| {
            state.level_variance += wander;
            before(&state, at);
            if let Some(value) = self.direct[at] {
                state.learn(self.covariate[at], value, self.noise[at]);
            }
            state
        };
        (0..self.direct.len()).map(step).collect()
    }

    /// Slope and its variance after the last period; `None` without a covariate.
    pub fn slope(&self, wander: f64) -> Option<(f64, f64)> {
        let last = *self.filter(wander, Prior::OPEN, |_, _| ()).last()?;
        self.has_covariate.then_some((last.slope, last.slope_variance))
    }

    /// Value and variance of each period, in the unit of the area.
    pub fn run(&self, wander: f64, prior: Prior) -> Vec<(f64, f64)> {
        let states = self.filter(wander, prior, |_, _| ());
        let own = |(at, state): (usize, &State)| {
            let (mean, variance) = state.expected(self.covariate[at]);
            (mean * self.unit, variance.max(0.0) * self.unit * self.unit)
        };
        states.iter().enumerate().map(own).collect()
    }
}
