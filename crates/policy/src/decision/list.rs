//! The decisions of the places that the caller may see.

use anye_access::{Caller, Permission, Target, decide};
use anye_base::{Cursor, Fault, Limit, Page};

use super::model::Kept;
use super::store;
use crate::Policy;

/// Which decisions.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this place and what lies within it.
    pub place: Option<String>,
    /// By this rule (id).
    pub rule: Option<String>,
    /// That came out so.
    pub outcome: Option<String>,
    /// Decided as of this day or later.
    pub from: Option<String>,
    /// Decided as of this day or earlier.
    pub to: Option<String>,
}

/// The places with decisions that the caller may see.
pub async fn offered(policy: &Policy, caller: &Caller<'_>) -> Result<Vec<String>, Fault> {
    let mut places = store::places(&mut &policy.core.db).await?;
    places.retain(|place| may(caller, place));
    Ok(places)
}

/// A page of them, newest first.
pub async fn list(
    policy: &Policy,
    caller: &Caller<'_>,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Kept>, Fault> {
    let mut places = offered(policy, caller).await?;
    if let Some(wanted) = &filter.place {
        places.retain(|place| place == wanted || caller.places.is_within(place, wanted));
    }
    Ok(store::page(&mut &policy.core.db, filter, &places, after, limit).await?)
}

/// Whether the caller may see decisions of a place.
pub(super) fn may(caller: &Caller<'_>, place: &str) -> bool {
    decide(caller.grants, Permission::LawDecisionsRead, Target::place(place), caller.places).allowed
}
