//! What a panel reported, comparable over its revisions (可比样本): for each period the sum as reported, beside the change among those who reported in both this period
//! and the one before. Members, items and numbers may be revised on any day; the comparable change never takes a new member for growth.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_forms::{Form, Period, Reporter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::draw::find;
use super::pairs::pairs;
use super::store::{self, Days};
use crate::Reporting;
use crate::rights::must;

/// Periods at most.
pub const MOST: usize = 60;

/// One period of the series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Linked {
    /// The period.
    pub period: String,
    /// The form that was in force, with its version: items are revised with it.
    pub form: String,
    /// Members on its last day.
    pub members: i64,
    /// Who came since the period before.
    pub entered: i64,
    /// Who left since the period before.
    pub left: i64,
    /// Who reported the item.
    pub reporters: i64,
    /// The sum of all of them, in the item's smallest unit.
    pub sum: i64,
    /// Who reported in both periods.
    pub both: i64,
    /// Their sum in the period before.
    pub both_before: i64,
    /// Their sum now.
    pub both_now: i64,
    /// Comparable change in hundredths of a per cent; none where nobody reported in both.
    pub change: Option<i64>,
    /// The changes chained: 10,000 in the first period; none after a break.
    pub index: Option<i64>,
}

/// The series of an item of a panel, the oldest first.
///
/// # Errors
/// No such panel, no form of it with this item in a period, too many periods, or no right to the figures.
pub async fn matched(
    reporting: &Reporting,
    caller: &Caller<'_>,
    panel: &str,
    item: &str,
    (from, to): (Period, Period),
) -> Result<Vec<Linked>, Fault> {
    let panel = find(reporting, panel)?;
    must(caller, Permission::FiguresRead, &reporting.core.settings.home_place, false)?;
    let mut periods = vec![from];
    while let Some(next) = periods.last().and_then(|one| one.next()).filter(|next| *next <= to) {
        periods.push(next);
        if periods.len() > MOST {
            return Err(Fault::new(ErrorKind::TooLarge, "figure_too_large").arg("most", MOST));
        }
    }
    let mut asked = Vec::with_capacity(periods.len());
    for period in &periods {
        asked.push((*period, in_force(reporting, &panel.id, item, *period)?));
    }
    let days = store::days(&mut &reporting.core.db, &panel.id).await?;
    let pairs = pairs(reporting, item, &asked).await?;
    let mut until = from.previous().map(|period| reporting.tree_day(period).to_string()).unwrap_or_default();
    let mut index = Some(10_000.0);
    let mut found: Vec<Linked> = Vec::with_capacity(periods.len());
    for (nth, ((period, form), pair)) in asked.iter().zip(pairs).enumerate() {
        let day = reporting.tree_day(*period).to_string();
        let ratio =
            (nth > 0 && pair.both_before != 0).then(|| pair.both_now as f64 / pair.both_before as f64);
        if nth > 0 {
            index = index.zip(ratio).map(|(index, ratio)| index * ratio);
        }
        let within = |one: &String| *one > until && *one <= day;
        let there =
            |(entered, ended, _): &&Days| *entered <= day && ended.as_ref().is_none_or(|ended| *ended > day);
        found.push(Linked {
            period: period.to_string(),
            form: format!("{} {}", form.id, form.version),
            members: count(days.iter().filter(there)),
            entered: count(days.iter().filter(|(entered, _, _)| within(entered))),
            left: count(days.iter().filter(|(_, ended, _)| ended.as_ref().is_some_and(within))),
            reporters: pair.reporters,
            sum: pair.sum,
            both: pair.both,
            both_before: pair.both_before,
            both_now: pair.both_now,
            change: ratio.map(|ratio| ((ratio - 1.0) * 10_000.0).round() as i64),
            index: index.map(|index| index.round() as i64),
        });
        until = day;
    }
    Ok(found)
}

fn count<'a>(all: impl Iterator<Item = &'a Days>) -> i64 {
    all.map(|(_, _, n)| n).sum()
}

/// The form of a panel that was in force in a period and asks for the item.
fn in_force<'a>(
    reporting: &'a Reporting,
    panel: &str,
    item: &str,
    period: Period,
) -> Result<&'a Form, Fault> {
    let day = period.last_day();
    let fits = |form: &&Form| {
        matches!(&form.reporter, Reporter::Panel(id) if id == panel)
            && form.period == period.kind()
            && form.column(item).is_some_and(|at| form.items[at].kind.is_number())
            && form.valid.from.is_none_or(|from| day.is_some_and(|day| from <= day))
            && form.valid.to.is_none_or(|to| day.is_some_and(|day| day <= to))
    };
    let found = reporting.catalogue.forms.iter().find(fits);
    found.ok_or_else(|| {
        let field = FieldFault::new("item", "figure_unknown_column").arg("id", item);
        Fault::new(ErrorKind::Invalid, "figure_unknown_column").arg("id", item).field(field)
    })
}
