//! Checking one report (校验) against its form, its reporter's earlier reports and facts.

use anye_base::Fault;
use anye_db::{DbError, Read};
use anye_forms::{Cells, Checked, Facts, Form, Period};

use super::cells::lenient;
use crate::store::report as store;

/// What a report is checked with.
pub struct Checking<'a> {
    /// Form.
    pub form: &'a Form,
    /// Period.
    pub period: Period,
    /// Id of the reporter.
    pub reporter: &'a str,
    /// What the register says about it.
    pub facts: &'a Facts,
}

/// The earlier periods that a form's checks look at, the nearest first; the one before is always among them.
#[must_use]
pub fn earlier(form: &Form, period: Period) -> Vec<Period> {
    let most = form.limits.iter().map(|limit| limit.periods).max().unwrap_or(0).max(1);
    std::iter::successors(period.previous(), |at| at.previous()).take(usize::from(most)).collect()
}

/// Checks cells. Nothing is changed.
pub async fn check_of(from: &mut impl Read, with: &Checking<'_>, cells: &Cells) -> Result<Checked, Fault> {
    let history = history(from, with).await?;
    let previous = history.iter().find(|(at, _)| *at == 0).map(|(_, cells)| cells);
    let all: Vec<&Cells> = history.iter().map(|(_, cells)| cells).collect();
    Ok(anye_forms::check(with.form, cells, previous, &all, with.facts))
}

/// Earlier reports, the newest first, each with its period's place among the earlier ones.
async fn history(from: &mut impl Read, with: &Checking<'_>) -> Result<Vec<(usize, Cells)>, DbError> {
    let periods: Vec<String> = earlier(with.form, with.period).iter().map(ToString::to_string).collect();
    let kept = store::cells_of(from, &with.form.id, with.reporter, &periods).await?;
    let placed = |(period, text): (String, String)| {
        let at = periods.iter().position(|own| *own == period)?;
        Some((at, lenient(with.form, &text)))
    };
    let mut all: Vec<_> = kept.into_iter().filter_map(placed).collect();
    all.sort_by_key(|(at, _)| *at);
    Ok(all)
}
