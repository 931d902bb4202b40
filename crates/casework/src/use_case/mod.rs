//! What can be done with cases, one use case a file. None may change a case without its number as seen, nor without an entry in its history.

mod acknowledge;
mod batch;
mod close;
mod delegate;
mod escalate;
pub mod flow;
mod group;
mod level;
mod link;
mod list;
mod note;
mod open;
mod show;
mod step;
mod tasks;
mod view;

pub use acknowledge::acknowledge;
pub use batch::{
    Bulk, Effect, UNDO_MS, bulk, end_batch, keep_batch, preview, undo, undoable, waiting_batches,
};
pub use close::close;
pub use delegate::{Away, delegate, delegations, end_delegation};
pub use escalate::{ESCALATE_KIND, EscalateWork, escalate_due};
pub use group::{GroupAct, group};
pub use level::{confirm_level, refuse_level, wish_level};
pub use link::link;
pub use list::{Filter, Tally, by_ids, kinds, list, tally};
pub use note::note;
pub use open::{Opened, open_in};
pub use show::{happened, show};
pub use step::{StepDone, finish_step};
pub use tasks::{TaskFilter, Tasks, tasks};
pub use view::{drop_view, keep_view, views};

pub(crate) use anye_access::may;
use anye_access::{Caller, Permission, must};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::{Read, WriteTx};

use crate::model::{Case, State, Step};
use crate::store;

/// Longest text of a note.
const LONGEST: usize = 2_000;

/// A case that the caller may read; one that may not be read is as if it were not there.
async fn readable(from: &mut impl Read, caller: &Caller<'_>, id: &str) -> Result<Case, Fault> {
    let found = store::find(from, id).await?;
    found
        .filter(|case| may(caller, Permission::CasesRead, &case.place))
        .ok_or_else(|| Fault::not_found("case"))
}

/// An open case to work on, in the state that was seen.
async fn workable(tx: &mut WriteTx<'_>, caller: &Caller<'_>, id: &str, seen: i64) -> Result<Case, Fault> {
    let case = readable(tx, caller, id).await?;
    must(caller, Permission::CasesWork, &case.place)?;
    if case.state == State::Closed {
        return Err(Fault::new(ErrorKind::Conflict, "case_closed"));
    }
    if case.row_version != seen {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    Ok(case)
}

/// A case with a page of its own is moved on there, by the rules that hold there.
fn here(case: &Case) -> Result<(), Fault> {
    if case.page.is_empty() {
        return Ok(());
    }
    Err(Fault::new(ErrorKind::Conflict, "case_elsewhere").arg("page", &case.page))
}

/// A text that must be there, not too long.
fn written(field: &'static str, text: &str) -> Result<String, Fault> {
    let text = text.trim();
    let code = if text.is_empty() {
        "case_text_missing"
    } else if text.chars().count() > LONGEST {
        "case_text_long"
    } else {
        return Ok(text.to_owned());
    };
    Err(Fault::new(ErrorKind::Invalid, code)
        .arg("most", LONGEST)
        .field(FieldFault::new(field, code).arg("most", LONGEST)))
}

/// Writes the case as it is now, with what happened to it.
async fn changed(
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    mut now: Case,
    what: &str,
    detail: serde_json::Value,
) -> Result<Case, Fault> {
    let seen = now.row_version;
    now.row_version = seen + 1;
    store::update(tx, &now, seen).await?;
    let by = (caller.actor.id.as_str(), caller.actor.name.as_str());
    store::happened(tx, &now.id, by, caller.world.now_ms(), what, &detail).await?;
    Ok(now)
}

/// The deadline that counts: that of the first step still to be done.
fn next_due(steps: &[Step], otherwise: i64) -> i64 {
    steps.iter().find(|step| step.state == "pending").map_or(otherwise, |step| step.due_at)
}
