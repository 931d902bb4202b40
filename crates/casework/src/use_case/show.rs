//! A case with everything that belongs to it.

use anye_access::Caller;
use anye_base::Fault;
use anye_db::Db;

use super::readable;
use crate::model::Whole;
use crate::store;

/// Shows it.
///
/// # Errors
/// Not there, or not to be read by the caller: the answer is the same.
pub async fn show(db: &Db, caller: &Caller<'_>, id: &str) -> Result<Whole, Fault> {
    let mut from = db;
    let case = readable(&mut from, caller, id).await?;
    Ok(Whole {
        steps: store::steps(&mut from, id).await?,
        history: store::history(&mut from, id).await?,
        wish: store::wish(&mut from, id).await?,
        links: store::links(&mut from, id).await?,
        groups: store::group::of(&mut from, id).await?,
        case,
    })
}

/// What happened to a case, the oldest first, for a feature that has decided who may read it.
///
/// # Errors
/// The store's own.
pub async fn happened(db: &Db, id: &str) -> Result<Vec<crate::model::Happened>, Fault> {
    Ok(store::history(&mut &*db, id).await?)
}
