//! Joining two cases (关联): waves of one layoff, duplicates, a measure and its warning.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Begin, Db};
use serde_json::json;

use super::{must, readable};
use crate::store;

/// The kinds of link.
pub const KINDS: [&str; 4] = ["wave", "duplicate", "cause", "measure"];

/// Joins them.
///
/// # Errors
/// No such kind, a case with itself, not there or not allowed for either.
pub async fn link(db: &Db, caller: &Caller<'_>, from: &str, to: &str, kind: &str) -> Result<(), Fault> {
    if !KINDS.contains(&kind) || from == to {
        return Err(Fault::new(ErrorKind::Invalid, "case_link_wrong"));
    }
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let one = readable(&mut tx, caller, from).await?;
    let other = readable(&mut tx, caller, to).await?;
    must(caller, Permission::CasesWork, &one.place)?;
    let now = caller.world.now_ms();
    if store::link(&mut tx, from, to, kind, now, &caller.actor.name).await? > 0 {
        for (id, with) in [(from, &other), (to, &one)] {
            let detail = json!({ "kind": kind, "id": with.id, "zh": with.title.zh, "en": with.title.en });
            let by = (caller.actor.id.as_str(), caller.actor.name.as_str());
            store::happened(&mut tx, id, by, now, "linked", &detail).await?;
        }
    }
    let event = Event::new("case.link", "case", from).at_place(&one.place);
    tx.commit_with(event.detail(&json!({ "to": to, "kind": kind })), &()).await?;
    Ok(())
}
