//! Reading grants (查看授权), as far as the caller's places reach.

use anye_base::{Cursor, Limit, Page};
use anye_db::Db;
use serde::Deserialize;

use super::{GrantState, GrantView, store};
use crate::caller::Caller;
use crate::fault::failures;
use crate::model::{Permission, Role, Target, decide, may_at_all};

/// Which grants.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct GrantFilter {
    /// Of this account.
    pub account: Option<String>,
    /// Of this role.
    pub role: Option<Role>,
    /// That have come this far.
    pub state: Option<GrantState>,
}

failures! {
    /// Why grants cannot be read.
    GrantsError, denied {
        /// There is no such grant.
        Unknown => NotFound "grant_unknown",
    }
}

/// One grant.
pub async fn grant(db: &Db, caller: &Caller<'_>, id: &str) -> Result<GrantView, GrantsError> {
    let found = store::find(&mut &*db, id).await?.ok_or(GrantsError::Unknown)?;
    caller.require(db, Permission::GrantsRead, Target::place(&found.place)).await?;
    Ok(found)
}

/// A page of the grants within reach, newest first.
pub async fn list_grants(
    db: &Db,
    caller: &Caller<'_>,
    filter: &GrantFilter,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<GrantView>, GrantsError> {
    if !may_at_all(caller.grants, Permission::GrantsRead) {
        caller.require(db, Permission::GrantsRead, Target::SYSTEM).await?;
    }
    let (mut seen, mut from) = (Vec::new(), after.cloned());
    loop {
        let page = store::list(&mut &*db, filter, from.as_ref(), limit).await?;
        let within = |view: &GrantView| {
            decide(caller.grants, Permission::GrantsRead, Target::place(&view.place), caller.places).allowed
        };
        seen.extend(page.items.into_iter().filter(within));
        from = page.next;
        if from.is_none() || seen.len() > limit.rows() as usize {
            return Ok(Page::from_overfull(seen, limit, |view| Cursor(vec![view.id.clone()])));
        }
    }
}
