//! Filters that were kept (保存的筛选), each for the account that kept it. What stands in the address is all there is to it.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, Db};

use crate::store;
use crate::task::View;

/// Longest name.
const LONGEST: usize = 40;

/// All of the caller's.
///
/// # Errors
/// The store's own.
pub async fn views(db: &Db, caller: &Caller<'_>) -> Result<Vec<View>, Fault> {
    Ok(store::task::views(&mut &*db, &caller.actor.id).await?)
}

/// Keeps one; the same name takes the place of the one before.
///
/// # Errors
/// No name, too long, or an address that is none.
pub async fn keep_view(db: &Db, caller: &Caller<'_>, name: &str, query: &str) -> Result<View, Fault> {
    let name = name.trim();
    let sound = query.len() <= 400
        && query.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"'\\".contains(&byte));
    if name.is_empty() || name.chars().count() > LONGEST || !sound {
        let fault = Fault::new(ErrorKind::Invalid, "task_view").arg("most", LONGEST);
        return Err(fault.field(FieldFault::new("name", "task_view").arg("most", LONGEST)));
    }
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let made = View { id: caller.world.new_id(), name: name.to_owned(), query: query.to_owned() };
    store::task::keep_view(&mut tx, &caller.actor.id, &made, caller.world.now_ms()).await?;
    tx.commit_with(Event::new("task.view", "task_view", &made.id), &made).await?;
    Ok(made)
}

/// Forgets one.
///
/// # Errors
/// Not there, or not the caller's.
pub async fn drop_view(db: &Db, caller: &Caller<'_>, id: &str) -> Result<(), Fault> {
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => return Ok(()),
    };
    store::task::drop_view(&mut tx, &caller.actor.id, id).await?;
    Ok(tx.commit_with(Event::new("task.view_drop", "task_view", id), &()).await?)
}
