//! One month of a panel in columns. It must never carry a zero for what was not reported: not reported is `None`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What became of a reporter in a month (报送状态).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Not in the panel this month: not yet, or rotated out (不在样本).
    Outside,
    /// Reported (已报).
    Reported,
    /// Expected and silent (未报); nobody confirmed that it closed.
    Silent,
    /// Closed, and confirmed so (确认关闭); stays so in the months after.
    Closed,
    /// New employer with its first report (新设), a birth by the register.
    Born,
    /// First report of an employer that existed before (轮入): no link yet.
    Entered,
}

/// One month, column by column; all columns have one entry for each reporter of the partition, in the same order every month.
#[derive(Clone, Copy, Debug)]
pub struct Month<'a> {
    /// Position of the reporter's stratum in the frame.
    pub stratum: &'a [u32],
    /// Design weight (权重): how many employers it stands for, 1 or more.
    pub weight: &'a [f64],
    /// Headcount at the base date (建档期人数).
    pub base: &'a [Option<u32>],
    /// Headcount at the survey date (调查期人数).
    pub current: &'a [Option<u32>],
    /// What became of it.
    pub status: &'a [Status],
}

/// What is wrong with a month's columns; nothing is estimated from them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// A column is longer or shorter than the others.
    Length {
        /// Entries wanted.
        wanted: usize,
        /// Which column, and its entries.
        column: (&'static str, usize),
    },
    /// A reporter belongs to a stratum that the frame does not have.
    NoStratum {
        /// Row.
        row: usize,
        /// Its stratum.
        stratum: u32,
    },
    /// A weight below 1, or not a number.
    Weight {
        /// Row.
        row: usize,
        /// The weight.
        weight: f64,
    },
    /// A report without a headcount, or a headcount from one that did not report.
    Contradiction {
        /// Row.
        row: usize,
        /// Its status.
        status: Status,
    },
    /// A frame total below zero or not a number.
    Frame {
        /// Position of the stratum.
        stratum: usize,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { wanted, column: (name, found) } => {
                write!(to, "column {name} has {found} entries, the panel has {wanted}")
            }
            Self::NoStratum { row, stratum } => write!(to, "row {row}: the frame has no stratum {stratum}"),
            Self::Weight { row, weight } => {
                write!(to, "row {row}: weight {weight} is not a number of 1 or more")
            }
            Self::Contradiction { row, status } => {
                write!(to, "row {row}: {status:?} contradicts its headcount")
            }
            Self::Frame { stratum } => {
                write!(to, "stratum {stratum}: the frame's headcount is no number ≥ 0")
            }
        }
    }
}

impl std::error::Error for Fault {}

impl Month<'_> {
    /// Checks the columns against each other before anything is added up.
    pub(super) fn check(&self, units: usize, strata: usize) -> Result<(), Fault> {
        let lengths = [
            ("stratum", self.stratum.len()),
            ("weight", self.weight.len()),
            ("base", self.base.len()),
            ("current", self.current.len()),
            ("status", self.status.len()),
        ];
        if let Some(&column) = lengths.iter().find(|(_, length)| *length != units) {
            return Err(Fault::Length { wanted: units, column });
        }
        for (row, (&stratum, &weight)) in self.stratum.iter().zip(self.weight).enumerate() {
            if stratum as usize >= strata {
                return Err(Fault::NoStratum { row, stratum });
            }
            if !(1.0..=1e9).contains(&weight) {
                return Err(Fault::Weight { row, weight });
            }
        }
        for (row, (&status, current)) in self.status.iter().zip(self.current).enumerate() {
            let reports = matches!(status, Status::Reported | Status::Born | Status::Entered);
            // One that closed may well have sent a last report of nobody left.
            let fits = match status {
                Status::Closed => current.is_none_or(|count| count == 0),
                _ => reports == current.is_some(),
            };
            if !fits {
                return Err(Fault::Contradiction { row, status });
            }
        }
        Ok(())
    }
}
