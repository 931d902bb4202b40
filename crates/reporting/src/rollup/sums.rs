//! Sums of the numbers of reports, each with how many reports hold it: nobody said anything is not zero.

use std::collections::BTreeMap;

use anye_db::DbError;
use anye_forms::{Cell, Cells};
use serde::{Deserialize, Serialize};

use super::Layout;

/// Which reports a sum holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// 已上报: submitted, approved or not, given back or not.
    Submitted,
    /// 已审核: approved by all levels.
    Approved,
}

impl Class {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Submitted, Self::Approved];

    /// The word stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Approved => "approved",
        }
    }

    /// The number of [`crate::report::Counted`] from which on a report stands in this class.
    #[must_use]
    pub fn least(self) -> i64 {
        match self {
            Self::Submitted => 1,
            Self::Approved => 2,
        }
    }
}

/// Sums by summed column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sums {
    /// Number of reports.
    pub n: i64,
    /// Sum and number of reports that hold it, by place in the layout.
    pub cells: Vec<(i64, i64)>,
}

impl Sums {
    /// Adds (`sign` 1) or takes away (−1).
    pub fn add(&mut self, other: &Self, sign: i64) -> Result<(), DbError> {
        if self.cells.len() < other.cells.len() {
            self.cells.resize(other.cells.len(), (0, 0));
        }
        self.n += sign * other.n;
        for (own, (sum, held)) in self.cells.iter_mut().zip(&other.cells) {
            let more = sum.checked_mul(sign).and_then(|sum| own.0.checked_add(sum));
            own.0 = more.ok_or_else(|| DbError::Other("a sum is too large".into()))?;
            own.1 += sign * held;
        }
        Ok(())
    }

    /// Adds (`sign` 1) or takes away (−1) one report with these cells.
    pub fn add_cells(&mut self, layout: &Layout, cells: &Cells, sign: i64) -> Result<(), DbError> {
        if self.cells.len() < layout.columns.len() {
            self.cells.resize(layout.columns.len(), (0, 0));
        }
        self.n += sign;
        for (own, at) in self.cells.iter_mut().zip(&layout.columns) {
            if let Cell::Number(number) = cells.get(*at) {
                let more = number.checked_mul(sign).and_then(|number| own.0.checked_add(number));
                own.0 = more.ok_or_else(|| DbError::Other("a sum is too large".into()))?;
                own.1 += sign;
            }
        }
        Ok(())
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.n == 0 && self.cells.iter().all(|cell| *cell == (0, 0))
    }

    /// `{"end_staff":[120,1]}`, in the order of the layout, what nobody holds left out.
    #[must_use]
    pub fn to_json(&self, layout: &Layout) -> String {
        use std::fmt::Write as _;
        let mut text = String::with_capacity(self.cells.len() * 24);
        text.push('{');
        for (id, (sum, held)) in layout.ids.iter().zip(&self.cells) {
            if *held != 0 || *sum != 0 {
                let comma = if text.len() > 1 { "," } else { "" };
                // Ids are letters, digits, points and underscores.
                let _ = write!(text, "{comma}\"{id}\":[{sum},{held}]");
            }
        }
        text.push('}');
        text
    }

    /// Reads it back; items that the form no longer sums are left out.
    pub fn from_json(layout: &Layout, n: i64, text: &str) -> Result<Self, DbError> {
        let map: BTreeMap<String, (i64, i64)> =
            serde_json::from_str(text).map_err(|cause| DbError::Other(format!("sums: {cause}")))?;
        let cells = layout.ids.iter().map(|id| map.get(id).copied().unwrap_or((0, 0))).collect();
        Ok(Self { n, cells })
    }
}
