//! Which columns of a form are summed, and where a report's sums go.

use anye_forms::{Cell, Cells, Form};

use crate::reporter::dims_pairs;
use crate::rollup::Sums;

/// The dimension of everything together.
pub const ALL: &str = "all";
/// Codes are kept for places of these many digits: province, city, county.
const DEEPEST: usize = 6;

/// The columns of a form that are summed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The form.
    pub form: String,
    /// Column of each summed item, in the order of the form.
    pub columns: Vec<usize>,
    /// Id of each.
    pub ids: Vec<String>,
}

impl Layout {
    /// Of a form.
    #[must_use]
    pub fn of(form: &Form) -> Self {
        let summed = || form.items.iter().enumerate().filter(|(_, item)| item.total && item.kind.is_number());
        Self {
            form: form.id.clone(),
            columns: summed().map(|(at, _)| at).collect(),
            ids: summed().map(|(_, item)| item.id.clone()).collect(),
        }
    }

    /// What one report adds.
    #[must_use]
    pub fn of_cells(&self, cells: &Cells) -> Sums {
        let one = |at: &usize| match cells.get(*at) {
            Cell::Number(number) => (*number, 1),
            _ => (0, 0),
        };
        Sums { n: 1, cells: self.columns.iter().map(one).collect() }
    }

    /// Place of an id among the summed columns.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<usize> {
        self.ids.iter().position(|own| own == id)
    }
}

/// The places whose sums hold a report with this path.
pub fn places(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|code| code.len() <= DEEPEST)
}

/// The dimensions and codes whose sums hold a report: everything, and each of its own.
pub fn codes(dims: &str) -> impl Iterator<Item = (&str, &str)> {
    std::iter::once((ALL, "")).chain(dims_pairs(dims))
}
