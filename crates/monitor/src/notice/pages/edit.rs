//! Writing a notice: the form made from the dictionary, what the rules would say beside it. Nothing typed is ever lost.

use anye_base::{Fault, Lang};
use anye_db::Once;
use anye_web::extract::Form as Sent;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::super::form::{self, Field, Form, Input};
use super::super::model::{Answers, Judgement, Known};
use super::super::{file, rights, show as notices};
use super::verdict::{Line, lines};
use super::{errors, is_shown, percent, value};
use crate::Monitor;

#[derive(Template)]
#[template(path = "notice_edit.html")]
struct EditPage {
    frame: Frame,
    action: String,
    facts: Vec<(String, String)>,
    form: Form,
    event_at: String,
    row_version: i64,
    filed: bool,
    why: String,
    employer: String,
    errors: Vec<(String, String)>,
    judged: Option<String>,
    lines: Vec<Line>,
    draft: String,
}

#[derive(Template)]
#[template(path = "notice_start.html")]
struct StartPage {
    frame: Frame,
    key: String,
    firms: Vec<(String, String, String, String)>,
    asked: bool,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    employer: String,
    q: String,
    done: Option<String>,
}

/// Answers `GET /layoffs/new`: first for whom, then the form.
pub async fn fresh(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    if asked.employer.is_empty() {
        return choose(&monitor, &visitor, &asked.q).await;
    }
    shown(&monitor, &visitor, &View { employer: asked.employer, ..View::default() }, None).await
}

async fn choose(monitor: &Monitor, visitor: &Visitor, q: &str) -> Result<Response, Failed> {
    use anye_registry::employer;
    let asking = Asking::new(&monitor.core, visitor);
    let caller = asking.caller(None);
    let mut from = &monitor.core.db;
    let own = rights::own(&mut from, &caller).await.map_err(Fault::from)?;
    let mut firms = employer::by_ids(&mut from, &own).await.map_err(Fault::from)?;
    if !q.trim().is_empty() {
        let filter = employer::Filter { q: q.to_owned(), ..employer::Filter::default() };
        let limit = anye_base::Limit::new(20).unwrap_or_default();
        firms.extend(employer::list(&monitor.registry, &caller, &filter, None, limit).await?.items);
    }
    let title = visitor.texts.t("notice-new-title");
    let frame = Frame::new(&monitor.core, visitor, "/layoffs/new", title)
        .under(visitor.texts.t("notice-list-title"), "/layoffs");
    let row = |one: &employer::Employer| {
        let place =
            monitor.core.place_in(one.place.get(..6).unwrap_or(&one.place), frame.as_of, frame.texts.lang);
        (format!("/layoffs/new?employer={}", one.id), one.name.clone(), one.code.clone(), place)
    };
    Ok(page(&StartPage {
        firms: firms.iter().map(row).collect(),
        key: q.to_owned(),
        asked: !q.is_empty(),
        frame,
    }))
}

/// What the page shows.
#[derive(Default)]
struct View {
    employer: String,
    notice: Option<super::super::model::Notice>,
    answers: Answers,
    judged: Option<Judgement>,
    why: String,
    more: bool,
    done: Option<String>,
}

/// Answers `GET /layoffs/{id}/edit`.
pub async fn edit(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let found = notices::show(&monitor, &asking.caller(None), &id).await?;
    let filed = found.versions.first().map(|one| one.answers.clone());
    let answers = found.notice.draft.clone().or(filed).unwrap_or_default();
    let view = View {
        employer: found.employer.id,
        notice: Some(found.notice),
        answers,
        done: asked.done,
        ..View::default()
    };
    shown(&monitor, &visitor, &view, None).await
}

async fn shown(
    monitor: &Monitor,
    visitor: &Visitor,
    view: &View,
    wrong: Option<&Fault>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, visitor);
    let caller = asking.caller(None);
    let setting = file::setting(monitor)?;
    let (firm, office) = file::employer_for(&mut &monitor.core.db, &caller, &view.employer).await?;
    let known = file::known(&firm);
    let chinese = visitor.lang() == Lang::Zh;
    let (action, title) = match &view.notice {
        Some(one) => (format!("/layoffs/{}", one.id), "notice-edit-title"),
        None => ("/layoffs".to_owned(), "notice-new-title"),
    };
    let here = view.notice.as_ref().map_or_else(
        || format!("/layoffs/new?employer={}", firm.id),
        |one| format!("/layoffs/{}/edit", one.id),
    );
    let frame = Frame::new(&monitor.core, visitor, &here, visitor.texts.t1(title, "name", &firm.name))
        .under(visitor.texts.t("notice-list-title"), "/layoffs")
        .notice(view.done.as_deref());
    let words = ["notice-yes", "notice-no", "notice-unknown"].map(|key| frame.t(key));
    let mut form = form::form(&monitor.book(), setting, &view.answers, office, chinese, words);
    if !view.more && view.answers.batches.is_empty() && form.batches.len() == 1 {
        // One empty row invites to plan in batches.
        form.batches.truncate(1);
    }
    let judged = view.judged.as_ref().map(|one| headline(&frame, one));
    let made = EditPage {
        facts: facts(monitor, &frame, &known),
        event_at: view.answers.event_at.clone(),
        row_version: view.notice.as_ref().map_or(0, |one| one.row_version),
        filed: view.notice.as_ref().is_some_and(|one| one.version > 0),
        why: view.why.clone(),
        employer: firm.id.clone(),
        errors: errors(&frame, wrong),
        lines: view.judged.as_ref().map(|one| lines(&frame, one, chinese)).unwrap_or_default(),
        draft: format!("layoff-{}", view.notice.as_ref().map_or(firm.id.as_str(), |one| one.id.as_str())),
        judged,
        form,
        action,
        frame,
    };
    let answer = page(&made);
    Ok(if wrong.is_some() { (StatusCode::UNPROCESSABLE_ENTITY, answer).into_response() } else { answer })
}

/// What the register says, for people.
pub fn facts(monitor: &Monitor, frame: &Frame, known: &Known) -> Vec<(String, String)> {
    let unknown = || frame.t("notice-unknown");
    let yes = |yes: bool| frame.t(if yes { "notice-yes" } else { "notice-no" });
    let place =
        monitor.core.place_in(known.place.get(..6).unwrap_or(&known.place), frame.as_of, frame.texts.lang);
    let or = |text: &str| if text.is_empty() { unknown() } else { text.to_owned() };
    vec![
        (frame.t("notice-fact-code"), known.code.clone()),
        (frame.t("notice-fact-place"), place),
        (frame.t("notice-fact-industry"), or(&known.industry)),
        (frame.t("notice-fact-ownership"), or(&known.ownership)),
        (frame.t("notice-fact-above"), yes(known.above_scale)),
        (frame.t("notice-fact-staff"), known.staff.map_or_else(unknown, |n| n.to_string())),
    ]
}

/// The whole in one sentence.
pub fn headline(frame: &Frame, judged: &Judgement) -> String {
    let needed = frame.t(&format!("notice-needed-{}", judged.needed.word()));
    let values = [
        ("needed", needed),
        ("share", percent(judged.share)),
        ("breaches", judged.breaches.len().to_string()),
        ("ahead", judged.ahead.to_string()),
        ("on", judged.on.clone()),
    ];
    frame
        .texts
        .args(if judged.share.is_some() { "notice-headline" } else { "notice-headline-no-share" }, &values)
}

/// Answers `POST /layoffs`: begins a notice, and files it where asked.
pub async fn start(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response, Failed> {
    let pairs = &sent.data;
    let view =
        View { employer: value(pairs, "employer").to_owned(), answers: form::sent(pairs), ..View::default() };
    doing(&monitor, &visitor, view, pairs, sent.once.as_ref()).await
}

/// Answers `POST /layoffs/{id}`: saves, judges, files.
pub async fn act(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Path(id): Path<String>,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let mut notice = notices::show(&monitor, &asking.caller(None), &id).await?.notice;
    let pairs = &sent.data;
    notice.row_version = value(pairs, "version").parse().unwrap_or(0);
    let view = View {
        employer: notice.employer_id.clone(),
        notice: Some(notice),
        answers: form::sent(pairs),
        why: value(pairs, "why").to_owned(),
        ..View::default()
    };
    doing(&monitor, &visitor, view, pairs, sent.once.as_ref()).await
}

async fn doing(
    monitor: &Monitor,
    visitor: &Visitor,
    mut view: View,
    pairs: &[(String, String)],
    once: Option<&Once>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, visitor);
    let act = value(pairs, "act");
    if act == "judge" || act == "more" {
        view.more = act == "more";
        return match file::preview(monitor, &asking.caller(None), &view.employer, &view.answers).await {
            Ok((_, judged)) => {
                view.judged = Some(judged);
                shown(monitor, visitor, &view, None).await
            }
            Err(fault) if is_shown(&fault) => shown(monitor, visitor, &view, Some(&fault)).await,
            Err(fault) => Err(fault.into()),
        };
    }
    match kept(monitor, &asking, &mut view, act == "file", once).await {
        Ok(id) if act == "file" => {
            Ok(Redirect::to(&format!("/layoffs/{id}?done=notice-filed")).into_response())
        }
        Ok(id) => Ok(Redirect::to(&format!("/layoffs/{id}/edit?done=notice-saved")).into_response()),
        Err(fault) if is_shown(&fault) => shown(monitor, visitor, &view, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

/// Keeps it; where it is new, and filing goes wrong, the draft is there and the page goes on with it.
async fn kept(
    monitor: &Monitor,
    asking: &Asking<'_>,
    view: &mut View,
    filing: bool,
    once: Option<&Once>,
) -> Result<String, Fault> {
    let answers = || view.answers.clone();
    let caller = asking.caller(once);
    let (id, seen) = match &view.notice {
        Some(one) if !filing => {
            return Ok(file::save(monitor, &caller, &one.id, one.row_version, answers()).await?.id);
        }
        Some(one) => (one.id.clone(), one.row_version),
        None => {
            let made = file::begin(monitor, &caller, &view.employer, answers()).await?;
            let key = (made.id.clone(), made.row_version);
            view.notice = Some(made);
            if !filing {
                return Ok(key.0);
            }
            key
        }
    };
    let second = once.map(|once| Once { key: format!("{}-file", once.key), ..once.clone() });
    let caller = asking.caller(second.as_ref());
    Ok(file::file(monitor, &caller, &id, seen, view.answers.clone(), &view.why).await?.id)
}

impl Field {
    /// Id on the page.
    pub fn id(&self) -> String {
        self.name.replace('.', "-")
    }

    /// Whether it is a choice.
    pub fn is_choice(&self) -> bool {
        self.input == Input::Choice
    }

    /// Whether it is a day.
    pub fn is_day(&self) -> bool {
        self.input == Input::Day
    }
}
