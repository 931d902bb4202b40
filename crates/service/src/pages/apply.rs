//! The form of an application, the page of checked answers, and sending (申请、核对、提交). What is known is shown, not asked.

use std::collections::BTreeMap;

use anye_base::{ErrorKind, Fault};
use anye_programmes::Applicant;
use anye_web::extract::Form;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::words::{chinese, plain, said, value, yuan};
use crate::Service;
use crate::case::{self, Draft, Start};
use crate::form::{Ask, Input};
use crate::model::{Answers, subject_kind};

/// What a posted form holds, in order.
type Pairs = Vec<(String, String)>;

fn one<'p>(pairs: &'p Pairs, key: &str) -> &'p str {
    pairs.iter().find(|(own, _)| own == key).map_or("", |(_, value)| value.as_str())
}

/// The channel of a word.
pub(super) fn channel(word: &str) -> Applicant {
    match word {
        "itself" => Applicant::Itself,
        "employer" => Applicant::Employer,
        "office" => Applicant::Office,
        _ => Applicant::Counter,
    }
}

/// Answers of a form: those with a key of the form.
fn answers(pairs: &Pairs) -> Answers {
    let own = |key: &str| key.contains('.');
    pairs
        .iter()
        .filter(|(key, _)| own(key))
        .map(|(key, value)| (key.clone(), value.trim().to_owned()))
        .collect()
}

/// Answers `POST /service/start`.
pub async fn start(
    State(service): State<Service>,
    visitor: Visitor,
    form: Form<Pairs>,
) -> Result<Response, Failed> {
    let pairs = &form.data;
    let kind = subject_kind(one(pairs, "kind")).ok_or_else(|| Fault::not_found("service_subject"))?;
    let with = pairs.iter().filter(|(key, _)| key == "with" || key == "programme");
    let wish = Start {
        programmes: with.map(|(_, value)| value.clone()).collect(),
        matter: String::new(),
        subject: (kind, one(pairs, "id").to_owned()),
        channel: channel(one(pairs, "channel")),
    };
    let asking = Asking::new(&service.core, &visitor);
    let made = case::start(&service.now(), &asking.caller(form.once.as_ref()), &wish).await?;
    Ok(Redirect::to(&format!("/service/applications/{}", made.id)).into_response())
}

struct Question {
    key: String,
    id: String,
    name: String,
    help: String,
    unit: String,
    kind: &'static str,
    members: Vec<(String, String, bool)>,
    value: String,
    required: bool,
    error: String,
    known: Option<(String, String)>,
    evidence: String,
    paper: bool,
}

struct Group {
    name: String,
    questions: Vec<Question>,
}

#[derive(Template)]
#[template(path = "service_form.html")]
struct FormPage {
    frame: Frame,
    id: String,
    version: i64,
    sentence: String,
    programmes: Vec<String>,
    groups: Vec<Group>,
    errors: Vec<(String, String)>,
}

fn question(frame: &Frame, draft: &Draft, ask: &Ask, paper: bool) -> Question {
    let texts = &frame.texts;
    let text = draft.application.answers.get(&ask.key).cloned().unwrap_or_default();
    let (kind, unit, members) = match &ask.input {
        Input::Text | Input::Period => ("text", String::new(), Vec::new()),
        Input::Number { zh, en } => ("number", texts.lang.pick(zh, en).to_owned(), Vec::new()),
        Input::Day => ("date", String::new(), Vec::new()),
        Input::Month => ("month", String::new(), Vec::new()),
        Input::Subject { kind } => ("text", frame.t(&format!("service-subject-number-{kind}")), Vec::new()),
        Input::Choice { members } => {
            let all = members
                .iter()
                .map(|(id, zh, en)| (id.clone(), texts.lang.pick(zh, en).to_owned(), *id == text));
            ("choice", String::new(), all.collect())
        }
    };
    let known = ask.known.as_ref().map(|known| {
        let from =
            if known.source.is_empty() { frame.t("service-known-registry") } else { known.source.clone() };
        let since = if known.since.is_empty() {
            frame.t1("service-known-from", "source", from)
        } else {
            frame.t2("service-known-since", "source", from, "day", &known.since)
        };
        (value(texts, ask, &plain(&known.value)), since)
    });
    let trouble = draft.look.troubles.iter().find(|one| one.key == ask.key && !text.is_empty());
    Question {
        id: ask.key.replace('.', "-"),
        name: said(texts, &ask.name),
        help: said(texts, &ask.help),
        unit,
        kind,
        members,
        required: ask.required && known.is_none(),
        error: trouble.map(|one| said(texts, &one.say)).unwrap_or_default(),
        evidence: draft.application.answers.get(&format!("e.{}", ask.key)).cloned().unwrap_or_default(),
        known,
        value: text,
        key: ask.key.clone(),
        paper,
    }
}

fn groups(frame: &Frame, draft: &Draft, office: bool) -> Vec<Group> {
    let answers = &draft.application.answers;
    let asked = |ask: &&Ask| office || !ask.finding || answers.contains_key(&ask.key);
    let mut all: Vec<Group> = Vec::new();
    for sheet in &draft.look.form.sheets {
        let questions: Vec<Question> =
            sheet.asks.iter().filter(asked).map(|ask| question(frame, draft, ask, false)).collect();
        if !questions.is_empty() {
            all.push(Group { name: said(&frame.texts, &sheet.name), questions });
        }
    }
    let papers: Vec<Question> =
        draft.look.form.papers.iter().map(|ask| question(frame, draft, ask, true)).collect();
    if !papers.is_empty() {
        all.push(Group { name: frame.t("service-papers"), questions: papers });
    }
    all
}

/// Answers `GET /service/applications/{id}`.
pub async fn fill(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    filled(&service, &visitor, &id, Vec::new()).await
}

async fn filled(
    service: &Service,
    visitor: &Visitor,
    id: &str,
    errors: Vec<(String, String)>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&service.core, visitor);
    let caller = asking.caller(None);
    let draft = case::draft(service, &caller, id, !chinese(&visitor.texts)).await?;
    if !draft.application.is_draft() {
        return Ok(Redirect::to("/my").into_response());
    }
    let frame = Frame::new(
        &service.core,
        visitor,
        &format!("/service/applications/{id}"),
        visitor.texts.t("service-form"),
    )
    .under(visitor.texts.t("service-title"), "/service");
    let office = matches!(draft.application.channel.as_str(), "counter" | "office");
    let groups = groups(&frame, &draft, office);
    let asked = groups.iter().flat_map(|group| &group.questions).filter(|one| one.known.is_none()).count();
    let known = groups.iter().flat_map(|group| &group.questions).count() - asked;
    let names = draft.application.programmes.iter().filter_map(|id| service.programme(id));
    let made = FormPage {
        id: id.to_owned(),
        version: draft.application.row_version,
        sentence: frame.t2("service-form-sentence", "asked", asked, "known", known),
        programmes: names.map(|one| said(&frame.texts, &one.name)).collect(),
        groups,
        errors,
        frame,
    };
    Ok(page(&made))
}

/// Answers `POST /service/applications/{id}`: keeps the answers and goes on to the check.
pub async fn save(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Pairs>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(form.once.as_ref());
    let seen = one(&form.data, "version").parse().unwrap_or_default();
    match case::save(&service, &caller, &id, seen, &answers(&form.data)).await {
        Ok(_) if one(&form.data, "go") == "stay" => {
            Ok(Redirect::to(&format!("/service/applications/{id}")).into_response())
        }
        Ok(_) => Ok(Redirect::to(&format!("/service/applications/{id}/check")).into_response()),
        Err(fault) if matches!(fault.kind, ErrorKind::Invalid | ErrorKind::Stale | ErrorKind::TooLarge) => {
            let error = (String::new(), visitor.texts.fault(&fault));
            filled(&service, &visitor, &id, vec![error]).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Question, answer, where it is changed, whether the registry knows it.
type Answered = (String, String, String, bool);

struct Outcome {
    programme: String,
    /// granted, refused or open.
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
            if let Some(fen) = decision.amount_fen.filter(|_| outcome == Some(true)) {
                text.push(yuan(&frame.texts, fen));
            }
            let failed = decision.clauses.iter().filter(|one| decision.why.failed.contains(&one.number));
            text.extend(failed.map(|one| one.reason.clone()));
            text.extend(decision.why.needs.iter().map(|one| one.text.clone()));
            text.extend(decision.why.excluded.iter().map(|one| one.text.clone()));
        }
        let word = match outcome {
            Some(true) => "granted",
            Some(false) => "refused",
            None => "open",
        };
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
