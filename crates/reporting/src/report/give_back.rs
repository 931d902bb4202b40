//! Giving a cell back (退回): with a reason and a day. The report leaves the approved sums and stays in the submitted ones until it comes again.

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::Begin;
use anye_db::audit::Event;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Report, State, must_be_open, put};
use crate::Reporting;
use crate::rights::{may, must};
use crate::store::{note, report as store};

/// What is given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ToGiveBack {
    /// Id of the item; empty: the whole report.
    #[serde(default)]
    pub cell: String,
    /// Why.
    pub reason: String,
    /// Last day to answer.
    #[schema(value_type = String)]
    pub deadline: Date,
}

/// Gives a cell of the report in the version seen back.
pub async fn give_back(
    reporting: &Reporting,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    what: &ToGiveBack,
) -> Result<Report, Fault> {
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let before = store::find(&mut tx, id).await?.ok_or_else(|| Fault::not_found("report"))?;
    if !may(caller, Permission::ReportRead, &before.path, false) {
        return Err(Fault::not_found("report"));
    }
    must(caller, Permission::ReportApprove, &before.path, false)?;
    let form = reporting.form(&before.form)?;
    must_be_open(&mut tx, form, &before.period).await?;
    if before.version != seen {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    if before.counted == 0 {
        return Err(Fault::new(ErrorKind::Conflict, "report_not_submitted"));
    }
    sound(reporting, form, what)?;
    let now = Report {
        state: State::Returned,
        approvals: 0,
        counted: 1,
        changed_at: caller.world.now_ms(),
        version: before.version + 1,
        ..before.clone()
    };
    put(&mut tx, form, Some(&before), &now, ("return", what.reason.trim())).await?;
    let deadline = what.deadline.to_string();
    note::give_back(&mut tx, &caller.world.new_id(), id, (&what.cell, what.reason.trim(), &deadline)).await?;
    let event = Event::new("report.return", "report", id).at_place(&now.place);
    let detail = serde_json::json!({ "cell": what.cell, "reason": what.reason, "deadline": deadline });
    tx.commit_with(event.detail(&detail), &now).await?;
    Ok(now)
}

fn sound(reporting: &Reporting, form: &anye_forms::Form, what: &ToGiveBack) -> Result<(), Fault> {
    let refuse = |field: &'static str, code: &'static str| {
        Err(Fault::new(ErrorKind::Invalid, code).field(FieldFault::new(field, code)))
    };
    if what.reason.trim().is_empty() || what.reason.chars().count() > 500 {
        return refuse("reason", "report_reason_missing_return");
    }
    if !what.cell.is_empty() && form.column(&what.cell).is_none() {
        return refuse("cell", "report_no_such_item");
    }
    if what.deadline < reporting.core.world.today() {
        return refuse("deadline", "report_deadline_past");
    }
    Ok(())
}
