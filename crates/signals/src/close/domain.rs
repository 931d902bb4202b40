//! Domains (汇总口径): a cell, a place, an industry, the whole. A domain must only be a sum of cells.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::estimate::Cell;
use crate::series::Period;

/// Months of one cell (place × industry).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellSeries {
    /// Place.
    pub place: u32,
    /// Industry.
    pub industry: u16,
    /// First month.
    pub start: Period,
    /// Figures month by month.
    pub months: Vec<Cell>,
}

/// What is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Domain {
    /// Everything given.
    All,
    /// A place, all industries. Also a wider place, if the caller maps cells to it.
    Place(u32),
    /// An industry, all places.
    Industry(u16),
    /// An industry in a place.
    Cell(u32, u16),
}

impl Domain {
    /// The domains a cell belongs to: itself, its place, its industry, all.
    pub fn all_of(cell: &CellSeries) -> Vec<Self> {
        vec![
            Self::Cell(cell.place, cell.industry),
            Self::Place(cell.place),
            Self::Industry(cell.industry),
            Self::All,
        ]
    }
}

/// A sum of cells month by month.
#[derive(Clone, Debug, PartialEq)]
pub struct DomainSeries {
    /// First month.
    pub start: Period,
    /// Sums.
    pub months: Vec<Cell>,
}

/// Adds cells into the domains that `domains` names for each; cells may begin and end at different months.
pub fn roll_up(
    cells: &[CellSeries],
    domains: &dyn Fn(&CellSeries) -> Vec<Domain>,
) -> BTreeMap<Domain, DomainSeries> {
    let mut sums: BTreeMap<Domain, DomainSeries> = BTreeMap::new();
    let Some(start) = cells.iter().map(|cell| cell.start).min() else { return sums };
    for cell in cells {
        let offset = usize::try_from(cell.start.since(start)).unwrap_or(0);
        for domain in domains(cell) {
            let sum = sums.entry(domain).or_insert_with(|| DomainSeries { start, months: Vec::new() });
            if sum.months.len() < offset + cell.months.len() {
                sum.months.resize(offset + cell.months.len(), Cell::default());
            }
            for (to, from) in sum.months[offset..].iter_mut().zip(&cell.months) {
                *to += from;
            }
        }
    }
    sums
}
