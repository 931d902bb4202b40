//! The page of checked answers, and sending (核对、提交): all answers once more, what the law would say, what stops it.

use std::collections::BTreeMap;

use anye_base::{ErrorKind, Fault};
use anye_web::extract::Form;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::words::{chinese, law_says, plain, said, value};
use crate::Service;
use crate::case::{self, Draft};
use crate::form::Ask;
use crate::model::Answers;

/// Question, answer, where it is changed, whether the registry knows it.
type Answered = (String, String, String, bool);

struct Outcome {
    programme: String,
    /// granted, refused, open, or officers.
    word: &'static str,
    said: String,
    text: Vec<String>,
}

#[derive(Template)]
#[template(path = "service_check.html")]
struct CheckPage {
    frame: Frame,
    id: String,
    version: i64,
    groups: Vec<(String, Vec<Answered>)>,
    outcomes: Vec<Outcome>,
    troubles: Vec<(String, String)>,
    errors: Vec<String>,
}

/// Answers `GET /service/applications/{id}/check`.
pub async fn check(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    checked(&service, &visitor, &id, None).await
}

async fn checked(
    service: &Service,
    visitor: &Visitor,
    id: &str,
    fault: Option<&Fault>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&service.core, visitor);
    let draft = case::draft(service, &asking.caller(None), id, !chinese(&visitor.texts)).await?;
    let frame = Frame::new(
        &service.core,
        visitor,
        &format!("/service/applications/{id}/check"),
        visitor.texts.t("service-check"),
    )
    .under(visitor.texts.t("service-title"), "/service")
    .under(visitor.texts.t("service-form"), format!("/service/applications/{id}"));
    let texts = frame.texts.clone();
    let answers = &draft.application.answers;
    let row = |ask: &Ask| {
        let own = answers.get(&ask.key).map(String::as_str).unwrap_or_default();
        let known = ask.known.as_ref().map(|one| plain(&one.value)).unwrap_or_default();
        let shown = if own.is_empty() { value(&texts, ask, &known) } else { value(&texts, ask, own) };
        let href = format!("/service/applications/{id}#{}", ask.key.replace('.', "-"));
        (said(&texts, &ask.name), shown, href, own.is_empty() && ask.known.is_some())
    };
    let mut groups: Vec<_> = draft
        .look
        .form
        .sheets
        .iter()
        .map(|sheet| (said(&texts, &sheet.name), sheet.asks.iter().map(row).collect::<Vec<_>>()))
        .collect();
    if !draft.look.form.papers.is_empty() {
        groups.push((frame.t("service-papers"), draft.look.form.papers.iter().map(row).collect()));
    }
    let troubles = draft.look.troubles.iter();
    let troubles = troubles.map(|one| {
        (format!("/service/applications/{id}#{}", one.key.replace('.', "-")), said(&texts, &one.say))
    });
    let made = CheckPage {
        id: id.to_owned(),
        version: draft.application.row_version,
        outcomes: outcomes(service, &frame, &draft),
        troubles: troubles.collect(),
        errors: fault.map(|fault| vec![texts.fault(fault)]).unwrap_or_default(),
        groups,
        frame,
    };
    Ok(page(&made))
}

/// What the law would say of each programme today.
fn outcomes(service: &Service, frame: &Frame, draft: &Draft) -> Vec<Outcome> {
    let mut all = Vec::new();
    for programme in draft.application.programmes.iter().filter_map(|id| service.programme(id)) {
        let outcome = draft.look.outcome(programme);
        let decisions = draft.look.answers.iter().filter(|(id, ..)| *id == programme.id);
        let mut text = Vec::new();
        for decision in decisions.filter_map(|(_, _, decision)| decision.as_ref()) {
            text.extend(law_says(&frame.texts, decision, outcome));
        }
        let word = match outcome {
            Some(true) => "granted",
            Some(false) => "refused",
            None if draft.look.uncovered(programme) => "officers",
            None => "open",
        };
        if word == "officers" {
            text = vec![frame.t("service-law-officers-next")];
        }
        let said = frame.t(&format!("service-law-{word}"));
        all.push(Outcome { programme: super::words::said(&frame.texts, &programme.name), word, said, text });
    }
    all
}

/// Answers `POST /service/applications/{id}/send`.
pub async fn send(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<BTreeMap<String, String>>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(form.once.as_ref());
    let seen = form.data.get("version").and_then(|text| text.parse().ok()).unwrap_or_default();
    match case::send(&service, &caller, &id, seen, &Answers::new()).await {
        Ok(cases) => {
            let to = match cases.as_slice() {
                [only] => format!("/service/cases/{only}?done=service-sent"),
                _ if visitor.may_at_all(anye_access::Permission::CasesRead) => {
                    "/service/cases?done=service-sent".to_owned()
                }
                _ => "/my?done=service-sent".to_owned(),
            };
            Ok(Redirect::to(&to).into_response())
        }
        Err(fault) if matches!(fault.kind, ErrorKind::Invalid | ErrorKind::Stale | ErrorKind::Conflict) => {
            checked(&service, &visitor, &id, Some(&fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}
