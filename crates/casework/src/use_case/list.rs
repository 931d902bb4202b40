//! Lists of cases and their counts (任务清单): what is due today, what is late, what nobody has taken on.

use anye_access::{Caller, Permission};
use anye_base::{Cursor, Fault, Limit, Page};
use anye_db::{Db, Query};
use serde::Serialize;
use utoipa::ToSchema;

use super::may;
use crate::model::{Case, LEVELS, badness};
use crate::store;

/// What is wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// One kind only.
    pub kind: Option<String>,
    /// open, closed, overdue, unclaimed, mine; all where none is given.
    pub state: Option<String>,
    /// One level only.
    pub level: Option<String>,
    /// A place and all below it.
    pub place: Option<String>,
    /// About this subject: kind and id.
    pub subject: Option<(String, String)>,
    /// Where the page begins.
    pub cursor: Option<Cursor>,
    /// How many rows.
    pub limit: Limit,
}

/// Counts of open cases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Tally {
    /// All.
    pub open: i64,
    /// With a deadline that has passed.
    pub overdue: i64,
    /// That nobody has taken on.
    pub unclaimed: i64,
    /// By level: blue, yellow, orange, red; cases without level are not in it.
    pub by_level: Vec<(String, i64)>,
}

/// The kinds of case there are.
///
/// # Errors
/// The store's own.
pub async fn kinds(db: &Db) -> Result<Vec<String>, Fault> {
    Ok(store::words(&mut &*db, "kind").await?)
}

/// The places that hold cases which the caller may read.
pub(super) async fn places(db: &Db, caller: &Caller<'_>, within: Option<&str>) -> Result<Vec<String>, Fault> {
    let all = store::words(&mut &*db, "place").await?;
    let inside =
        |place: &str| within.is_none_or(|within| place == within || caller.places.is_within(place, within));
    Ok(all.into_iter().filter(|place| inside(place) && may(caller, Permission::CasesRead, place)).collect())
}

fn filtered(query: Query, caller: &Caller<'_>, filter: &Filter) -> Query {
    let mut query = query;
    if let Some(kind) = &filter.kind {
        query = query.push_bind(" and kind = {}", kind.as_str());
    }
    if let Some(level) = &filter.level {
        query = query.push_bind(" and level = {}", level.as_str());
    }
    if let Some((kind, id)) = &filter.subject {
        query = query
            .push_bind(" and subject_kind = {}", kind.as_str())
            .push_bind(" and subject = {}", id.as_str());
    }
    match filter.state.as_deref() {
        Some("open") => query.push(" and state = 'open'"),
        Some("closed") => query.push(" and state = 'closed'"),
        Some("overdue") => query
            .push(" and state = 'open' and paused_at is null")
            .push_bind(" and due_at < {}", caller.world.now_ms()),
        Some("unclaimed") => query.push(" and state = 'open' and acknowledged_at is null"),
        Some("mine") => {
            query.push(" and state = 'open'").push_bind(" and owner = {}", caller.actor.id.as_str())
        }
        _ => query,
    }
}

/// Cases, open ones first, then by deadline.
///
/// # Errors
/// The store's own.
pub async fn list(db: &Db, caller: &Caller<'_>, filter: &Filter) -> Result<Page<Case>, Fault> {
    let places = places(db, caller, filter.place.as_deref()).await?;
    if places.is_empty() {
        return Ok(Page { items: Vec::new(), next: None });
    }
    let query = store::question("where ").push_list("place in ({})", places);
    let mut query = filtered(query, caller, filter);
    // One text to sort by: state, deadline, id.
    let key = "(case when state = 'open' then '0' else '1' end) || '.' || substr('00000000000000' || due_at, -14) || '.' || id";
    let key = if db.backend() == anye_db::Backend::Postgres {
        "(case when state = 'open' then '0' else '1' end) || '.' || lpad(due_at::text, 14, '0') || '.' || id"
    } else {
        key
    };
    if let Some(Cursor(parts)) = &filter.cursor
        && let Some(after) = parts.first()
    {
        query = query.push(&format!(" and {key}")).push_bind(" > {}", after.as_str());
    }
    let query = query.push(&format!(" order by {key} limit {}", filter.limit.rows() + 1));
    let rows = store::select(&mut &*db, query).await?;
    let cursor = |case: &Case| {
        let state = if case.state == crate::model::State::Open { '0' } else { '1' };
        Cursor(vec![format!("{state}.{:014}.{}", case.due_at, case.id)])
    };
    Ok(Page::from_overfull(rows, filter.limit, cursor))
}

/// Cases with these ids, as far as the caller may read them; in no order.
///
/// # Errors
/// The store's own.
pub async fn by_ids(db: &Db, caller: &Caller<'_>, ids: &[String]) -> Result<Vec<Case>, Fault> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(400) {
        let query = store::question("where ").push_list("id in ({})", some.iter());
        found.extend(store::select(&mut &*db, query).await?);
    }
    found.retain(|case| may(caller, Permission::CasesRead, &case.place));
    Ok(found)
}

/// Counts the open cases that the caller may read.
///
/// # Errors
/// The store's own.
pub async fn tally(
    db: &Db,
    caller: &Caller<'_>,
    kind: Option<&str>,
    within: Option<&str>,
) -> Result<Tally, Fault> {
    let places = places(db, caller, within).await?;
    if places.is_empty() {
        return Ok(Tally::default());
    }
    let counts = store::counts(&mut &*db, caller.world.now_ms(), places, kind).await?;
    let mut tally = Tally::default();
    for count in counts {
        tally.open += count.open;
        tally.overdue += count.late;
        tally.unclaimed += count.unclaimed;
        if badness(&count.level).is_some() {
            tally.by_level.push((count.level, count.open));
        }
    }
    tally.by_level.sort_by_key(|(level, _)| LEVELS.iter().position(|known| known == level));
    Ok(tally)
}
