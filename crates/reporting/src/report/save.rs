//! Saving a draft (保存草稿). Nothing stops it: errors are shown, not refused. It lies over what was submitted and changes no sum.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Begin, WriteTx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Checking, KeptDoubt, Reasons, Report, check_of, kept, must_be_open, strict};
use crate::Reporting;
use crate::reporter;
use crate::rights::{is_own, must};
use crate::store::report as store;

/// A saved draft and what is doubtful about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Saved {
    /// The report; its draft has the computed cells filled in.
    pub report: Report,
    /// What is wrong or doubtful.
    pub doubts: Vec<KeptDoubt>,
    /// Ids of items without which it does not count as filed.
    pub incomplete: Vec<String>,
}

/// Saves cells (JSON by id of the item) over the version seen.
pub async fn save(
    reporting: &Reporting,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    cells: &str,
) -> Result<Saved, Fault> {
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let before = writable(caller, &mut tx, id, seen).await?;
    let (form, period) = reporting.form_period(&before.form, &before.period)?;
    must_be_open(&mut tx, form, &before.period).await?;
    let cells = strict(form, cells)?;
    let (_, facts) = reporter::find(reporting, &mut tx, form, period, &before.reporter).await?;
    let with = Checking { form, period, reporter: &before.reporter, facts: &facts };
    let checked = check_of(&mut tx, &with, &cells).await?;
    let now = Report {
        draft: checked.cells.to_json(form),
        changed_at: caller.world.now_ms(),
        version: before.version + 1,
        ..before.clone()
    };
    store::update(&mut tx, &now, before.version).await?;
    let saved = Saved {
        doubts: kept(form, &checked, &Reasons::new()),
        incomplete: checked.incomplete.iter().map(|at| form.items[*at].id.clone()).collect(),
        report: now,
    };
    let event = Event::new("report.save", "report", id).at_place(&before.place);
    let detail =
        serde_json::json!({ "version": saved.report.version, "digest": super::digest(&saved.report.draft) });
    tx.commit_with(event.detail(&detail), &saved).await?;
    Ok(saved)
}

/// The report in the version seen, where the caller may fill it in.
pub(super) async fn writable(
    caller: &Caller<'_>,
    tx: &mut WriteTx<'_>,
    id: &str,
    seen: i64,
) -> Result<Report, Fault> {
    let found = store::find(tx, id).await?.ok_or_else(|| Fault::not_found("report"))?;
    let own = is_own(tx, caller, &found.reporter).await?;
    if !crate::rights::may(caller, Permission::ReportRead, &found.path, own) {
        return Err(Fault::not_found("report"));
    }
    must(caller, Permission::ReportSubmit, &found.path, own)?;
    if found.version != seen {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    Ok(found)
}
