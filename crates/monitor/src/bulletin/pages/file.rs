//! A bulletin as a file: PDF or DOCX in official format, or the annex as a workbook. Every file taken of a draft is recorded.

use anye_base::{Fault, Lang};
use anye_db::audit::Event;
use anye_web::{Asking, Failed, Visitor};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::Monitor;
use crate::bulletin::desk::seen;
use crate::bulletin::model::State as Stands;
use crate::bulletin::{docx, pdf, xlsx};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const PDF: &str = "application/pdf";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Answers `GET /bulletins/{id}/file/{name}`; the name's ending says what is wanted.
pub async fn file(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Path((id, name)): Path<(String, String)>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let caller = asking.caller(None);
    let one = seen(&mut &monitor.core.db, &caller, &id).await?;
    let chinese = visitor.lang() == Lang::Zh;
    let causes = super::causes(&monitor, &one.causes, chinese);
    let (bytes, kind) = if name.ends_with(".docx") {
        (docx::docx(&one, &causes, chinese)?, DOCX)
    } else if name.ends_with(".pdf") {
        (pdf::pdf(&one, &causes, chinese), PDF)
    } else if name.ends_with(".xlsx") {
        (xlsx::xlsx(&one, chinese)?, XLSX)
    } else {
        return Err(Fault::not_found("file").into());
    };
    if one.state != Stands::Published {
        let event = Event::new("bulletin.export", "bulletin", &id).at_place(&one.place);
        monitor.core.db.record(caller.world, caller.actor, event).await.map_err(Fault::from)?;
    }
    let disposition = format!(
        "attachment; filename=\"bulletin-{}-{}.{}\"",
        one.place,
        one.period,
        name.rsplit('.').next().unwrap_or("docx")
    );
    Ok(([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response())
}
