//! Changing a locked report by force (强制修改): one person asks with a reason, another one does it, and the figure keeps a mark.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::Begin;
use anye_db::audit::Event;

use super::submit::submitted;
use super::{Checking, Reasons, Report, check_of, kept, put, strict};
use crate::Reporting;
use crate::reporter;
use crate::rights::must;
use crate::store::period::{self as store, Forced};
use crate::store::report as reports;

/// Asks for a change of a locked report. Errors of the form stop it here already.
pub async fn ask(
    reporting: &Reporting,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    cells: &str,
    reason: &str,
) -> Result<Forced, Fault> {
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = reports::find(&mut tx, id).await?.ok_or_else(|| Fault::not_found("report"))?;
    must(caller, Permission::ReportForce, &found.path, false)?;
    if found.version != seen {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    let (form, period) = reporting.form_period(&found.form, &found.period)?;
    if store::lock_of(&mut tx, &form.id, &found.period).await?.is_none() {
        return Err(Fault::new(ErrorKind::Conflict, "report_not_locked").arg("period", &found.period));
    }
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 500 {
        return Err(Fault::new(ErrorKind::Invalid, "report_force_reason"));
    }
    let cells = strict(form, cells)?;
    let (_, facts) = reporter::find(reporting, &mut tx, form, period, &found.reporter).await?;
    let with = Checking { form, period, reporter: &found.reporter, facts: &facts };
    let checked = check_of(&mut tx, &with, &cells).await?;
    if let Some(doubt) = kept(form, &checked, &Reasons::new()).iter().find(|doubt| doubt.error) {
        return Err(Fault::new(ErrorKind::Invalid, "report_not_sound").log(&doubt.en));
    }
    let asked = Forced {
        id: caller.world.new_id(),
        report: found.id.clone(),
        seen_version: seen,
        cells: checked.cells.to_json(form),
        reason: reason.to_owned(),
        asked_at: caller.world.now_ms(),
        asked_by: caller.actor.id.clone(),
        asked_name: caller.actor.name.clone(),
        state: "asked".to_owned(),
        decided_name: String::new(),
        answer: String::new(),
    };
    store::insert_forced(&mut tx, &asked).await?;
    let event = Event::new("report.force_ask", "report", id).at_place(&found.place);
    tx.commit_with(event.detail(&serde_json::json!({ "forced": asked.id, "reason": reason })), &asked)
        .await?;
    Ok(asked)
}

/// Does or refuses what somebody else asked for. Done, the report is approved as before and marked.
pub async fn decide(
    reporting: &Reporting,
    caller: &Caller<'_>,
    forced: &str,
    accept: bool,
    answer: &str,
) -> Result<Report, Fault> {
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let asked =
        store::find_forced(&mut tx, forced).await?.ok_or_else(|| Fault::not_found("forced_change"))?;
    let before = reports::find(&mut tx, &asked.report).await?.ok_or_else(|| Fault::not_found("report"))?;
    must(caller, Permission::ReportForce, &before.path, false)?;
    if asked.state != "asked" {
        return Err(Fault::new(ErrorKind::Conflict, "report_force_decided").arg("who", &asked.decided_name));
    }
    if asked.asked_by == caller.actor.id {
        return Err(Fault::new(ErrorKind::Denied, "report_force_own"));
    }
    store::decide_forced(&mut tx, forced, if accept { "done" } else { "refused" }, answer.trim()).await?;
    let detail = serde_json::json!({ "forced": forced, "asked_by": asked.asked_name, "reason": asked.reason, "answer": answer });
    if !accept {
        let event = Event::new("report.force_refuse", "report", &before.id).at_place(&before.place);
        tx.commit_with(event.detail(&detail), &before).await?;
        return Ok(before);
    }
    if before.version != asked.seen_version {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    let form = reporting.form(&before.form)?;
    let cells = strict(form, &asked.cells)?;
    let after = submitted(caller, form, &before, &cells, before.doubts.clone());
    // Two people have looked at it: it keeps the approvals that it had.
    let now = Report {
        forced: true,
        state: before.state.clone(),
        approvals: before.approvals,
        counted: before.counted.max(1),
        submitted_at: before.submitted_at.or(after.submitted_at),
        submitted_by: before.submitted_by.clone(),
        ..after
    };
    put(&mut tx, form, Some(&before), &now, ("force", &asked.reason)).await?;
    let event = Event::new("report.force", "report", &before.id).at_place(&before.place);
    tx.commit_with(event.detail(&detail), &now).await?;
    Ok(now)
}
