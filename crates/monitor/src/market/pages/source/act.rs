//! What is done with a source (导入、比对): a file is looked at, then taken; its figures are held against reports by a job.

use std::sync::Arc;

use anye_access::Permission;
use anye_base::{ErrorKind, Fault};
use anye_db::Begin;
use anye_db::audit::Event;
use anye_jobs::NewJob;
use anye_web::extract::{Form as Sent, Upload};
use anye_web::{Asking, Failed, Visitor};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde_json::json;

use super::super::super::desk::{Desk, table_limits};
use super::super::super::source as sources_of;
use super::super::super::source::{COMPARE, Sheet, Source};
use super::super::{Asked, address};
use super::shown;

/// Answers `POST /market/sources/{source}`: a dry run first, then the rows that were looked at.
pub async fn upload(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
    sent: Upload,
) -> Result<Response, Failed> {
    let one = desk.source(&id)?.clone();
    match handled(&desk, &visitor, &one, &sent).await {
        Ok(answer) => Ok(answer),
        Err(fault) if matches!(fault.kind, ErrorKind::Invalid | ErrorKind::Conflict) => {
            Ok(shown(&desk, &visitor, &one, &Asked::default(), None).await?.refused(&fault))
        }
        Err(fault) => Err(fault.into()),
    }
}

pub(super) async fn handled(
    desk: &Desk,
    visitor: &Visitor,
    one: &Source,
    sent: &Upload,
) -> Result<Response, Fault> {
    let core = &desk.monitor.core;
    let field = |name: &str| sent.fields.get(name).map_or("", |text| text.trim());
    let asking = Asking::new(core, visitor);
    let caller = asking.caller(sent.once.as_ref());
    anye_reporting::rights::must(&caller, Permission::PanelManage, &core.settings.home_place, false)?;
    let edition = field("edition");
    if field("act") == "take" {
        let gone = || Fault::new(ErrorKind::Conflict, "market_file_gone");
        let file = desk
            .held
            .find(field("held"), &caller.actor.id, core.world.now_ms())
            .filter(|file| file.source == one.id)
            .ok_or_else(gone)?;
        let taken = sources_of::take(&desk.monitor, &caller, one, &file.read, (&file.name, edition)).await?;
        let done = if taken.again { "market-again" } else { "market-taken" };
        return Ok(
            Redirect::to(&address(&format!("/market/sources/{}", one.id), &[("done", done)])).into_response()
        );
    }
    let file = sent.files.first().ok_or_else(|| Fault::new(ErrorKind::Invalid, "market_no_file"))?;
    let tables = desk.reader.read_table(&file.bytes, &table_limits()).await;
    let tables = tables.map_err(|cause| {
        Fault::new(ErrorKind::Invalid, "market_unreadable").arg("cause", &cause).log(cause)
    })?;
    let register = core.places();
    let today = core.world.today();
    let known = |code: &str| !register.history_of(code).is_empty() || register.find(code, today).is_some();
    let read = sources_of::read(one, &tables, &known);
    let (held, kept) = (
        core.world.new_id(),
        Sheet { name: file.name.clone(), source: one.id.clone(), read: Arc::new(read) },
    );
    desk.held.keep(&held, &caller.actor.id, core.world.now_ms(), kept.clone());
    let made = shown(desk, visitor, one, &Asked::default(), Some((&kept, &held, edition))).await?;
    made.answer("", "")
}

/// Answers `POST /market/compare`: the job that holds a period's reports against the insured.
pub async fn compare(
    State(desk): State<Desk>,
    visitor: Visitor,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response, Failed> {
    let core = &desk.monitor.core;
    let asking = Asking::new(core, &visitor);
    let caller = asking.caller(sent.once.as_ref());
    let home = core.settings.home_place.clone();
    anye_reporting::rights::must(&caller, Permission::PanelManage, &home, false)?;
    let compare = desk
        .setting()?
        .compare
        .as_ref()
        .ok_or_else(|| Fault::new(ErrorKind::NotFound, "market_no_setting"))?;
    let period = sent.data.iter().find(|(name, _)| name == "period").map_or("", |(_, value)| value.trim());
    let (_, period) = desk.monitor.reporting.form_period(&compare.form, period)?;
    let back = address(&format!("/market/sources/{}", compare.source), &[("done", "market-compare")]);
    let mut tx = match core.db.begin(caller.scope()).await.map_err(Fault::from)? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => return Ok(Redirect::to(&back).into_response()),
    };
    let job = NewJob {
        kind: COMPARE,
        name: format!("{period}/{}", core.world.now_ms()),
        title: format!("{} {period}", compare.source),
        input: json!({ "period": period.to_string() }),
        account: caller.actor.id.clone(),
        place: home.clone(),
    };
    anye_jobs::enqueue(&mut tx, &job).await.map_err(Fault::from)?;
    let event = Event::new("market.compare", "source", &compare.source).at_place(home);
    tx.commit_with(event, &()).await.map_err(Fault::from)?;
    Ok(Redirect::to(&back).into_response())
}
