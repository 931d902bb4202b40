//! The prelude of seasonal adjustment: what is explained by gaps, holidays and outliers, measured against the airline model. A small regARIMA;
//! it must never explain more than a tenth of the periods, or more than thirty, as outliers.

use super::airline::Airline;
use super::columns::{Column, Reason};
use super::outliers::{Scan, critical};
use super::{Options, OutlierKind};
use crate::algebra::{Fit, f_score, least_squares, mad};
use crate::series::Period;

/// Gaps explained by a regressor each; more keep their first filling, or the regression would grow too large.
const MOST_GAP_COLUMNS: usize = 60;
/// However long the series: the work grows with the square of it.
const MOST_OUTLIERS: usize = 30;
/// Chance of keeping a holiday that is none: one in a thousand.
const HOLIDAY_SCORE: f64 = 3.09;

/// What was found, on the scale of the work.
pub(crate) struct Prelude {
    /// The model after all.
    pub model: Airline,
    /// The kept regressors.
    pub columns: Vec<Column>,
    /// One coefficient a column.
    pub coefficients: Vec<f64>,
    /// Robust t value of each.
    pub t: Vec<f64>,
}

impl Prelude {
    /// The sum of the effects whose reason is wanted, one a period.
    pub fn effect(&self, length: usize, wanted: impl Fn(Reason) -> bool) -> Vec<f64> {
        let mut sum = vec![0.0; length];
        for (column, coefficient) in
            self.columns.iter().zip(&self.coefficients).filter(|(column, _)| wanted(column.reason))
        {
            sum.iter_mut().zip(&column.values).for_each(|(sum, value)| *sum += coefficient * value);
        }
        sum
    }

    /// The sum of the effects in the periods from `next` on.
    pub fn effect_ahead(&self, next: Period, steps: usize) -> Vec<f64> {
        let mut sum = vec![0.0; steps];
        for (column, coefficient) in self.columns.iter().zip(&self.coefficients) {
            sum.iter_mut()
                .zip(column.ahead(next, steps))
                .for_each(|(sum, value)| *sum += coefficient * value);
        }
        sum
    }
}

/// Explains `filled`, whose first value belongs to `start`.
pub(crate) fn explain(filled: &[f64], gaps: &[usize], start: Period, options: &Options) -> Prelude {
    let season = start.frequency().per_year();
    let mut work = Work {
        filled,
        model: Airline::fit(filled, season),
        columns: Vec::new(),
        errors: Vec::new(),
        floor: 0.0,
    };
    let largest = filled.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    work.floor = 1e-9 * largest;
    for &at in gaps.iter().take(MOST_GAP_COLUMNS) {
        work.columns.push(Column::gap(at, filled.len()));
    }
    if !work.columns.is_empty() {
        work.refit();
    }
    work.filter();
    let candidates = Column::holidays(start, filled.len(), options);
    work.holidays(candidates.clone());
    if options.outliers {
        let limit = options.critical.unwrap_or_else(|| critical(filled.len()));
        work.outliers(limit);
        if work.columns.iter().any(|column| matches!(column.reason, Reason::Outlier(..))) {
            // A model and a holiday measured with the outliers still in may have been wrong.
            work.refit();
            work.columns.retain(|column| !column.reason.is_holiday());
            work.holidays(candidates);
            work.outliers(limit);
            work.drop_weak(limit);
        }
    }
    work.finish()
}

struct Work<'a> {
    filled: &'a [f64],
    model: Airline,
    columns: Vec<Column>,
    /// One-step errors of `filled` under the model, nothing explained.
    errors: Vec<f64>,
    /// Smallest spread that can be told from rounding.
    floor: f64,
}

impl Work<'_> {
    /// Fits the model again to what the columns leave.
    fn refit(&mut self) {
        self.filter();
        let fit = self.regress();
        let mut left = self.filled.to_vec();
        for (column, coefficient) in self.columns.iter().zip(&fit.coefficients) {
            left.iter_mut().zip(&column.values).for_each(|(left, value)| *left -= coefficient * value);
        }
        self.model = Airline::fit(&left, self.model.season);
        self.filter();
    }

    fn filter(&mut self) {
        self.errors = self.model.errors(self.filled);
        for column in &mut self.columns {
            column.filtered = self.model.errors(&column.values);
        }
    }

    fn regress(&self) -> Fit {
        least_squares(
            &self.columns.iter().map(|column| column.filtered.as_slice()).collect::<Vec<_>>(),
            &self.errors,
        )
    }

    fn spread(&self, residuals: &[f64]) -> f64 {
        mad(residuals).max(self.floor)
    }

    /// Keeps the holiday columns that explain more than chance, Spring Festival as one, the trading days as one.
    fn holidays(&mut self, candidates: Vec<Column>) {
        let (spring, trading): (Vec<Column>, Vec<Column>) =
            candidates.into_iter().partition(|column| matches!(column.reason, Reason::SpringFestival(_)));
        for mut group in [spring, trading] {
            if group.is_empty() {
                continue;
            }
            group.iter_mut().for_each(|column| column.filtered = self.model.errors(&column.values));
            let left = self.regress().residuals;
            let cap = 4.0 * self.spread(&left);
            let left: Vec<f64> = left.iter().map(|error| error.clamp(-cap, cap)).collect();
            let before: f64 = left.iter().map(|error| error * error).sum();
            let fit = least_squares(
                &group.iter().map(|column| column.filtered.as_slice()).collect::<Vec<_>>(),
                &left,
            );
            let used = fit.unit_variance.iter().filter(|variance| variance.is_finite()).count();
            let below = left.len().saturating_sub(used + self.columns.len() + 2);
            if used == 0 || below < self.model.season {
                continue;
            }
            let rest = fit.sum_of_squares.max(self.floor * self.floor * left.len() as f64);
            let f = ((before - fit.sum_of_squares) / used as f64) / (rest / below as f64);
            if f_score(f, used, below) > HOLIDAY_SCORE {
                self.columns.append(&mut group);
            }
        }
    }

    /// Adds the largest outlier again and again while it is beyond the limit.
    fn outliers(&mut self, limit: f64) {
        let scan = Scan::new(self.model, self.filled.len());
        let most = (self.filled.len() / 10).min(MOST_OUTLIERS);
        let found = |columns: &[Column]| {
            columns.iter().filter(|column| matches!(column.reason, Reason::Outlier(..))).count()
        };
        while found(&self.columns) < most {
            let residuals = self.regress().residuals;
            let taken: Vec<(usize, OutlierKind)> =
                self.columns.iter().filter_map(|column| column.reason.outlier()).collect();
            let Some((at, kind, t)) = scan.largest(&residuals, self.spread(&residuals), &taken) else {
                return;
            };
            if t.abs() <= limit {
                return;
            }
            let mut column = Column::outlier(at, kind, self.filled.len(), self.model.season);
            column.filtered = self.model.errors(&column.values);
            self.columns.push(column);
        }
    }

    /// Drops, one by one, the outliers that the others have explained away.
    fn drop_weak(&mut self, limit: f64) {
        loop {
            let fit = self.regress();
            let spread = self.spread(&fit.residuals);
            let size =
                |index: usize| (fit.coefficients[index] / (spread * fit.unit_variance[index].sqrt())).abs();
            let outliers =
                (0..self.columns.len()).filter(|&index| self.columns[index].reason.outlier().is_some());
            match outliers.min_by(|&a, &b| size(a).total_cmp(&size(b))) {
                Some(weakest) if size(weakest) < limit => self.columns.remove(weakest),
                _ => return,
            };
        }
    }

    fn finish(self) -> Prelude {
        let fit = self.regress();
        let spread = self.spread(&fit.residuals);
        let t = fit
            .coefficients
            .iter()
            .zip(&fit.unit_variance)
            .map(|(coefficient, variance)| coefficient / (spread * variance.sqrt()))
            .collect();
        Prelude { model: self.model, columns: self.columns, coefficients: fit.coefficients, t }
    }
}
