//! A note to a case (备注): a meeting of several departments, an opinion, a measure taken.

use anye_access::Caller;
use anye_base::Fault;
use anye_db::audit::Event;
use anye_db::{Begin, Db};
use serde_json::json;

use super::{changed, workable, written};
use crate::model::Case;

/// Adds it.
///
/// # Errors
/// No text, not there, not allowed, closed, or changed meanwhile.
pub async fn note(db: &Db, caller: &Caller<'_>, id: &str, seen: i64, text: &str) -> Result<Case, Fault> {
    let text = written("note", text)?;
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let case = workable(&mut tx, caller, id, seen).await?;
    let case = changed(&mut tx, caller, case, "note", json!({ "note": text })).await?;
    let event = Event::new("case.note", "case", id).at_place(&case.place);
    tx.commit_with(event, &case).await?;
    Ok(case)
}
