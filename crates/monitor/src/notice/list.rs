//! Lists of notices (裁员报告清单): what is open, what is overdue, what had to be reported. Everything is filtered by what the caller may read.

use anye_access::Caller;
use anye_base::{Cursor, Fault, Limit, Page};
use anye_casework::model::State;
use anye_casework::use_case as casework;
use anye_db::Query;
use anye_registry::employer;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::Notice;
use super::{rights, show, store};
use crate::Monitor;

/// What is wanted.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams)]
#[serde(default)]
pub struct Filter {
    /// open, overdue, breach, draft or all; filed ones where none is given.
    pub state: String,
    /// A place and all below it.
    pub place: String,
    /// required, not_required or needs.
    pub needed: String,
    /// An employer's id.
    pub employer: String,
}

/// A row.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = monitor::notice::list::Row)]
pub struct Row {
    /// The notice.
    pub notice: Notice,
    /// Name of the employer.
    pub employer: String,
    /// Its code.
    pub code: String,
    /// Hours from the event to the report.
    pub hours_to_report: Option<i64>,
    /// Deadline of the next step, while its case is open.
    pub due_at: Option<i64>,
    /// Whether a deadline has passed.
    pub overdue: bool,
    /// Whether its case is open.
    pub open: bool,
}

/// A page of notices.
///
/// # Errors
/// The store's own.
pub async fn list(
    monitor: &Monitor,
    caller: &Caller<'_>,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Row>, Fault> {
    let mut from = &monitor.core.db;
    let reach = Reach::of(monitor, caller, &filter.place).await?;
    let query = reach.within(store::question("where "));
    let mut query = match filter.state.as_str() {
        "all" => query,
        "draft" => query.push(" and state = 'draft'"),
        "breach" => query.push(" and state = 'filed' and breaches > 0"),
        "open" => {
            query.push(" and state = 'filed' and case_id in (select id from case_file where state = 'open')")
        }
        "overdue" => query
            .push(" and state = 'filed' and case_id in (select id from case_file where state = 'open'")
            .push_bind(" and due_at < {})", caller.world.now_ms()),
        _ => query.push(" and state = 'filed'"),
    };
    if !filter.needed.is_empty() {
        query = query.push_bind(" and needed = {}", filter.needed.as_str());
    }
    if !filter.employer.is_empty() {
        query = query.push_bind(" and employer_id = {}", filter.employer.as_str());
    }
    if let Some(last) = after.and_then(|cursor| cursor.0.first()) {
        query = query.push_bind(" and id < {}", last.as_str());
    }
    let found =
        store::select(&mut from, query.push(&format!(" order by id desc limit {}", limit.rows() + 1)))
            .await?;
    let page = Page::from_overfull(found, limit, |one| Cursor(vec![one.id.clone()]));
    Ok(Page { items: rows(monitor, caller, page.items).await?, next: page.next })
}

/// Whose notices the caller may read: those of places, and of employers whose account they are.
struct Reach {
    places: Vec<String>,
    own: Vec<String>,
}

impl Reach {
    async fn of(monitor: &Monitor, caller: &Caller<'_>, within: &str) -> Result<Self, Fault> {
        let mut from = &monitor.core.db;
        let own = rights::own(&mut from, caller).await?;
        let mut places = store::places(&mut from).await?;
        places.retain(|place| {
            let inside =
                within.is_empty() || place == within || caller.places.is_within(county(place), within);
            inside && rights::may_read(caller, place, false)
        });
        Ok(Self { places, own })
    }

    fn within(&self, query: Query) -> Query {
        let query = query.push("(").push_list("place in ({})", self.places.iter());
        let own = !self.own.is_empty();
        let query = if own { query.push_list(" or employer_id in ({})", self.own.iter()) } else { query };
        query.push(")")
    }
}

/// The county of a place: the tree of rights knows no lower one.
fn county(place: &str) -> &str {
    place.get(..6).unwrap_or(place)
}

async fn rows(monitor: &Monitor, caller: &Caller<'_>, found: Vec<Notice>) -> Result<Vec<Row>, Fault> {
    let mut from = &monitor.core.db;
    let ids: Vec<String> = found.iter().map(|one| one.employer_id.clone()).collect();
    let firms = employer::by_ids(&mut from, &ids).await?;
    let known: Vec<String> = found.iter().filter_map(|one| one.case_id.clone()).collect();
    let cases = casework::by_ids(&monitor.core.db, caller, &known).await?;
    let now = caller.world.now_ms();
    let row = |notice: Notice| {
        let firm = firms.iter().find(|one| one.id == notice.employer_id);
        let case = cases.iter().find(|one| Some(&one.id) == notice.case_id.as_ref());
        let open = case.filter(|one| one.state == State::Open);
        Row {
            employer: firm.map(|one| one.name.clone()).unwrap_or_default(),
            code: firm.map(|one| one.code.clone()).unwrap_or_default(),
            hours_to_report: show::hours(&notice),
            due_at: open.map(|one| one.due_at),
            overdue: open.is_some_and(|one| one.is_overdue(now)),
            open: open.is_some(),
            notice,
        }
    };
    Ok(found.into_iter().map(row).collect())
}

/// How many notices the caller may read stand so: open, overdue, breach, draft.
///
/// # Errors
/// The store's own.
pub async fn counts(monitor: &Monitor, caller: &Caller<'_>, place: &str) -> Result<[usize; 4], Fault> {
    let reach = Reach::of(monitor, caller, place).await?;
    let mut from = &monitor.core.db;
    let found = store::counts(&mut from, caller.world.now_ms(), |query| reach.within(query)).await?;
    Ok(found.map(|n| usize::try_from(n).unwrap_or(0)))
}
