//! Warnings page by page (预警清单分页): counted and cut by the store, so that a page costs the same whether a hundred or a hundred thousand were raised.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::{Query, Read, sql};
use anye_reporting::rights::may;

use super::list::{Filter, Shown, with_cases};
use super::store;
use crate::Monitor;

/// A page of warnings and how many there are.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    /// Open ones, whatever state is wanted.
    pub open: usize,
    /// Open ones that nobody has answered.
    pub unanswered: usize,
    /// Those of the wanted state.
    pub found: usize,
    /// The page, the latest first.
    pub items: Vec<Shown>,
}

const OPEN: &str = "c.state = 'open'";
const UNANSWERED: &str = "c.state = 'open' and c.acknowledged_at is null \
     and not exists (select 1 from case_step s where s.case_id = c.id and s.state = 'done')";

/// So many warnings from there on that the caller may read.
///
/// # Errors
/// The store's own.
pub async fn listed(
    monitor: &Monitor,
    caller: &Caller<'_>,
    filter: &Filter,
    (from, most): (usize, usize),
) -> Result<Listed, Fault> {
    let mut db = &monitor.core.db;
    let places = places(&mut db, caller, &filter.place).await?;
    let rest = |query: Query| {
        let query = query
            .push(" from warning w join case_file c on c.id = w.case_id where")
            .push_list(" w.place in ({})", places.iter());
        let query =
            if filter.rule.is_empty() { query } else { query.push_bind(" and w.rule = {}", &filter.rule) };
        if filter.level.is_empty() { query } else { query.push_bind(" and w.level = {}", &filter.level) }
    };
    let counted = sql(format!(
        "select count(*) as n, count(case when {OPEN} then 1 end) as open, count(case when {UNANSWERED} then 1 end) as unanswered"
    ));
    let row = db.one(rest(counted)).await?;
    let count = |column: &str| row.int(column).map(|n| usize::try_from(n).unwrap_or(0));
    let (all, open, unanswered) = (count("n")?, count("open")?, count("unanswered")?);
    let (found, state) = match filter.state.as_str() {
        "open" => (open, format!(" and {OPEN}")),
        "unanswered" => (unanswered, format!(" and {UNANSWERED}")),
        "closed" => (all - open, format!(" and not ({OPEN})")),
        _ => (all, String::new()),
    };
    let query = rest(sql("select w.id")).push(&state);
    let rows =
        db.all(query.push(&format!(" order by w.raised_at desc, w.id limit {most} offset {from}"))).await?;
    let ids = rows.iter().map(|row| row.text("id")).collect::<Result<Vec<_>, _>>()?;
    let items = store::warnings(&mut db, |query| query.push_list(" and id in ({})", ids.iter())).await?;
    Ok(Listed { open, unanswered, found, items: with_cases(monitor, items).await? })
}

/// The places with warnings that the caller may read, all or those within one.
pub(super) async fn places(
    from: &mut impl Read,
    caller: &Caller<'_>,
    within: &str,
) -> Result<Vec<String>, Fault> {
    let rows = from.all(sql("select distinct place from warning order by place")).await?;
    let mut places = rows.iter().map(|row| row.text("place")).collect::<Result<Vec<_>, _>>()?;
    places.retain(|place| {
        let inside = within.is_empty() || place == within || caller.places.is_within(place, within);
        inside && may(caller, Permission::FiguresRead, place, false)
    });
    Ok(places)
}
