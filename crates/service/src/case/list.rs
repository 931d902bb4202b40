//! Cases of programmes as lists and as counts (办件清单、统计): by programme, place and state; how long they took, how many are late.

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

/// Counts of one programme at one place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Stats {
    /// The programme.
    pub programme: String,
    /// The place.
    pub place: String,
    /// All that were sent.
    pub sent: i64,
    /// Not ended.
    pub open: i64,
    /// Open with a deadline that passed.
    pub late: i64,
    /// Granted.
    pub granted: i64,
    /// Refused or not accepted.
    pub refused: i64,
    /// Refused with a reason on record: must be the same number.
    pub with_reason: i64,
    /// Ended within the promise, of those that had one.
    pub kept: i64,
    /// Ended, of those that had a promise.
    pub promised: i64,
    /// Milliseconds from sending to the end, all added up.
    pub took_ms: i64,
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

/// Counts by programme and place.
///
/// # Errors
/// The store's own.
pub async fn stats(db: &Db, caller: &Caller<'_>, place: Option<&str>) -> Result<Vec<Stats>, Fault> {
    let places = places(db, caller, place).await?;
    if places.is_empty() {
        return Ok(Vec::new());
    }
    Ok(store::list::stats(&mut &*db, places, caller.world.now_ms()).await?)
}
