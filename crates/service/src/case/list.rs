//! Cases of programmes as lists (办件清单): by programme, place and state; how many are open, how many late.

use anye_access::{Caller, Permission};
use anye_base::{Cursor, Fault, Limit, Page};
use anye_db::Db;
use serde::Serialize;
use utoipa::ToSchema;

use super::rights::may;
use crate::model::Stand;
use crate::store;

/// Which cases.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this programme.
    pub programme: Option<String>,
    /// In this state.
    pub stand: Option<Stand>,
    /// At this place or below it.
    pub place: Option<String>,
    /// About this subject: kind and id.
    pub subject: Option<(String, String)>,
    /// Where the page begins.
    pub cursor: Option<Cursor>,
    /// How many rows.
    pub limit: Limit,
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = service::Line)]
pub struct Line {
    /// The case.
    pub case_id: String,
    /// Its number.
    pub number: String,
    /// The programme.
    pub programme: String,
    /// Where.
    pub place: String,
    /// How far.
    pub stand: Stand,
    /// Title in both languages, the name masked.
    pub title: (String, String),
    /// When it was sent.
    pub made_at: i64,
    /// When the next step is due.
    pub due_at: i64,
    /// When it ended.
    pub ended_at: Option<i64>,
}

/// The places of cases that the caller may read.
async fn places(db: &Db, caller: &Caller<'_>, within: Option<&str>) -> Result<Vec<String>, Fault> {
    let all = store::list::places(&mut &*db).await?;
    let inside = |place: &str| within.is_none_or(|over| caller.places.is_within(place, over));
    Ok(all.into_iter().filter(|place| inside(place) && may(caller, Permission::CasesRead, place)).collect())
}

/// The latest first.
///
/// # Errors
/// The store's own.
pub async fn list(db: &Db, caller: &Caller<'_>, filter: &Filter) -> Result<Page<Line>, Fault> {
    let places = places(db, caller, filter.place.as_deref()).await?;
    if places.is_empty() {
        return Ok(Page { items: Vec::new(), next: None });
    }
    let all = store::list::lines(&mut &*db, places, filter).await?;
    Ok(Page::from_overfull(all, filter.limit, |one| Cursor(vec![one.case_id.clone()])))
}

/// How many are open, and how many of these have a deadline that passed.
///
/// # Errors
/// The store's own.
pub async fn open_and_late(db: &Db, caller: &Caller<'_>) -> Result<(i64, i64), Fault> {
    let places = places(db, caller, None).await?;
    if places.is_empty() {
        return Ok((0, 0));
    }
    Ok(store::list::open_and_late(&mut &*db, places, caller.world.now_ms()).await?)
}
