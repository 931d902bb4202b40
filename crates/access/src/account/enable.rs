//! Opening a shut account again (启用账号). Its roles are as they were; it signs in anew.

use anye_db::audit::Event;
use anye_db::{Begin, Db};

use super::store;
use crate::caller::Caller;
use crate::fault::failures;
use crate::model::{Permission, Target};

failures! {
    /// Why an account was not opened again.
    EnableAccountError, denied {
        /// There is no such account.
        Unknown => NotFound "account_unknown",
    }
}

/// Opens it again. `version` is the one that was seen.
pub async fn enable_account(
    db: &Db,
    caller: &Caller<'_>,
    id: &str,
    version: i64,
) -> Result<(), EnableAccountError> {
    let found = store::find(&mut &*db, id).await?.ok_or(EnableAccountError::Unknown)?;
    caller.require(db, Permission::AccountsManage, Target::place(&found.brief.place)).await?;
    let Begin::Fresh(mut tx) = db.begin(caller.scope()).await? else { return Ok(()) };
    store::set_disabled(&mut tx, id, version, None).await?;
    tx.commit(Event::new("account.enabled", "account", id).at_place(&found.brief.place)).await?;
    Ok(())
}
