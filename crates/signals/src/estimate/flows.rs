//! Worker flows (人员流动): in, out and why, with the identities that must hold. It must never mend a report, only show what does not fit.

use serde::{Deserialize, Serialize};

/// Flows of one period in columns; one row a reporter. Reasons are columns of their own, one for each reason.
#[derive(Clone, Copy, Debug)]
pub struct Flows<'a> {
    /// Headcount at the start.
    pub start: &'a [Option<u32>],
    /// Headcount at the end.
    pub end: &'a [Option<u32>],
    /// New hires (新招).
    pub hired: &'a [Option<u32>],
    /// Separations (减员).
    pub left: &'a [Option<u32>],
    /// Separations by reason; a column a reason.
    pub reasons: &'a [&'a [Option<u32>]],
}

/// What must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Identity {
    /// End = start + hired − left (期末 = 期初 + 新增 − 减少).
    Balance,
    /// The reasons add up to the separations (分原因之和 = 减员合计).
    Reasons,
}

/// An identity that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broken {
    /// Row of the reporter.
    pub row: usize,
    /// Which.
    pub identity: Identity,
    /// What is reported.
    pub reported: i64,
    /// What follows from the other figures.
    pub follows: i64,
}

/// Checks every row whose figures are all there; a missing figure is no difference.
pub fn check_flows(flows: &Flows<'_>) -> Vec<Broken> {
    let at = |column: &[Option<u32>], row: usize| column.get(row).copied().flatten().map(i64::from);
    let mut broken = Vec::new();
    let mut note = |row, identity, reported: i64, follows: i64| {
        if reported != follows {
            broken.push(Broken { row, identity, reported, follows });
        }
    };
    for row in 0..flows.start.len() {
        if let (Some(start), Some(end), Some(hired), Some(left)) =
            (at(flows.start, row), at(flows.end, row), at(flows.hired, row), at(flows.left, row))
        {
            note(row, Identity::Balance, end, start + hired - left);
        }
        let reasons: Option<Vec<i64>> = flows.reasons.iter().map(|column| at(column, row)).collect();
        if let (Some(left), Some(reasons), false) = (at(flows.left, row), reasons, flows.reasons.is_empty()) {
            note(row, Identity::Reasons, left, reasons.iter().sum());
        }
    }
    broken
}

/// Sums of flows; they add.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FlowTotals {
    /// Weighted headcount at the start and at the end.
    pub start: f64,
    /// At the end.
    pub end: f64,
    /// Weighted hires and separations.
    pub hired: f64,
    /// Separations.
    pub left: f64,
    /// Posts created at growing reporters and lost at shrinking ones.
    pub created: f64,
    /// Posts lost.
    pub destroyed: f64,
}

/// Rates of flows, each as a share of the mean of start and end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlowRates {
    /// Hires.
    pub hire: f64,
    /// Separations.
    pub separation: f64,
    /// Churn: worker flows beyond what the change of posts needed.
    pub churn: f64,
}

impl FlowTotals {
    /// Adds a reporter with its weight. Only reports whose balance holds should come here.
    pub fn add(&mut self, weight: f64, start: u32, end: u32, hired: u32, left: u32) {
        let change = f64::from(end) - f64::from(start);
        self.start += weight * f64::from(start);
        self.end += weight * f64::from(end);
        self.hired += weight * f64::from(hired);
        self.left += weight * f64::from(left);
        self.created += weight * change.max(0.0);
        self.destroyed += weight * (-change).max(0.0);
    }

    /// The rates; `None` where nobody works.
    pub fn rates(&self) -> Option<FlowRates> {
        let mean = (self.start + self.end) / 2.0;
        (mean > 0.0).then(|| FlowRates {
            hire: self.hired / mean,
            separation: self.left / mean,
            churn: (self.hired + self.left - self.created - self.destroyed) / mean,
        })
    }
}
