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
pub fn earlier(form: &Form, period: Period) -> Vec<String> {
    let most = form.limits.iter().map(|limit| limit.periods).max().unwrap_or(0).max(1);
    let mut periods = Vec::with_capacity(usize::from(most));
    let mut at = period;
    for _ in 0..most {
        let Some(before) = at.previous() else { break };
        periods.push(before.to_string());
        at = before;
    }
    periods
}

/// Checks cells. Nothing is changed.
pub async fn check_of(from: &mut impl Read, with: &Checking<'_>, cells: &Cells) -> Result<Checked, Fault> {
    let history = history(from, with).await?;
    let before = with.period.previous().map(|period| period.to_string());
    let previous = history.iter().find(|(period, _)| Some(period) == before.as_ref()).map(|(_, cells)| cells);
    let all: Vec<&Cells> = history.iter().map(|(_, cells)| cells).collect();
    Ok(anye_forms::check(with.form, cells, previous, &all, with.facts))
}

async fn history(from: &mut impl Read, with: &Checking<'_>) -> Result<Vec<(String, Cells)>, DbError> {
    let periods = earlier(with.form, with.period);
    let kept = store::cells_of(from, &with.form.id, with.reporter, &periods).await?;
    Ok(kept.into_iter().map(|(period, text)| (period, lenient(with.form, &text))).collect())
}
