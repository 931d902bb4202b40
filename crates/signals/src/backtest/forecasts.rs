//! How good the forecasts were once the figures came in (预测检验). Errors are scaled by what the naive forecast of last year's value gets in
//! the figures known when each forecast was made, never later ones.

use serde::Serialize;

use super::line::Line;
use crate::series::{Frequency, Period};

/// Errors of forecasts made so many periods ahead.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Ahead {
    /// Periods ahead.
    pub ahead: usize,
    /// Forecasts whose value came in.
    pub count: usize,
    /// Mean absolute scaled error: below 1 is better than last year's value.
    pub mase: Option<f64>,
    /// Share of values inside of the interval.
    pub coverage: Option<f64>,
}

/// Errors by periods ahead over some series.
pub fn forecast_errors(all: &[(String, Vec<Line>)], horizon: usize, frequency: Frequency) -> Vec<Ahead> {
    let mut sums = vec![(0usize, 0usize, 0.0, 0usize); horizon];
    for (_, lines) in all {
        let Some(first) = lines.first() else { continue };
        let value = |date: Period| {
            usize::try_from(date.since(first.date))
                .ok()
                .and_then(|at| lines.get(at))
                .and_then(|line| line.value)
        };
        let (mut naive, mut steps) = (0.0, 0usize);
        for (at, line) in lines.iter().enumerate() {
            let before = at.checked_sub(frequency.per_year()).and_then(|before| lines[before].value);
            if let (Some(now), Some(before)) = (line.value, before) {
                naive += (now - before).abs();
                steps += 1;
            }
            let scale = naive / steps.max(1) as f64;
            for (point, sum) in line.forecasts.iter().zip(&mut sums) {
                let Some(came) = value(point.date) else { continue };
                sum.0 += 1;
                sum.1 += usize::from(came >= point.lower && came <= point.upper);
                if scale > 0.0 {
                    sum.2 += (came - point.mean).abs() / scale;
                    sum.3 += 1;
                }
            }
        }
    }
    (1..)
        .zip(sums)
        .map(|(ahead, (count, inside, error, scaled))| Ahead {
            ahead,
            count,
            mase: (scaled > 0).then(|| error / scaled as f64),
            coverage: (count > 0).then(|| inside as f64 / count as f64),
        })
        .collect()
}
