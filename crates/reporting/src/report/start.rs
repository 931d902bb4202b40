//! Starting a report (新建填报) from the last period's values. Started already, it is the same report.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::Begin;
use anye_db::audit::Event;
use anye_forms::{Form, Period, Source};

use super::cells::lenient;
use super::{Report, State, digest, eligible, must_be_open, put};
use crate::Reporting;
use crate::reporter::{self, Reporter};
use crate::rights::{is_own, must};
use crate::store::report as store;

/// Starts the report of a reporter, by id or code, for a period.
pub async fn start(
    reporting: &Reporting,
    caller: &Caller<'_>,
    form: &str,
    period: &str,
    reporter: &str,
) -> Result<Report, Fault> {
    let (form, period) = reporting.form_period(form, period)?;
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let (who, _) = reporter::find(reporting, &mut tx, form, period, reporter).await?;
    let own = is_own(&mut tx, caller, &who.id).await?;
    must(caller, Permission::ReportSubmit, &who.path, own)?;
    if let Some(there) = store::of(&mut tx, &form.id, &period.to_string(), &who.id).await? {
        return Ok(there);
    }
    eligible(reporting, &mut tx, form, period, &who).await?;
    must_be_open(&mut tx, form, &period.to_string()).await?;
    let before = match period.previous() {
        Some(before) => store::of(&mut tx, &form.id, &before.to_string(), &who.id).await?,
        None => None,
    };
    let mut made = fresh(caller, form, period, &who);
    if let Some(before) = before.filter(|before| before.counted > 0) {
        let mut cells = lenient(form, &before.cells);
        for (column, item) in form.items.iter().enumerate() {
            // Computed cells follow from the others.
            if item.source != Source::Input {
                cells.set(column, anye_forms::Cell::Missing);
            }
        }
        made.draft = cells.to_json(form);
    }
    put(&mut tx, form, None, &made, ("start", "")).await?;
    let event = Event::new("report.start", "report", &made.id).at_place(&made.place);
    let detail = serde_json::json!({ "form": form.id, "period": made.period, "reporter": made.reporter });
    tx.commit_with(event.detail(&detail), &made).await?;
    Ok(made)
}

/// A report of nobody's making yet.
pub fn fresh(caller: &Caller<'_>, form: &Form, period: Period, who: &Reporter) -> Report {
    Report {
        id: caller.world.new_id(),
        form: form.id.clone(),
        form_version: form.version.clone(),
        period: period.to_string(),
        reporter: who.id.clone(),
        place: who.place.clone(),
        path: who.path.clone(),
        state: State::Draft,
        approvals: 0,
        counted: 0,
        dims: who.dims.clone(),
        cells: String::new(),
        draft: String::new(),
        approved_cells: String::new(),
        doubts: Vec::new(),
        warnings: 0,
        effect: 0,
        late: false,
        forced: false,
        source: "form".to_owned(),
        digest: digest(""),
        submitted_at: None,
        submitted_by: String::new(),
        approved_at: None,
        approved_by: String::new(),
        changed_at: caller.world.now_ms(),
        version: 1,
    }
}
