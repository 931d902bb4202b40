//! Two records that may be one person (疑似重复): found when a person is registered or corrected and by a job over everybody, shown side by side with reasons, merged
//! by two people, parted again. Merging moves nothing: one record points to the other. It must never merge by itself.

pub mod api;
mod decide;
mod likeness;
mod note;
mod scan;

use anye_access::{Caller, Permission};
use anye_base::{Cursor, Fault, Limit, Page};
use anye_db::{DbError, Read};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::Person;
use super::scope::{counties, seen};
use super::store;
use crate::Registry;

pub use decide::{Decision, Proposal, decide, propose, undo};
pub use likeness::{Likeness, Reason, likeness};
pub use note::{note, note_again, note_number};
pub use scan::{KIND, ScanWork, ask, scan};

/// A pair of records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = registry::Pair)]
pub struct Pair {
    /// Id.
    pub id: String,
    /// The record with the smaller id.
    pub one: String,
    /// The other.
    pub other: String,
    /// How likely, 0 to 100.
    pub score: i64,
    /// Why.
    pub reasons: Vec<Reason>,
    /// open, proposed, merged, distinct, undone
    pub state: String,
    /// The one that stays, once proposed.
    pub keep: Option<String>,
    /// When it was found.
    pub found_at: i64,
    /// When a merge was proposed.
    pub proposed_at: Option<i64>,
    /// By which account.
    pub proposed_by: Option<String>,
    /// Its name then.
    pub proposed_name: Option<String>,
    /// Why.
    pub proposed_note: String,
    /// When it was decided or undone.
    pub decided_at: Option<i64>,
    /// By which account.
    pub decided_by: Option<String>,
    /// Its name then.
    pub decided_name: Option<String>,
    /// Why.
    pub decided_note: String,
    /// Rises with each change.
    pub version: i64,
}

impl Pair {
    /// The record that would point to the one that stays.
    #[must_use]
    pub fn leaves(&self) -> Option<&str> {
        let keep = self.keep.as_deref()?;
        Some(if keep == self.one { &self.other } else { &self.one })
    }
}

/// Pairs that wait: both records where the caller may look, the likeliest first.
pub async fn list(
    registry: &Registry,
    caller: &Caller<'_>,
    state: &str,
    place: &str,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Pair>, Fault> {
    let counties = counties(registry, caller, Permission::PersonsRead, place);
    let states: &[&str] = match state {
        "merged" => &["merged"],
        "distinct" => &["distinct"],
        "proposed" => &["proposed"],
        "open" => &["open", "undone"],
        _ => &["open", "undone", "proposed"],
    };
    Ok(store::page_of_pairs(&mut &registry.core.db, states, &counties, after, limit).await?)
}

/// A pair with its two records, where the caller may see both.
pub async fn find(
    registry: &Registry,
    caller: &Caller<'_>,
    id: &str,
) -> Result<(Pair, Person, Person), Fault> {
    let mut db = &registry.core.db;
    let pair = store::pair_by_id(&mut db, id).await?.ok_or_else(|| Fault::not_found("person_pair"))?;
    let mut both = Vec::with_capacity(2);
    for id in [&pair.one, &pair.other] {
        let found = store::by_id(&mut db, id).await?;
        both.push(seen(registry, caller, Permission::PersonsRead, found)?);
    }
    match (both.pop(), both.pop()) {
        (Some(other), Some(one)) => Ok((pair, one, other)),
        _ => Err(Fault::not_found("person_pair")),
    }
}

/// Pairs that these records are part of, for crates that check rights themselves.
pub async fn of_person(from: &mut impl Read, ids: &[String]) -> Result<Vec<Pair>, DbError> {
    store::pairs_of(from, ids).await
}

/// Records that point to this one, directly or through others.
pub async fn merged_into(from: &mut impl Read, id: &str) -> Result<Vec<String>, DbError> {
    let mut all = Vec::new();
    let mut open = vec![id.to_owned()];
    while !open.is_empty() && all.len() < 64 {
        let pairs = store::pairs_of(from, &open).await?;
        let merged = pairs.iter().filter(|pair| pair.state == "merged");
        let mut next: Vec<String> = merged
            .filter(|pair| pair.keep.as_ref().is_some_and(|keep| open.contains(keep)))
            .filter_map(|pair| pair.leaves().map(str::to_owned))
            .filter(|id| !all.contains(id))
            .collect();
        next.sort();
        next.dedup();
        all.extend(next.iter().cloned());
        open = next;
    }
    Ok(all)
}
