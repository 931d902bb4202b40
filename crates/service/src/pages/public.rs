//! Pages for everybody (公开页面): lists of publicity with objections, progress by number and name, the verify page of certificates. No one has to sign in.

use anye_base::{ErrorKind, Fault};
use anye_web::extract::Form;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::words::{day, pair, stand, yuan};
use crate::Service;
use crate::model::Public;
use crate::progress::{self, Progress};
use crate::publicity::{self as public_use, Objecting};

/// What the address of the lists asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    archive: Option<String>,
    done: Option<String>,
}

struct Row {
    number: String,
    name: String,
    programme: String,
    place: String,
    fields: String,
    amount: String,
    days: String,
    held: bool,
}

#[derive(Template)]
#[template(path = "service_publicity.html")]
struct PublicityPage {
    frame: Frame,
    sentence: String,
    rows: Vec<Row>,
    archive: bool,
    errors: Vec<String>,
    number: String,
    sent: Objecting,
}

fn row(service: &Service, frame: &Frame, one: &Public) -> Row {
    let texts = &frame.texts;
    let text = |key: &str| one.shown[key].as_str().unwrap_or_default().to_owned();
    let fields = one.shown["fields"].as_array().into_iter().flatten().map(|field| {
        let said =
            |zh: &str, en: &str| field[texts.lang.pick(zh, en)].as_str().unwrap_or_default().to_owned();
        format!("{} {}", said("zh", "en"), said("value_zh", "value_en"))
    });
    Row {
        number: text("number"),
        name: text("name"),
        programme: service
            .programme(&text("programme"))
            .map(|one| super::words::said(texts, &one.name))
            .unwrap_or_default(),
        place: service.core.place_in(&text("place"), service.core.world.today(), frame.texts.lang),
        fields: fields.collect::<Vec<_>>().join(" · "),
        amount: one.shown["amount_fen"].as_i64().map(|fen| yuan(texts, fen)).unwrap_or_default(),
        days: texts.t2("service-public-days", "from", &one.from_day, "to", &one.to_day),
        held: one.state == "held",
    }
}

async fn listed(
    service: &Service,
    visitor: &Visitor,
    asked: &Asked,
    wrong: Option<(String, Objecting, &Fault)>,
) -> Result<Response, Failed> {
    let (core, archive) = (&service.core, asked.archive.is_some());
    let all = if archive {
        public_use::archive(&core.db, &core.world).await?
    } else {
        public_use::current(&core.db, &core.world).await?
    };
    let here = if archive { "/publicity?archive=1" } else { "/publicity" };
    let frame =
        Frame::new(core, visitor, here, visitor.texts.t("publicity-title")).notice(asked.done.as_deref());
    let errors = wrong.as_ref().map(|(_, _, fault)| vec![frame.texts.fault(fault)]).unwrap_or_default();
    let (number, sent) = wrong.map(|(number, sent, _)| (number, sent)).unwrap_or_default();
    let made = PublicityPage {
        sentence: frame.t1(
            if archive { "publicity-archive-sentence" } else { "publicity-sentence" },
            "n",
            all.len(),
        ),
        rows: all.iter().map(|one| row(service, &frame, one)).collect(),
        archive,
        errors,
        number,
        sent,
        frame,
    };
    Ok(page(&made))
}

/// Answers `GET /publicity`.
pub async fn publicity(
    State(service): State<Service>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    listed(&service, &visitor, &asked, None).await
}

/// An objection as posted.
#[derive(Debug, Clone, Deserialize)]
pub struct Sent {
    number: String,
    name: String,
    contact: String,
    words: String,
}

/// Answers `POST /publicity`.
pub async fn object(
    State(service): State<Service>,
    visitor: Visitor,
    form: Form<Sent>,
) -> Result<Response, Failed> {
    let sent = form.data;
    let new = Objecting { name: sent.name, contact: sent.contact, words: sent.words };
    match public_use::object(&service, &visitor.actor, form.once.as_ref(), &sent.number, &new).await {
        Ok(_) => Ok(Redirect::to("/publicity?done=service-objected").into_response()),
        Err(fault) if matches!(fault.kind, ErrorKind::Invalid | ErrorKind::NotFound | ErrorKind::TooMany) => {
            listed(&service, &visitor, &Asked::default(), Some((sent.number, new, &fault))).await
        }
        Err(fault) => Err(fault.into()),
    }
}

#[derive(Template)]
#[template(path = "service_progress.html")]
struct ProgressPage {
    frame: Frame,
    number: String,
    name: String,
    error: String,
    found: Option<Found>,
}

struct Found {
    title: String,
    stand: (String, &'static str),
    lines: Vec<(String, String)>,
    steps: Vec<(String, String, &'static str, String)>,
    why: String,
    appeal: bool,
}

/// Answers `GET /progress`.
pub async fn progress(State(service): State<Service>, visitor: Visitor) -> Result<Response, Failed> {
    let frame = Frame::new(&service.core, &visitor, "/progress", visitor.texts.t("progress-title"));
    let (number, name, error) = (String::new(), String::new(), String::new());
    Ok(page(&ProgressPage { frame, number, name, error, found: None }))
}

/// A number and a name.
#[derive(Debug, Deserialize)]
pub struct NumberName {
    number: String,
    name: String,
}

/// Answers `POST /progress`: number and name stand in the body, not in the address.
pub async fn progress_ask(
    State(service): State<Service>,
    visitor: Visitor,
    form: Form<NumberName>,
) -> Result<Response, Failed> {
    let NumberName { number, name } = form.data;
    let frame = Frame::new(&service.core, &visitor, "/progress", visitor.texts.t("progress-title"));
    let (found, error) = match progress::progress(&service, &visitor.actor, &number, &name).await {
        Ok(one) => (Some(found(&service, &frame, &one)), String::new()),
        Err(fault) if matches!(fault.kind, ErrorKind::NotFound | ErrorKind::TooMany) => {
            let key = if fault.kind == ErrorKind::NotFound { "progress-none" } else { "progress-slow" };
            (None, frame.t(key))
        }
        Err(fault) => return Err(fault.into()),
    };
    Ok(page(&ProgressPage { frame, number, name, error, found }))
}

fn found(service: &Service, frame: &Frame, one: &Progress) -> Found {
    let texts = &frame.texts;
    let mut lines = vec![
        (texts.t("service-case-number"), one.number.clone()),
        (texts.t("service-sent-at"), day(one.made_at)),
    ];
    if let Some(at) = one.promised_at {
        let left = service
            .calendar
            .working_days_between(crate::due::day_of(service.core.world.now_ms()), crate::due::day_of(at));
        let text = if one.ended_at.is_some() {
            day(at)
        } else {
            texts.t2("progress-left", "day", day(at), "n", left.max(0))
        };
        lines.push((texts.t("service-promise"), text));
    }
    if let Some(at) = one.ended_at {
        lines.push((texts.t("progress-ended"), day(at)));
    }
    if let Some(to) = &one.public_to {
        lines.push((texts.t("publicity-title"), to.clone()));
    }
    let steps = one.steps.iter().map(|(zh, en, state, at)| {
        let class = match state.as_str() {
            "done" => "tag-done",
            "skipped" => "tag-stop",
            _ => "tag-doubt",
        };
        (texts.lang.pick(zh, en).to_owned(), texts.t(&format!("service-step-{state}")), class, day(*at))
    });
    Found {
        title: pair(texts, &one.programme),
        stand: stand(texts, one.stand),
        lines,
        steps: steps.collect(),
        why: one.why.clone(),
        appeal: one.appeal,
    }
}
