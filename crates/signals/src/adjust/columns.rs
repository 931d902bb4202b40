//! The regressors of the prelude, each with its reason. A column must never depend on the figures, only on places and the calendar.

use super::{Options, OutlierKind};
use crate::calendar::{Window, spring_regressor, trading_regressor};
use crate::series::{Frequency, Period};

/// Why a column is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The value at this place is not known.
    Gap,
    /// Days around Spring Festival.
    SpringFestival(Window),
    /// Weekdays and weekends.
    TradingDays,
    /// An outlier that begins at this place.
    Outlier(usize, OutlierKind),
}

impl Reason {
    pub fn is_holiday(self) -> bool {
        matches!(self, Self::SpringFestival(_) | Self::TradingDays)
    }

    pub fn outlier(self) -> Option<(usize, OutlierKind)> {
        match self {
            Self::Outlier(at, kind) => Some((at, kind)),
            _ => None,
        }
    }
}

/// A regressor, as it is and as the model's errors see it.
#[derive(Clone)]
pub(crate) struct Column {
    pub reason: Reason,
    /// One a period.
    pub values: Vec<f64>,
    /// The model's errors of `values`; empty until filtered.
    pub filtered: Vec<f64>,
}

impl Column {
    fn new(reason: Reason, values: Vec<f64>) -> Self {
        Self { reason, values, filtered: Vec::new() }
    }

    /// One period free to be anything.
    pub fn gap(at: usize, length: usize) -> Self {
        let mut values = vec![0.0; length];
        values[at] = 1.0;
        Self::new(Reason::Gap, values)
    }

    /// Size 1 at its begin. A temporary change keeps 0.7 a month, 0.343 a quarter.
    pub fn outlier(at: usize, kind: OutlierKind, length: usize, season: usize) -> Self {
        let mut values = vec![0.0; length];
        let fade = fade(season);
        let mut size = 1.0;
        for value in &mut values[at..] {
            *value = size;
            size *= match kind {
                OutlierKind::Ao => 0.0,
                OutlierKind::Ls => 1.0,
                OutlierKind::Tc => fade,
            };
        }
        Self::new(Reason::Outlier(at, kind), values)
    }

    /// How the column goes on, from `next` on; a gap and an additive outlier are over.
    pub fn ahead(&self, next: Period, steps: usize) -> Vec<f64> {
        let last = self.values.last().copied().unwrap_or(0.0);
        match self.reason {
            Reason::Gap | Reason::Outlier(_, OutlierKind::Ao) => vec![0.0; steps],
            Reason::Outlier(_, OutlierKind::Ls) => vec![last; steps],
            Reason::Outlier(_, OutlierKind::Tc) => {
                let fade = fade(next.frequency().per_year());
                std::iter::successors(Some(last * fade), |size| Some(size * fade)).take(steps).collect()
            }
            Reason::SpringFestival(window) => spring_regressor(next, steps, window),
            Reason::TradingDays => trading_regressor(next, steps),
        }
    }

    /// The calendar columns asked for.
    pub fn holidays(start: Period, length: usize, options: &Options) -> Vec<Self> {
        let mut columns = Vec::new();
        if options.spring_festival {
            for window in [Window::BEFORE, Window::DURING, Window::AFTER] {
                columns
                    .push(Self::new(Reason::SpringFestival(window), spring_regressor(start, length, window)));
            }
        }
        if options.trading_days && start.frequency() == Frequency::Month {
            columns.push(Self::new(Reason::TradingDays, trading_regressor(start, length)));
        }
        columns
    }
}

/// What a temporary change keeps from one period to the next.
fn fade(season: usize) -> f64 {
    0.7_f64.powi(12 / season.max(1) as i32)
}
