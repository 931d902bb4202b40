//! The airline model (0,1,1)(0,1,1): the yardstick against which holidays and outliers are measured. Conditional sum of squares; it must never see a gap
//! (a gap is filled before and explained by a regressor of its own).

use crate::algebra::{Search, dot, mad, minimise};

/// w = (1 − B)(1 − Bˢ) y = (1 − θB)(1 − ΘBˢ) e.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Airline {
    /// Periods in a year.
    pub season: usize,
    /// θ, 0 to 0.98: how little of a change is believed.
    pub regular: f64,
    /// Θ, 0 to 0.95: how stable the season is.
    pub seasonal: f64,
}

impl Airline {
    /// Values before this place have no error of their own.
    pub fn lost(self) -> usize {
        self.season + 1
    }

    /// Fits θ and Θ. Errors beyond four robust spreads count, and are passed on, as four only: a wild value must not bend the model.
    pub fn fit(values: &[f64], season: usize) -> Self {
        let differences = difference(values, season);
        let mut errors = vec![0.0; differences.len()];
        let start = Self { season, regular: 0.4, seasonal: 0.6 };
        let uncapped = |spread: f64| if spread > 0.0 { 4.0 * spread } else { f64::INFINITY };
        start.errors_into(&differences, &mut errors, uncapped(mad(&differences)));
        let cap = uncapped(mad(&errors));
        let search = Search {
            start: [start.regular, start.seasonal],
            step: [-0.25, -0.25],
            bounds: [(-0.3, 0.98), (0.0, 0.95)],
            rounds: 40,
            close: 1e-3,
        };
        let (best, _) = minimise(&search, |&[regular, seasonal]| {
            Self { season, regular, seasonal }.errors_into(&differences, &mut errors, cap);
            dot(&errors, &errors)
        });
        Self { season, regular: best[0], seasonal: best[1] }
    }

    /// One-step errors of a column, from place `lost()` on.
    pub fn errors(self, values: &[f64]) -> Vec<f64> {
        self.errors_within(values, f64::INFINITY)
    }

    /// The same, where an error beyond `cap` counts, and is passed on, as `cap`.
    pub fn errors_within(self, values: &[f64], cap: f64) -> Vec<f64> {
        let differences = difference(values, self.season);
        let mut errors = vec![0.0; differences.len()];
        self.errors_into(&differences, &mut errors, cap);
        errors
    }

    fn errors_into(self, differences: &[f64], errors: &mut [f64], cap: f64) {
        let (season, both) = (self.season, self.regular * self.seasonal);
        let mut last = 0.0;
        for t in 0..differences.len().min(season) {
            last = (differences[t] + self.regular * last).clamp(-cap, cap);
            errors[t] = last;
        }
        for t in season..differences.len() {
            let crossed = if t > season { both * errors[t - season - 1] } else { 0.0 };
            last = (differences[t] + self.regular * last + self.seasonal * errors[t - season] - crossed)
                .clamp(-cap, cap);
            errors[t] = last;
        }
    }

    /// The next `horizon` values after `values`.
    pub fn forecast(self, values: &[f64], horizon: usize) -> Vec<f64> {
        let (season, length) = (self.season, values.len());
        let mut errors = vec![0.0; self.lost()];
        errors.extend(self.errors(values));
        let mut known = values.to_vec();
        for t in length..length + horizon {
            errors.push(0.0);
            let change = -self.regular * errors[t - 1] - self.seasonal * errors[t - season]
                + self.regular * self.seasonal * errors[t - season - 1];
            known.push(change + known[t - 1] + known[t - season] - known[t - season - 1]);
        }
        known.split_off(length)
    }

    /// Weights ψ₀ … of past errors in the value `horizon` steps ahead.
    pub fn psi(self, horizon: usize) -> Vec<f64> {
        let season = self.season;
        let mut psi = vec![0.0; horizon];
        for j in 0..horizon {
            let back = |steps: usize| if j >= steps { psi[j - steps] } else { 0.0 };
            let own = match j {
                0 => 1.0,
                1 => -self.regular,
                _ if j == season => -self.seasonal,
                _ if j == season + 1 => self.regular * self.seasonal,
                _ => 0.0,
            };
            psi[j] = own + back(1) + back(season) - back(season + 1);
        }
        psi
    }
}

/// (1 − B)(1 − Bˢ) of a column; shorter by s + 1.
fn difference(values: &[f64], season: usize) -> Vec<f64> {
    (season + 1..values.len())
        .map(|t| values[t] - values[t - 1] - values[t - season] + values[t - season - 1])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fixed run of small normal-looking numbers.
    fn noise(length: usize) -> Vec<f64> {
        let mut state = 7_u64;
        let mut uniform = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        (0..length).map(|_| (0..12).map(|_| uniform()).sum::<f64>() - 6.0).collect()
    }

    fn airline_series(regular: f64, seasonal: f64, length: usize) -> Vec<f64> {
        let errors = noise(length);
        let at = |t: usize, back: usize| if t >= back { errors[t - back] } else { 0.0 };
        let mut values = vec![100.0; length];
        for t in 13..length {
            let change =
                errors[t] - regular * at(t, 1) - seasonal * at(t, 12) + regular * seasonal * at(t, 13);
            values[t] = values[t - 1] + values[t - 12] - values[t - 13] + change;
        }
        values
    }

    #[test]
    fn the_model_that_made_the_series_is_found() {
        let found = Airline::fit(&airline_series(0.5, 0.7, 600), 12);
        assert!((found.regular - 0.5).abs() < 0.1 && (found.seasonal - 0.7).abs() < 0.1, "{found:?}");
    }

    #[test]
    fn one_wild_value_does_not_bend_it() {
        let mut values = airline_series(0.5, 0.7, 400);
        let before = Airline::fit(&values, 12);
        values[200] += 1e6;
        let after = Airline::fit(&values, 12);
        assert!(
            (before.regular - after.regular).abs() < 0.2 && (before.seasonal - after.seasonal).abs() < 0.2,
            "{before:?} {after:?}"
        );
    }

    #[test]
    fn a_line_with_a_fixed_season_goes_on_exactly() {
        let season = [5.0, -3.0, 2.0, -4.0];
        let line: Vec<f64> = (0..60).map(|t| 10.0 + 0.5 * f64::from(t) + season[t as usize % 4]).collect();
        let ahead = Airline { season: 4, regular: 0.3, seasonal: 0.6 }.forecast(&line[..50], 10);
        assert!(ahead.iter().zip(&line[50..]).all(|(a, b)| (a - b).abs() < 1e-9));
    }

    #[test]
    fn psi_is_the_response_of_the_forecast_to_the_last_error() {
        let model = Airline { season: 4, regular: 0.3, seasonal: 0.6 };
        let (flat, mut bumped) = (vec![0.0; 40], vec![0.0; 40]);
        bumped[39] = 1.0;
        let response: Vec<f64> =
            model.forecast(&bumped, 9).iter().zip(model.forecast(&flat, 9)).map(|(a, b)| a - b).collect();
        assert!(response.iter().zip(&model.psi(10)[1..]).all(|(a, b)| (a - b).abs() < 1e-9), "{response:?}");
    }
}
