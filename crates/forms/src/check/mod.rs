//! One report checked (校验): computed cells filled in, every doubt told with its effect on the total. It must never change what was entered.

mod fill;
mod history;
mod plain;
mod rules;

use crate::cell::{Cell, Cells};
use crate::facts::Facts;
use crate::formula::ReportThings;
use crate::model::{Form, Item, Severity};

/// A checked report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The cells with computed ones and sums filled in.
    pub cells: Cells,
    /// What is wrong or doubtful.
    pub doubts: Vec<Doubt>,
    /// Required cells that are missing: while there is one, the report is incomplete and does not count as filed.
    pub incomplete: Vec<usize>,
}

/// One doubt (疑点).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The id of the form's check, or one of our own: `required`, `type.ITEM`, `range.ITEM`, `split.ITEM`, `computed.ITEM`, `unit.ITEM`, `jump.ITEM`, `history.ITEM`.
    pub check: String,
    /// Error or warning.
    pub level: Severity,
    /// Columns to mark.
    pub items: Vec<usize>,
    /// 中文。
    pub zh: String,
    /// English.
    pub en: String,
    /// How far the total would move if the doubt is right, scaled like the first column; `None` where it cannot be said.
    pub effect: Option<i64>,
    /// What was probably meant, scaled like the first column, where it can be told.
    pub suggestion: Option<i64>,
}

impl Checked {
    /// Whether something stops the report.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.doubts.iter().any(|doubt| doubt.level == Severity::Error)
    }

    /// The largest effect of its doubts, for the order in which they are looked at (columns have units of their own: compare within one).
    #[must_use]
    pub fn effect_on(&self, column: usize) -> i64 {
        let own = self.doubts.iter().filter(|doubt| doubt.items.first() == Some(&column));
        own.filter_map(|doubt| doubt.effect).map(i64::saturating_abs).max().unwrap_or(0)
    }
}

/// Checks one report. `previous` is the reporter's report of the period before, `history` earlier ones, newest first (with or without the previous one).
#[must_use]
pub fn check(
    form: &Form,
    cells: &Cells,
    previous: Option<&Cells>,
    history: &[&Cells],
    reporter: &Facts,
) -> Checked {
    let mut checked = Checked { cells: cells.clone(), doubts: Vec::new(), incomplete: Vec::new() };
    checked.cells.0.resize(form.items.len(), Cell::Missing);
    let before = previous.map(|cells| &cells.0[..]);
    plain::check(form, &mut checked);
    fill::fill(form, before, reporter, &mut checked);
    plain::required(form, &mut checked);
    rules::check(form, before, reporter, &mut checked);
    history::check(form, before, history, &mut checked);
    checked
}

/// What the expressions of a form see.
fn things<'a>(
    form: &'a Form,
    cells: &'a [Cell],
    previous: Option<&'a [Cell]>,
    facts: &'a Facts,
) -> ReportThings<'a> {
    ReportThings { scales: &form.logic.scales, cells, previous, facts, ids: &form.logic.fact_ids }
}

/// A scaled number with its unit, as the form shows it: `1,234.50 元`.
fn shown(item: &Item, number: i64) -> String {
    let text = crate::cell::show_number(item, number);
    if item.unit.is_empty() { text } else { format!("{text} {}", item.unit) }
}
