//! Taking a document out of use (撤回文件), with a reason. It is kept: what was decided by it must stay explicable.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::Begin;
use anye_db::audit::Event;

use crate::import::searchable;
use crate::library::Library;
use crate::model::{Record, Withdrawn};
use crate::{rights, store};

/// Withdraws a document.
pub async fn withdraw(
    library: &Library,
    caller: &Caller<'_>,
    id: &str,
    version: i64,
    reason: &str,
) -> Result<Record, Fault> {
    let db = &library.core.db;
    let record = rights::readable(&mut &*db, caller, id).await?;
    rights::must(caller, Permission::DocumentsImport, &record.place)?;
    let reason = reason.trim();
    if reason.is_empty() {
        let field = FieldFault::new("reason", "reason_missing");
        return Err(Fault::new(ErrorKind::Invalid, "reason_missing").field(field));
    }
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let what =
        Withdrawn { at: caller.world.now_ms(), by: caller.actor.name.clone(), reason: reason.to_owned() };
    let seq = store::counter::take(&mut tx, 1).await?;
    store::document::withdraw(&mut tx, id, version, &what, seq).await?;
    let now = Record { withdrawn: Some(what), version: version + 1, ..record };
    let detail = serde_json::json!({ "reason": reason, "title": now.title, "number": now.number });
    let event = Event::new("documents.withdraw", "document", id).at_place(&now.place).detail(&detail);
    tx.commit_with(event, &now).await?;
    searchable(library).await;
    Ok(now)
}
