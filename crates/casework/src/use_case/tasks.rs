//! The task list (待办清单), from the rows of cases alone: what one could do today, and how much there is of it.

use anye_access::{Caller, Permission};
use anye_base::{Cursor, Fault, Limit, Page};
use anye_db::Db;

use super::list::places;
use crate::model::Case;
use crate::store;
use crate::store::task::Scope;
use crate::task::{Bucket, Counts, Delegation, Moments, Reach};

/// Which tasks.
#[derive(Debug, Clone, Default)]
pub struct TaskFilter {
    /// Which bucket.
    pub bucket: Bucket,
    /// Whose.
    pub reach: Reach,
    /// The caller's own office; for the team's tasks.
    pub office: String,
    /// A place and all below it.
    pub place: Option<String>,
    /// One kind only.
    pub kind: Option<String>,
    /// Words of the title.
    pub words: String,
    /// Where the page begins.
    pub cursor: Option<Cursor>,
    /// How many rows.
    pub limit: Limit,
}

/// Tasks with their counts.
#[derive(Debug)]
pub struct Tasks {
    /// Of the bucket, what is due first stands first.
    pub page: Page<Case>,
    /// Of all buckets.
    pub counts: Counts,
    /// For whom the caller stands in today.
    pub standing_in: Vec<Delegation>,
}

/// Lists them.
///
/// # Errors
/// The store's own.
pub async fn tasks(db: &Db, caller: &Caller<'_>, filter: &TaskFilter) -> Result<Tasks, Fault> {
    let at = Moments::at(caller.world.now_ms());
    let today = caller.world.today().to_string();
    let own = &caller.actor.id;
    let mut standing_in = store::task::delegations(&mut &*db, own, &today).await?;
    standing_in.retain(|one| one.to.0 == *own && one.from_day <= today);
    let mut places = places(db, caller, filter.place.as_deref()).await?;
    places.retain(|place| super::may(caller, Permission::CasesRead, place));
    let empty = || Page { items: Vec::new(), next: None };
    if places.is_empty() {
        return Ok(Tasks { page: empty(), counts: Counts::default(), standing_in });
    }
    let mut needs = vec![String::new()];
    needs.extend(
        Permission::ALL
            .iter()
            .filter(|one| anye_access::may_at_all(caller.grants, **one))
            .map(|one| one.word().to_owned()),
    );
    let owners = (filter.reach == Reach::Mine).then(|| {
        let others = standing_in.iter().map(|one| one.from.0.clone());
        std::iter::once(own.clone()).chain(others).collect()
    });
    let answers = (filter.reach == Reach::Team).then(|| vec![filter.office.clone()]);
    let words = filter.words.trim().to_owned();
    let scope = Scope { places, needs, owners, answers, kind: filter.kind.clone(), words };
    let after = filter
        .cursor
        .as_ref()
        .and_then(|Cursor(parts)| Some((parts.first()?.parse().ok()?, parts.get(1)?.clone())));
    let limit = filter.limit.rows() + 1;
    let rows = store::task::list(&mut &*db, &scope, filter.bucket, at, after, limit).await?;
    let counts = store::task::counts(&mut &*db, &scope, at).await?;
    let cursor = |case: &Case| Cursor(vec![case.due_at.to_string(), case.id.clone()]);
    Ok(Tasks { page: Page::from_overfull(rows, filter.limit, cursor), counts, standing_in })
}
