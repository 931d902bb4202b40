//! Submitting a report (上报), for the first time or again. An error stops it; each warning needs a reason, and reasons are counted.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::Begin;
use anye_db::audit::Event;
use anye_forms::{Cells, Checked, Form};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::save::writable;
use super::{
    Checking, KeptDoubt, Reasons, Report, State, check_of, digest, eligible, is_late, kept, lenient,
    must_be_open, put, strict,
};
use crate::Reporting;
use crate::reporter;
use crate::store::note;

/// What is submitted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Submission {
    /// Cells as JSON by id of the item; `None`: the draft as it was saved.
    pub cells: Option<String>,
    /// Reasons for warnings, by id of the check.
    pub reasons: Reasons,
    /// Why it is submitted again; empty the first time.
    pub why: String,
}

/// Longest reason.
const LONGEST: usize = 500;

/// Submits the report in the version seen.
pub async fn submit(
    reporting: &Reporting,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    what: &Submission,
) -> Result<Report, Fault> {
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let before = writable(caller, &mut tx, id, seen).await?;
    let (form, period) = reporting.form_period(&before.form, &before.period)?;
    must_be_open(&mut tx, form, &before.period).await?;
    let cells = match &what.cells {
        Some(text) => strict(form, text)?,
        None => lenient(form, before.shown()),
    };
    let (who, facts) = reporter::find(reporting, &mut tx, form, period, &before.reporter).await?;
    eligible(reporting, &mut tx, form, period, &who).await?;
    let with = Checking { form, period, reporter: &who.id, facts: &facts };
    let checked = check_of(&mut tx, &with, &cells).await?;
    let doubts = sound(form, &checked, &what.reasons)?;
    let again = before.counted > 0;
    let mut now = submitted(caller, form, &before, &checked.cells, doubts);
    (now.place, now.path, now.dims) = (who.place, who.path, who.dims);
    if !again {
        now.late = is_late(reporting, form, period, &now.place);
    }
    let word = if again { "resubmit" } else { "submit" };
    put(&mut tx, form, Some(&before), &now, (word, what.why.trim())).await?;
    note::resolve(&mut tx, id).await?;
    let event = Event::new(format!("report.{word}"), "report", id).at_place(&now.place);
    let detail = serde_json::json!({ "form": form.id, "period": now.period, "reporter": now.reporter, "version": now.version,
        "digest": now.digest, "before": before.digest, "warnings": now.warnings, "late": now.late });
    tx.commit_with(event.detail(&detail), &now).await?;
    Ok(now)
}

/// The report as it is after a submission: counted as submitted, approved by nobody.
pub fn submitted(
    caller: &Caller<'_>,
    form: &Form,
    before: &Report,
    cells: &Cells,
    doubts: Vec<KeptDoubt>,
) -> Report {
    let text = cells.to_json(form);
    let levels = i64::try_from(form.approve.len()).unwrap_or(0);
    let state = State::after(0, levels);
    let now = caller.world.now_ms();
    Report {
        form_version: form.version.clone(),
        counted: if state == State::Approved { 2 } else { 1 },
        approvals: 0,
        digest: digest(&text),
        cells: text,
        draft: String::new(),
        warnings: count_of(doubts.iter().filter(|doubt| !doubt.error).count()),
        effect: doubts.iter().filter_map(|doubt| doubt.effect).map(i64::saturating_abs).max().unwrap_or(0),
        doubts,
        state,
        submitted_at: Some(now),
        submitted_by: caller.actor.id.clone(),
        changed_at: now,
        version: before.version + 1,
        ..before.clone()
    }
}

fn count_of(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Refuses errors, cells that are missing and warnings without a reason, all of them at once.
pub fn sound(form: &Form, checked: &Checked, reasons: &Reasons) -> Result<Vec<KeptDoubt>, Fault> {
    let doubts = kept(form, checked, reasons);
    let mut fault = Fault::new(ErrorKind::Invalid, "report_not_sound");
    for doubt in &doubts {
        let code = match (&doubt.reason, doubt.error) {
            (_, true) => "report_error",
            (None, false) => "report_reason_missing",
            (Some(reason), false) if reason.chars().count() > LONGEST => "report_reason_long",
            (Some(_), false) => continue,
        };
        // Each missing cell is marked; other doubts stand at the first of their cells.
        let marks = if doubt.check == "required" { doubt.items.len().max(1) } else { 1 };
        for at in 0..marks {
            let item = doubt.items.get(at).map_or("", String::as_str);
            let field = FieldFault::new(format!("/cells/{item}"), code).arg("check", &doubt.check);
            fault = fault.field(field.arg("zh", &doubt.zh).arg("en", &doubt.en).arg("most", LONGEST));
        }
    }
    let told = |id: &str| doubts.iter().any(|doubt| doubt.error && doubt.items.iter().any(|item| item == id));
    for item in checked.incomplete.iter().filter_map(|at| form.items.get(*at)).filter(|item| !told(&item.id))
    {
        let field = FieldFault::new(format!("/cells/{}", item.id), "report_incomplete");
        fault = fault.field(field.arg("zh", &item.name.zh).arg("en", &item.name.en));
    }
    if fault.fields.is_empty() { Ok(doubts) } else { Err(fault) }
}
