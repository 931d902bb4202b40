//! One partition through its months. It must never need another partition.

use std::fmt;

use super::domain::{CellSeries, Domain, roll_up};
use super::judge::{Judged, Judging, judge};
use crate::estimate::{Estimator, Fault, Month, Settings, Stratum};
use crate::series::Period;

/// The panel of one city, say: its frame and its months in order. A month after its first whose report never came is all [`crate::estimate::Status::Silent`].
#[derive(Clone, Debug)]
pub struct Partition<'a> {
    /// Strata.
    pub frame: &'a [Stratum],
    /// First month.
    pub start: Period,
    /// The months.
    pub months: Vec<Month<'a>>,
}

/// A month that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartitionFault {
    /// Which month.
    pub month: Period,
    /// What is wrong.
    pub fault: Fault,
}

impl fmt::Display for PartitionFault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}: {}", self.month, self.fault)
    }
}

impl std::error::Error for PartitionFault {}

/// What a month close may be told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MonthClose {
    /// How to estimate.
    pub estimating: Settings,
    /// How to judge.
    pub judging: Judging,
}

/// Result of one partition.
#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    /// Cells, to be rolled up with those of other partitions.
    pub cells: Vec<CellSeries>,
    /// Its places, industries, cells and the whole, judged at the last month.
    pub judged: Vec<Judged>,
}

/// Estimates every cell in every month: one pass, one figure kept for each reporter.
///
/// # Errors
/// The first month whose columns contradict each other.
pub fn estimate(partition: &Partition<'_>, settings: Settings) -> Result<Vec<CellSeries>, PartitionFault> {
    let at = |month: usize| partition.start.add(i32::try_from(month).unwrap_or(i32::MAX));
    let fault = |month, fault| PartitionFault { month: at(month), fault };
    let units = partition.months.first().map_or(0, |month| month.status.len());
    let mut estimator = Estimator::new(partition.frame, units, settings).map_err(|found| fault(0, found))?;
    let mut cells: Vec<CellSeries> = estimator
        .cells()
        .iter()
        .map(|&(place, industry)| CellSeries {
            place,
            industry,
            start: partition.start,
            months: Vec::with_capacity(partition.months.len()),
        })
        .collect();
    for (number, month) in partition.months.iter().enumerate() {
        let figures = estimator.step(month).map_err(|found| fault(number, found))?;
        for (series, cell) in cells.iter_mut().zip(figures) {
            series.months.push(cell);
        }
    }
    Ok(cells)
}

/// Estimates, adjusts, detects and lights one partition: every cell with enough reporters, every place, every industry, the whole.
///
/// # Errors
/// The first month whose columns contradict each other.
pub fn month_close(partition: &Partition<'_>, settings: &MonthClose) -> Result<Closed, PartitionFault> {
    let cells = estimate(partition, settings.estimating)?;
    let judged = roll_up(&cells, &Domain::all_of)
        .into_iter()
        .map(|(domain, series)| judge(domain, &series.months, series.start, &settings.judging))
        .collect();
    Ok(Closed { cells, judged })
}
