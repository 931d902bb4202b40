//! What the office does with one report: approve, give a cell back, comment, follow up, decide a change by force.

use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_web::extract::Form as Sent;
use anye_web::{Asking, Failed, Visitor};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::fill::{Again, shown};
use super::routes::Desk;
use super::said::is_shown;
use crate::approve::approve;
use crate::report::{self, NewNote, ToGiveBack};

/// The form of an act.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Act {
    act: String,
    version: i64,
    cell: String,
    text: String,
    day: String,
    id: String,
}

fn day(text: &str, code: &'static str) -> Result<Date, Fault> {
    let wrong = |_| Fault::new(ErrorKind::Invalid, code).field(FieldFault::new("day", code));
    text.trim().parse().map_err(wrong)
}

/// Answers `POST /reports/{id}/acts`.
pub async fn act(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
    sent: Sent<Act>,
) -> Result<Response, Failed> {
    match done(&desk, &visitor, &id, &sent).await {
        Ok(word) => Ok(Redirect::to(&format!("/reports/{id}?done={word}")).into_response()),
        Err(fault) if is_shown(&fault) => {
            let again = Again { fault: Some(&fault), ..Again::default() };
            shown(&desk, &visitor, &id, &again).await
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn done(desk: &Desk, visitor: &Visitor, id: &str, sent: &Sent<Act>) -> Result<&'static str, Fault> {
    let reporting = &desk.reporting;
    let asking = Asking::new(&reporting.core, visitor);
    let (caller, what) = (asking.caller(sent.once.as_ref()), &sent.data);
    match what.act.as_str() {
        "approve" => {
            approve(reporting, &caller, id, what.version, &what.text).await?;
            Ok("report-approved")
        }
        "return" => {
            let back = ToGiveBack {
                cell: what.cell.clone(),
                reason: what.text.clone(),
                deadline: day(&what.day, "report_day")?,
            };
            report::give_back(reporting, &caller, id, what.version, &back).await?;
            Ok("report-returned")
        }
        "comment" | "follow-up" => {
            let due = if what.day.trim().is_empty() { None } else { Some(day(&what.day, "report_day")?) };
            let follow_up = what.act == "follow-up";
            let new = NewNote { cell: what.cell.clone(), text: what.text.clone(), follow_up, due };
            report::add_note(reporting, &caller, id, &new).await?;
            Ok("report-noted")
        }
        "close" => {
            report::close_note(reporting, &caller, &what.id).await?;
            Ok("report-closed")
        }
        "force-accept" | "force-refuse" => {
            let accept = what.act == "force-accept";
            report::force_decide(reporting, &caller, &what.id, accept, &what.text).await?;
            Ok(if accept { "force-done" } else { "force-refused" })
        }
        _ => Err(Fault::new(ErrorKind::Invalid, "report_act")),
    }
}
