//! A colleague by the name they sign in with (同事), for handing over and standing in. It must never tell whether somebody exists who may not do it.

use anye_base::{Date, Fault};
use anye_db::Db;

use crate::account::store as accounts;
use crate::grant::store as grants;
use crate::model::{Grants, Permission, PlaceScope, Target, decide};

/// Account and name of who signs in with this name, where they may do this at a place.
///
/// # Errors
/// The store's own.
pub async fn colleague(
    db: &Db,
    login: &str,
    permission: Permission,
    place: &str,
    on: Date,
    places: &dyn PlaceScope,
) -> Result<Option<(String, String)>, Fault> {
    let found = accounts::find_login(&mut &*db, login).await?.filter(|one| !one.disabled);
    let Some(found) = found else { return Ok(None) };
    let held = grants::in_force(&mut &*db, &found.brief.id, on).await?;
    let may = decide(&Grants::new(&found.brief.id, held), permission, Target::place(place), places).allowed;
    Ok(may.then_some((found.brief.id, found.brief.name)))
}

/// The account that signs in with a name, where it is open: for linking it to a record after its holder's card was seen.
///
/// # Errors
/// The store's own.
pub async fn portal_account(db: &Db, login: &str) -> Result<Option<String>, Fault> {
    let found = accounts::find_login(&mut &*db, login).await?;
    Ok(found.filter(|one| !one.disabled).map(|one| one.brief.id))
}
