//! Approving one report at the level that is next (逐级审核). Its submitter does not approve it.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::Begin;
use anye_db::audit::Event;

use super::follow;
use super::level::{level_path, next_level, word};
use crate::Reporting;
use crate::report::{Report, State, must_be_open, put};
use crate::rights::{may, must};
use crate::store::report as store;

/// Approves the report in the version seen.
pub async fn approve(
    reporting: &Reporting,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    note: &str,
) -> Result<Report, Fault> {
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let before = store::find(&mut tx, id).await?.ok_or_else(|| Fault::not_found("report"))?;
    if !may(caller, Permission::ReportRead, &before.path, false) {
        return Err(Fault::not_found("report"));
    }
    let form = reporting.form(&before.form)?;
    if before.version != seen {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    if !matches!(before.state, State::Submitted | State::Partly) {
        return Err(
            Fault::new(ErrorKind::Conflict, "report_not_to_approve").arg("state", before.state.word())
        );
    }
    let level = next_level(form, before.approvals).ok_or_else(|| {
        Fault::new(ErrorKind::Conflict, "report_not_to_approve").arg("state", before.state.word())
    })?;
    must(caller, Permission::ReportApprove, level_path(&before.path, level), false)?;
    if before.submitted_by == caller.actor.id {
        return Err(Fault::new(ErrorKind::Denied, "report_own_approval"));
    }
    must_be_open(&mut tx, form, &before.period).await?;
    let approvals = before.approvals + 1;
    let state = State::after(approvals, i64::try_from(form.approve.len()).unwrap_or(0));
    let now = caller.world.now_ms();
    let after = Report {
        counted: if state == State::Approved { 2 } else { before.counted },
        approvals,
        state,
        approved_cells: before.cells.clone(),
        approved_at: Some(now),
        approved_by: caller.actor.id.clone(),
        changed_at: now,
        version: before.version + 1,
        ..before.clone()
    };
    let said = format!("{} {}", word(level), note.trim());
    put(&mut tx, form, Some(&before), &after, ("approve", said.trim())).await?;
    follow::tell(reporting, &mut tx, form, &after.period, before.approvals).await?;
    let event = Event::new("report.approve", "report", id).at_place(&after.place);
    let detail =
        serde_json::json!({ "level": word(level), "digest": after.digest, "version": after.version });
    tx.commit_with(event.detail(&detail), &after).await?;
    Ok(after)
}
