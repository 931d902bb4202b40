//! Comments and follow-up marks on a report or one of its cells (备注、跟踪). They change no value and no version.

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::Begin;
use anye_db::audit::Event;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::show::readable;
use crate::Reporting;
use crate::rights::must;
use crate::store::note::{self as store, Note};
use crate::store::report as reports;

/// A note to add.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewNote {
    /// Id of the item; empty: the whole report.
    pub cell: String,
    /// Words.
    pub text: String,
    /// A follow-up instead of a comment.
    pub follow_up: bool,
    /// Day of the follow-up.
    #[schema(value_type = Option<String>)]
    pub due: Option<Date>,
}

/// Adds a comment (anybody who may read the report) or a follow-up (who may approve it).
pub async fn add(
    reporting: &Reporting,
    caller: &Caller<'_>,
    report: &str,
    new: &NewNote,
) -> Result<Note, Fault> {
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = readable(caller, &mut tx, report).await?;
    if new.follow_up {
        must(caller, Permission::ReportApprove, &found.path, false)?;
    }
    let text = new.text.trim();
    if text.is_empty() || text.chars().count() > 1_000 {
        return Err(Fault::new(ErrorKind::Invalid, "report_note_text")
            .field(FieldFault::new("text", "report_note_text")));
    }
    if !new.cell.is_empty() && reporting.form(&found.form)?.column(&new.cell).is_none() {
        return Err(Fault::new(ErrorKind::Invalid, "report_no_such_item"));
    }
    let made = Note {
        id: caller.world.new_id(),
        report: found.id.clone(),
        cell: new.cell.clone(),
        kind: if new.follow_up { "follow_up" } else { "comment" }.to_owned(),
        text: text.to_owned(),
        due: new.due.map(|day| day.to_string()).unwrap_or_default(),
        at: caller.world.now_ms(),
        by_name: caller.actor.name.clone(),
        closed_at: None,
    };
    store::insert(&mut tx, &made).await?;
    let event = Event::new(format!("report.{}", made.kind), "report", &found.id).at_place(&found.place);
    tx.commit_with(event.detail(&serde_json::json!({ "cell": made.cell })), &made).await?;
    Ok(made)
}

/// Closes a follow-up.
pub async fn close(reporting: &Reporting, caller: &Caller<'_>, note: &str) -> Result<(), Fault> {
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => return Ok(()),
    };
    let found = store::find(&mut tx, note).await?.ok_or_else(|| Fault::not_found("note"))?;
    let report = reports::find(&mut tx, &found.report).await?.ok_or_else(|| Fault::not_found("note"))?;
    must(caller, Permission::ReportApprove, &report.path, false)?;
    if found.closed_at.is_some() || found.kind != "follow_up" {
        return Err(Fault::new(ErrorKind::Conflict, "report_note_closed"));
    }
    store::close(&mut tx, note).await?;
    let event = Event::new("report.follow_up_close", "report", &report.id).at_place(&report.place);
    Ok(tx.commit_with(event, &()).await?)
}
