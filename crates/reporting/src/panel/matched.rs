//! What a panel reported, comparable over its revisions (可比样本): for each period the sum as reported, beside the change among those who reported in both this period
//! and the one before. Members, items and numbers may be revised on any day; the comparable change never takes a new member for growth.

use std::collections::HashMap;

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::sql;
use anye_forms::{Cell, Form, Period, Reporter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{draw::find, store};
use crate::Reporting;
use crate::report::lenient;
use crate::rights::must;
use crate::rollup::Class;

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
    let days = store::days(&mut &reporting.core.db, &panel.id).await?;
    let mut before: HashMap<String, i64> = HashMap::new();
    let mut until = from.previous().map(|period| reporting.tree_day(period).to_string()).unwrap_or_default();
    let mut index = Some(10_000.0);
    let mut found: Vec<Linked> = Vec::with_capacity(periods.len());
    for (nth, period) in periods.iter().enumerate() {
        let form = in_force(reporting, &panel.id, item, *period)?;
        let now = values(reporting, form, item, *period).await?;
        let day = reporting.tree_day(*period).to_string();
        let pairs = || now.iter().filter_map(|(who, now)| before.get(who).map(|before| (*before, *now)));
        let (both_before, both_now) = pairs().fold((0, 0), |(a, b), (before, now)| (a + before, b + now));
        let ratio = (nth > 0 && both_before != 0).then(|| both_now as f64 / both_before as f64);
        if nth > 0 {
            index = index.zip(ratio).map(|(index, ratio)| index * ratio);
        }
        let within = |one: &Option<String>| one.as_ref().is_some_and(|one| *one > until && *one <= day);
        found.push(Linked {
            period: period.to_string(),
            form: format!("{} {}", form.id, form.version),
            members: count(days.iter().filter(|(entered, ended)| {
                *entered <= day && ended.as_ref().is_none_or(|ended| *ended > day)
            })),
            entered: count(days.iter().filter(|(entered, _)| within(&Some(entered.clone())))),
            left: count(days.iter().filter(|(_, ended)| within(ended))),
            reporters: count(now.keys()),
            sum: now.values().sum(),
            both: if nth > 0 { count(pairs()) } else { 0 },
            both_before,
            both_now,
            change: ratio.map(|ratio| ((ratio - 1.0) * 10_000.0).round() as i64),
            index: index.map(|index| index.round() as i64),
        });
        (before, until) = (now, day);
    }
    Ok(found)
}

fn count(all: impl Iterator) -> i64 {
    i64::try_from(all.count()).unwrap_or(i64::MAX)
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

/// The item as each reporter gave it.
async fn values(
    reporting: &Reporting,
    form: &Form,
    item: &str,
    period: Period,
) -> Result<HashMap<String, i64>, Fault> {
    let Some(at) = form.column(item) else { return Ok(HashMap::new()) };
    let query = sql("select reporter, cells from report where form = $1 and period = $2");
    let query = query.bind(&form.id).bind(period.to_string());
    let query = query.push_bind(" and counted >= {}", Class::Submitted.least());
    let mut found = HashMap::new();
    reporting
        .core
        .db
        .each(query, |row| {
            if let Cell::Number(value) = lenient(form, &row.text("cells")?).get(at) {
                found.insert(row.text("reporter")?, *value);
            }
            Ok(())
        })
        .await?;
    Ok(found)
}
