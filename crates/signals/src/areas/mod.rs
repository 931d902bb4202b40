//! Small areas (小区域估计): cities and counties that add up to the province. It must never give out a sum that differs from the benchmark.
//!
//! Method. Each area has a level that wanders and follows its covariate (registered claims, enrolled staff …); a Kalman filter weighs the survey's direct figure by its own
//! standard error, so that a shaky figure moves little and a firm one much. How strongly areas follow the covariate is shrunk towards what all of them show (empirical Bayes,
//! method of moments). Then, in each period with a benchmark, the difference is spread in proportion to the areas' variances: the expectation given the sum. No area goes below
//! zero; figures are rounded to the last bit of the benchmark, so that they add up exactly, in any order. The filter looks back only; how fast levels wander and the common slope are
//! fitted to all periods given, so what has been published should be frozen.
//! For counties under cities, call again with the city's figures as the benchmark. Seasonal figures should be adjusted before.

mod filter;
mod share;

use std::fmt;

use serde::Serialize;

use crate::algebra::median;
use crate::series::usable;
use filter::{Model, Prior};

/// What is known of one area, one entry a period; the same unit as the benchmark.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Area {
    /// The survey's figure (直接估计), not negative.
    pub direct: Vec<Option<f64>>,
    /// Its standard error (标准误), positive wherever there is a figure.
    pub standard_error: Vec<Option<f64>>,
    /// A figure known for every area that moves with it (辅助变量), in any unit; empty if there is none. A missing one stands as the last known.
    pub covariate: Vec<Option<f64>>,
}

/// The estimate of one area in one period.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// Adds up to the benchmark exactly.
    pub value: f64,
    /// Its standard error, the benchmark taken as certain.
    pub standard_error: f64,
    /// Before benchmarking; the difference shows how much the model was off.
    pub model: f64,
    /// Whether the period had a benchmark.
    pub benchmarked: bool,
}

/// Why there is no estimate. Areas and periods are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Lists of different length.
    Length {
        /// Which area.
        area: usize,
    },
    /// A figure, error or benchmark is negative or cannot be reckoned with.
    Number {
        /// Which area; `None`: the benchmark.
        area: Option<usize>,
        /// Which period.
        at: usize,
    },
    /// A figure without a positive standard error.
    StandardError {
        /// Which area.
        area: usize,
        /// Which period.
        at: usize,
    },
    /// An area that never had a figure: nothing says how large it is.
    NoFigure {
        /// Which area.
        area: usize,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { area } => {
                write!(formatter, "area {area} has lists of another length than the benchmark")
            }
            Self::Number { area: Some(area), at } => {
                write!(formatter, "area {area} has a negative or impossible number in period {at}")
            }
            Self::Number { area: None, at } => {
                write!(formatter, "the benchmark has a negative or impossible number in period {at}")
            }
            Self::StandardError { area, at } => {
                write!(formatter, "area {area} has a figure without a positive standard error in period {at}")
            }
            Self::NoFigure { area } => write!(formatter, "area {area} has no figure at all"),
        }
    }
}

impl std::error::Error for Fault {}

/// Estimates every area in every period of `benchmark` (the province's figure; `None` where there is none). The result is by area, then by period.
///
/// # Errors
/// What cannot be used is named, never repaired.
pub fn estimate_areas(areas: &[Area], benchmark: &[Option<f64>]) -> Result<Vec<Vec<Estimate>>, Fault> {
    check(areas, benchmark)?;
    let models: Vec<Model> = areas.iter().map(Model::new).collect();
    // First each area alone, to see how strongly areas follow the covariate; then all with that as a prior.
    let alone: Vec<(f64, f64)> =
        models.iter().filter_map(|model| model.slope(model.wander(Prior::OPEN))).collect();
    let prior = Prior::from_slopes(&alone);
    let filtered: Vec<Vec<(f64, f64)>> =
        models.iter().map(|model| model.run(model.wander(prior), prior)).collect();
    let mut estimates: Vec<Vec<Estimate>> = vec![Vec::with_capacity(benchmark.len()); areas.len()];
    for (at, total) in benchmark.iter().enumerate() {
        let (values, variances): (Vec<f64>, Vec<f64>) =
            filtered.iter().map(|area| (area[at].0.max(0.0), area[at].1)).unzip();
        let shared = total.map(|total| share::share(&values, &variances, total));
        let sum: f64 = variances.iter().sum();
        for (index, estimates) in estimates.iter_mut().enumerate() {
            let variance = variances[index];
            let left =
                if shared.is_some() && sum > 0.0 { variance - variance * variance / sum } else { variance };
            let value = shared.as_ref().map_or(values[index], |shared| shared[index]);
            estimates.push(Estimate {
                value,
                standard_error: left.max(0.0).sqrt(),
                model: values[index],
                benchmarked: shared.is_some(),
            });
        }
    }
    Ok(estimates)
}

fn check(areas: &[Area], benchmark: &[Option<f64>]) -> Result<(), Fault> {
    let fits = |number: f64| usable(number) && number >= 0.0;
    if let Some(at) = benchmark.iter().position(|total| total.is_some_and(|total| !fits(total))) {
        return Err(Fault::Number { area: None, at });
    }
    for (area, given) in areas.iter().enumerate() {
        let covered = given.covariate.is_empty() || given.covariate.len() == benchmark.len();
        if given.direct.len() != benchmark.len() || given.standard_error.len() != benchmark.len() || !covered
        {
            return Err(Fault::Length { area });
        }
        for at in 0..benchmark.len() {
            let wrong = given.direct[at].is_some_and(|figure| !fits(figure))
                || given.covariate.get(at).is_some_and(|x| x.is_some_and(|x| !usable(x)));
            if wrong {
                return Err(Fault::Number { area: Some(area), at });
            }
            if given.direct[at].is_some()
                && !given.standard_error[at].is_some_and(|error| usable(error) && error > 0.0)
            {
                return Err(Fault::StandardError { area, at });
            }
        }
        if !benchmark.is_empty() && given.direct.iter().all(Option::is_none) {
            return Err(Fault::NoFigure { area });
        }
    }
    Ok(())
}

/// The typical size of the known entries, 1 if there is none or it is 0.
fn typical(values: &[Option<f64>]) -> f64 {
    let sizes: Vec<f64> =
        values.iter().flatten().map(|value| value.abs()).filter(|&size| size > 0.0).collect();
    if sizes.is_empty() { 1.0 } else { median(&sizes) }
}

#[cfg(test)]
mod tests;
