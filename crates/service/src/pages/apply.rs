//! The form of an application (申请): what is known is shown, not asked; what is typed is saved as one goes, and never lost to somebody else's change.

use std::collections::BTreeSet;

use anye_base::{ErrorKind, Fault};
use anye_programmes::Applicant;
use anye_web::extract::Form;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;

use super::papers::{PaperRow, rows as paper_rows};
use super::words::{chinese, minute, plain, said, same_truth, value};
use crate::Service;
use crate::case::{self, Both, Draft, Met, Start};
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

/// What stood in a field when its page was opened goes along under this beginning.
const WAS: &str = "was:";
/// Boxes of which any may be ticked are sent under this beginning, with one that is empty.
const MANY: &str = "many:";

/// Answers of a form: those with a key of the form.
fn answers(pairs: &Pairs) -> Answers {
    let own = |key: &str| key.contains('.') && !key.starts_with(WAS) && !key.starts_with(MANY);
    let mut all: Answers = pairs
        .iter()
        .filter(|(key, _)| own(key))
        .map(|(key, value)| (key.clone(), value.trim().to_owned()))
        .collect();
    let many: BTreeSet<&str> = pairs.iter().filter_map(|(key, _)| key.strip_prefix(MANY)).collect();
    for key in many {
        let ticked = pairs.iter().filter(|(own, one)| own.strip_prefix(MANY) == Some(key) && !one.is_empty());
        let ticked: Vec<&str> = ticked.map(|(_, one)| one.as_str()).collect();
        all.insert(key.to_owned(), ticked.join("、"));
    }
    all
}

/// What stood there before, of the fields that were touched.
fn was(pairs: &Pairs) -> Answers {
    let old =
        |(key, value): &(String, String)| Some((key.strip_prefix(WAS)?.to_owned(), value.trim().to_owned()));
    pairs.iter().filter_map(old).collect()
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
    /// Two people answered it differently: mine and theirs, as kept and as people read it.
    both: Option<((String, String), (String, String))>,
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
    errors: Vec<String>,
    changed_ms: i64,
    /// Files that were given, and papers that one may be given for.
    papers: Vec<PaperRow>,
    wanted: Vec<(String, String)>,
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
        Input::Choices { members } => {
            let ticked: Vec<&str> = text.split('、').collect();
            let all = members.iter().map(|(id, zh, en)| {
                (id.clone(), texts.lang.pick(zh, en).to_owned(), ticked.contains(&id.as_str()))
            });
            ("many", String::new(), all.collect())
        }
        Input::Choice { members } => {
            let all = members.iter().map(|(id, zh, en)| {
                (id.clone(), texts.lang.pick(zh, en).to_owned(), *id == text || same_truth(id, &text))
            });
            let mut all: Vec<_> = all.collect();
            // What was answered before is not lost because it can no longer be chosen.
            if !text.is_empty() && all.iter().all(|(.., chosen)| !chosen) {
                all.push((text.clone(), value(texts, ask, &text), true));
            }
            ("choice", String::new(), all)
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
        both: None,
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

/// What a form is shown with besides what is kept.
#[derive(Default)]
pub(super) struct Again {
    error: Option<String>,
    both: Vec<Both>,
    mine: Answers,
}

impl Again {
    /// Something was wrong, in words.
    pub fn wrong(error: String) -> Self {
        Self { error: Some(error), ..Self::default() }
    }
}

/// Answers `GET /service/applications/{id}`.
pub async fn fill(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    filled(&service, &visitor, &id, Again::default()).await
}

pub(super) async fn filled(
    service: &Service,
    visitor: &Visitor,
    id: &str,
    again: Again,
) -> Result<Response, Failed> {
    let asking = Asking::new(&service.core, visitor);
    let caller = asking.caller(None);
    let mut draft = case::draft(service, &caller, id, !chinese(&visitor.texts)).await?;
    if !draft.application.is_draft() {
        return Ok(Redirect::to("/my").into_response());
    }
    draft.application.answers.extend(again.mine);
    let frame = Frame::new(
        &service.core,
        visitor,
        &format!("/service/applications/{id}"),
        visitor.texts.t("service-form"),
    )
    .under(visitor.texts.t("service-title"), "/service");
    let office = matches!(draft.application.channel.as_str(), "counter" | "office");
    let mut groups = groups(&frame, &draft, office);
    for both in &again.both {
        let Some(ask) = draft.look.form.ask(&both.key) else { continue };
        let said = |text: &str| (text.to_owned(), value(&frame.texts, ask, text));
        let own = groups.iter_mut().flat_map(|group| &mut group.questions).find(|one| one.key == both.key);
        if let Some(own) = own {
            own.both = Some((said(&both.mine), said(&both.theirs)));
        }
    }
    let asked = groups.iter().flat_map(|group| &group.questions).filter(|one| one.known.is_none()).count();
    let known = groups.iter().flat_map(|group| &group.questions).count() - asked;
    let names = draft.application.programmes.iter().filter_map(|id| service.programme(id));
    let differs = !again.both.is_empty();
    let files = crate::paper::list(service, &caller, id).await?;
    let said_differs =
        frame.t2("service-differs", "n", again.both.len(), "at", minute(draft.application.changed_at));
    let made = FormPage {
        id: id.to_owned(),
        version: draft.application.row_version,
        sentence: frame.t2("service-form-sentence", "asked", asked, "known", known),
        programmes: names.map(|one| said(&frame.texts, &one.name)).collect(),
        groups,
        errors: again.error.into_iter().chain(differs.then_some(said_differs)).collect(),
        changed_ms: draft.application.changed_at,
        papers: paper_rows(service, &frame.texts, &draft.look.form, &files, None),
        wanted: draft
            .look
            .form
            .papers
            .iter()
            .map(|ask| (ask.key.clone(), said(&frame.texts, &ask.name)))
            .collect(),
        frame,
    };
    Ok(page(&made))
}

/// Answers `POST /service/applications/{id}`: keeps the answers and goes on to the check. What somebody else changed meanwhile is shown side by side.
pub async fn save(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Pairs>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(form.once.as_ref());
    let seen = one(&form.data, "version").parse().unwrap_or_default();
    match case::meet(&service, &caller, &id, seen, &answers(&form.data), &was(&form.data)).await {
        Ok(Met::Saved { .. }) if one(&form.data, "go") == "stay" => {
            Ok(Redirect::to(&format!("/service/applications/{id}")).into_response())
        }
        Ok(Met::Saved { .. }) => {
            Ok(Redirect::to(&format!("/service/applications/{id}/check")).into_response())
        }
        Ok(Met::Differs { both, mine, .. }) => {
            filled(&service, &visitor, &id, Again { both, mine, error: None }).await
        }
        Err(fault) if matches!(fault.kind, ErrorKind::Invalid | ErrorKind::Stale | ErrorKind::TooLarge) => {
            let again = Again {
                error: Some(visitor.texts.fault(&fault)),
                mine: answers(&form.data),
                both: Vec::new(),
            };
            filled(&service, &visitor, &id, again).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// What the script of the page is told when a draft was saved.
#[derive(Debug, Serialize)]
pub struct Kept {
    /// The number to send next time.
    version: i64,
    /// What somebody else wrote meanwhile, where this form had not touched it.
    changed: Answers,
}

/// Answers `POST /service/applications/{id}/draft`: for the script of the page, every few seconds.
pub async fn keep(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Pairs>,
) -> Result<Json<Kept>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(form.once.as_ref());
    let seen = one(&form.data, "version").parse().unwrap_or_default();
    match case::meet(&service, &caller, &id, seen, &answers(&form.data), &was(&form.data)).await? {
        Met::Saved { application, changed } => Ok(Json(Kept { version: application.row_version, changed })),
        Met::Differs { .. } => Err(Fault::new(ErrorKind::Stale, "stale").into()),
    }
}
