//! Abnormal changes reported upwards: what is unsent, sent, received (异常动态上报).

use anye_access::Permission;
use anye_base::{Lang, world::china_minute};
use anye_casework::{Light, light};
use anye_web::extract::Form as Sent;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::super::setting::Setting;
use super::super::upward::{self as reports, Entered};
use crate::Monitor;
use crate::cockpit::words;

struct Row {
    warning: String,
    recipient: String,
    to: String,
    place: String,
    rule: String,
    lamp: Option<Light>,
    period: String,
    detected: String,
    sent: String,
    received: String,
    hours: String,
    note: String,
    act: &'static str,
}

#[derive(Template)]
#[template(path = "warnings_upward.html")]
struct UpwardPage {
    frame: Frame,
    sentence: String,
    rows: Vec<Row>,
    next: Option<String>,
    may_work: bool,
}

/// Rows of a page.
const PAGE: usize = 60;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    page: usize,
    done: Option<String>,
}

/// Answers `GET /warnings/upward`.
pub async fn upward(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let from = asked.page.saturating_mul(PAGE);
    let all = reports::page(&monitor, &asking.caller(None), (from, PAGE)).await?;
    let setting = Setting::of(&monitor.pack).map_err(anye_base::Fault::internal)?;
    let frame = Frame::new(&monitor.core, &visitor, "/warnings/upward", visitor.texts.t("warn-upward-title"))
        .under(visitor.texts.t("warn-title"), "/warnings")
        .notice(asked.done.as_deref());
    let texts = frame.texts.clone();
    let row = |one: &reports::Upward| {
        let to = setting.recipient.iter().find(|known| known.id == one.recipient);
        Row {
            to: to.map_or_else(
                || one.recipient.clone(),
                |to| {
                    let name = to.name.words();
                    format!("{} ({})", name.said(texts.lang == Lang::Zh), to.cite)
                },
            ),
            place: monitor.core.place_in(&one.place, monitor.core.world.today(), frame.texts.lang),
            rule: words::rule_name(&monitor, &texts, &one.rule),
            lamp: light(&texts, &one.level),
            period: one.period.clone(),
            detected: china_minute(one.detected_at),
            sent: one.sent_at.map(|at| format!("{} {}", china_minute(at), one.sent_by)).unwrap_or_default(),
            received: one.received_at.map(china_minute).unwrap_or_default(),
            hours: one.sent_at.map(|at| ((at - one.detected_at) / 3_600_000).to_string()).unwrap_or_default(),
            note: one.note.clone(),
            act: match (one.sent_at, one.received_at) {
                (None, _) => "sent",
                (Some(_), None) => "received",
                _ => "",
            },
            warning: one.warning.clone(),
            recipient: one.recipient.clone(),
        }
    };
    Ok(page(&UpwardPage {
        next: (all.all > from + PAGE).then(|| format!("/warnings/upward?page={}", asked.page + 1)),
        sentence: texts.t2("warn-upward-sentence", "all", all.all, "unsent", all.unsent),
        rows: all.items.iter().map(row).collect(),
        may_work: visitor.may_at_all(Permission::CasesWork),
        frame,
    }))
}

/// Answers `POST /warnings/upward`.
pub async fn put_upward(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    sent: Sent<Entered>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    reports::enter(&monitor, &asking.caller(sent.once.as_ref()), &sent.data).await?;
    Ok(Redirect::to("/warnings/upward?done=upward-kept").into_response())
}
