//! Who may do what with which document. A document that may not be read is as if it were not there.

use anye_access::{Caller, Permission};
pub use anye_access::{may, must};
use anye_base::Fault;
use anye_db::{DbError, Read};

use crate::model::Record;
use crate::store;

/// A document that the caller may read. Not there and not allowed give the same answer.
pub async fn readable(from: &mut impl Read, caller: &Caller<'_>, id: &str) -> Result<Record, Fault> {
    let found = store::document::find(from, id).await?;
    found
        .filter(|record| may(caller, Permission::DocumentsRead, &record.place))
        .ok_or_else(|| Fault::not_found("document"))
}

/// The places that have documents the caller holds this permission for.
pub async fn places(
    from: &mut impl Read,
    caller: &Caller<'_>,
    permission: Permission,
) -> Result<Vec<String>, DbError> {
    let all = store::document::places(from).await?;
    Ok(all.into_iter().filter(|place| may(caller, permission, place)).collect())
}
