//! Lists of notices (裁员报告清单): what is open, what is overdue, what had to be reported. Everything is filtered by what the caller may read.

use anye_access::Caller;
use anye_base::{Cursor, Fault, Limit, Page};
use anye_casework::model::{Case, State};
use anye_casework::use_case as casework;
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
    let own = rights::own(&mut from, caller).await?;
    let inside = |place: &str| {
        filter.place.is_empty()
            || place == filter.place
            || caller.places.is_within(county(place), &filter.place)
    };
    let places = store::places(&mut from).await?;
    let seen: Vec<String> =
        places.into_iter().filter(|place| inside(place) && rights::may_read(caller, place, false)).collect();
    let query = store::question("where (").push_list("place in ({})", seen);
    let query = if own.is_empty() { query } else { query.push_list(" or employer_id in ({})", own) };
    let mut query = match filter.state.as_str() {
        "all" => query.push(")"),
        "draft" => query.push(") and state = 'draft'"),
        "breach" => query.push(") and state = 'filed' and breaches > 0"),
        "open" => {
            query.push(") and state = 'filed' and case_id in (select id from case_file where state = 'open')")
        }
        "overdue" => query
            .push(") and state = 'filed' and case_id in (select id from case_file where state = 'open'")
            .push_bind(" and due_at < {})", caller.world.now_ms()),
        _ => query.push(") and state = 'filed'"),
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

/// The county of a place: the tree of rights knows no lower one.
fn county(place: &str) -> &str {
    place.get(..6).unwrap_or(place)
}

async fn rows(monitor: &Monitor, caller: &Caller<'_>, found: Vec<Notice>) -> Result<Vec<Row>, Fault> {
    let mut from = &monitor.core.db;
    let ids: Vec<String> = found.iter().map(|one| one.employer_id.clone()).collect();
    let firms = employer::by_ids(&mut from, &ids).await?;
    let cases = cases(monitor, caller, &ids).await?;
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

/// The layoff cases that the caller may read of these employers, the latest five hundred.
async fn cases(monitor: &Monitor, caller: &Caller<'_>, employers: &[String]) -> Result<Vec<Case>, Fault> {
    let mut all: Vec<Case> = Vec::new();
    let mut asked: Vec<&String> = employers.iter().collect();
    asked.sort();
    asked.dedup();
    for id in asked {
        let filter = casework::Filter {
            kind: Some("layoff".to_owned()),
            subject: Some(("employer".to_owned(), id.clone())),
            ..casework::Filter::default()
        };
        all.extend(casework::list(&monitor.core.db, caller, &filter).await?.items);
    }
    Ok(all)
}

/// How many notices the caller may read stand so: open, overdue, breach, draft.
///
/// # Errors
/// The store's own.
pub async fn counts(monitor: &Monitor, caller: &Caller<'_>, place: &str) -> Result<[usize; 4], Fault> {
    let mut found = [0; 4];
    for (at, state) in ["open", "overdue", "breach", "draft"].into_iter().enumerate() {
        let filter = Filter { state: state.to_owned(), place: place.to_owned(), ..Filter::default() };
        let most = Limit::new(500).unwrap_or_default();
        let mut after = None;
        loop {
            let page = list(monitor, caller, &filter, after.as_ref(), most).await?;
            found[at] += page.items.len();
            match page.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
    }
    Ok(found)
}
