//! The forms of the desk: draft, refresh, judge, sign, publish.

use anye_base::{ErrorKind, Fault, FieldFault, Lang};
use anye_web::extract::Form;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::read::{listed, shown, title};
use crate::Monitor;
use crate::bulletin::desk::{self, Change};

/// What to draft.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    period: String,
    #[serde(default)]
    place: String,
}

fn is_shown(fault: &Fault) -> bool {
    matches!(fault.kind, ErrorKind::Invalid | ErrorKind::Conflict | ErrorKind::Stale | ErrorKind::Denied)
}

/// Answers `POST /bulletins`.
pub async fn draft(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    form: Form<Wanted>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    match desk::draft(&monitor, &asking.caller(form.once.as_ref()), &form.data.period, &form.data.place).await
    {
        Ok(made) => {
            Ok(Redirect::to(&format!("/bulletins/{}?done=bulletin-drafted", made.id)).into_response())
        }
        Err(fault) if is_shown(&fault) => listed(&monitor, &visitor, Some((&form.data.period, &fault))).await,
        Err(fault) => Err(fault.into()),
    }
}

/// What to change.
#[derive(Debug, Deserialize)]
pub struct Sent {
    #[serde(default)]
    act: String,
    #[serde(default)]
    version: i64,
    #[serde(default)]
    judgement: String,
    #[serde(default)]
    cause_1: Option<String>,
    #[serde(default)]
    cause_2: Option<String>,
    #[serde(default)]
    cause_3: Option<String>,
    #[serde(default)]
    embargo: String,
}

/// Answers `POST /bulletins/{id}`.
pub async fn change(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Sent>,
) -> Result<Response, Failed> {
    let sent = &form.data;
    let wanted = match sent.act.as_str() {
        "refresh" => Change::Refresh,
        _ => {
            let causes = [&sent.cause_1, &sent.cause_2, &sent.cause_3]
                .into_iter()
                .flatten()
                .filter(|id| !id.is_empty())
                .cloned();
            let mut causes: Vec<String> = causes.collect();
            causes.dedup();
            Change::Judge(sent.judgement.clone(), causes)
        }
    };
    done(&monitor, &visitor, &id, form, wanted).await
}

/// Answers `POST /bulletins/{id}/sign`.
pub async fn sign(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Sent>,
) -> Result<Response, Failed> {
    let wanted = match form.data.act.as_str() {
        "publish" => Change::Publish,
        "withdraw" => Change::Withdraw,
        _ => match hour(&form.data.embargo) {
            Ok(hour) => Change::Sign(hour),
            Err(fault) => return shown(&monitor, &visitor, &id, None, Some(&fault)).await,
        },
    };
    done(&monitor, &visitor, &id, form, wanted).await
}

async fn done(
    monitor: &Monitor,
    visitor: &Visitor,
    id: &str,
    form: Form<Sent>,
    wanted: Change,
) -> Result<Response, Failed> {
    let word = match wanted {
        Change::Refresh => "refreshed",
        Change::Judge(..) => "judged",
        Change::Sign(_) => "signed",
        Change::Withdraw => "withdrawn",
        Change::Publish => "published",
    };
    let asking = Asking::new(&monitor.core, visitor);
    match desk::change(monitor, &asking.caller(form.once.as_ref()), id, form.data.version, wanted).await {
        Ok(_) => Ok(Redirect::to(&format!("/bulletins/{id}?done=bulletin-{word}")).into_response()),
        Err(fault) if is_shown(&fault) => shown(monitor, visitor, id, None, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

/// A moment in China as a form sends it: `2020-06-10T09:00`. Empty: none.
fn hour(text: &str) -> Result<Option<i64>, Fault> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let wrong =
        || Fault::new(ErrorKind::Invalid, "bulletin_hour").field(FieldFault::new("embargo", "bulletin_hour"));
    let at: jiff::civil::DateTime = text.trim().parse().map_err(|_| wrong())?;
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    Ok(Some(at.to_zoned(zone).map_err(|_| wrong())?.timestamp().as_millisecond()))
}

#[derive(askama::Template)]
#[template(path = "bulletin_revisions.html")]
struct RevisionsPage {
    frame: Frame,
    sentence: String,
    rows: Vec<(String, String, String)>,
}

/// Answers `GET /bulletins/{id}/revisions`.
pub async fn revisions(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let caller = asking.caller(None);
    let one = desk::seen(&mut &monitor.core.db, &caller, &id).await?;
    let rows = desk::revisions(&monitor, &caller, &one).await?;
    let chinese = visitor.lang() == Lang::Zh;
    let frame = Frame::new(
        &monitor.core,
        &visitor,
        &format!("/bulletins/{id}/revisions"),
        visitor.texts.t("bulletin-revisions"),
    )
    .under(visitor.texts.t("bulletins-title"), "/bulletins")
    .under(title(&one, chinese), format!("/bulletins/{id}"));
    let sentence = frame.t1("bulletin-revisions-sentence", "n", rows.len());
    Ok(page(&RevisionsPage { sentence, rows, frame }))
}
