//! What can be applied for (办事目录): by subject and place, for everybody; somebody at a counter first says for whom.

use anye_access::Permission;
use anye_base::Fault;
use anye_programmes::{Applicant, Programme, SubjectKind};
use anye_web::extract::Form;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::can_have::{GROUPS, StanceSaid, missing, rank, stance_said};
use super::words::{chinese, said, span};
use crate::Service;
use crate::case::{is_open, rights, stances};
use crate::model::subject_kind;
use crate::port::Subject;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// person, employer …
    pub(super) kind: String,
    /// Whom it is for.
    pub(super) id: String,
    /// Words of the name.
    q: String,
    /// A number was not found.
    none: Option<String>,
}

pub(super) struct Line {
    pub href: String,
    pub name: String,
    pub note: String,
    pub subject: String,
    pub promise: String,
    pub online: bool,
    /// How the law stands to it for the one it is for.
    pub stance: Option<StanceSaid>,
}

#[derive(Template)]
#[template(path = "service_catalogue.html")]
struct CataloguePage {
    frame: Frame,
    sentence: String,
    matters: Vec<(String, Vec<Line>)>,
    /// By how the law stands to them, not by matter.
    for_one: bool,
    /// Whether any of them promises a time.
    promises: bool,
    kinds: Vec<(String, String)>,
    kind: String,
    q: String,
    counter: bool,
    none: bool,
    whom: Option<String>,
    id: String,
}

/// The subject in the address, where the visitor may act for it.
pub(super) async fn whom(
    service: &Service,
    visitor: &Visitor,
    kind: &str,
    id: &str,
) -> Result<Option<(Subject, bool)>, Fault> {
    let Some(kind) = subject_kind(kind).filter(|_| !id.is_empty()) else { return Ok(None) };
    let asking = Asking::new(&service.core, visitor);
    let caller = asking.caller(None);
    let db = &service.core.db;
    let own = match visitor.account() {
        Some(account) => service.own(account).await?,
        None => Vec::new(),
    };
    if let Some(one) = own.into_iter().find(|one| one.kind == kind && one.id == id) {
        return Ok(Some((one, true)));
    }
    let found = service.subjects.find(db, kind, id).await?;
    let found = found.filter(|one| rights::may(&caller, Permission::ServiceApply, &one.place));
    Ok(found.map(|one| (one, false)))
}

/// Answers `GET /service`.
pub async fn catalogue(
    State(service): State<Service>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let core = &service.core;
    let frame = Frame::new(core, &visitor, "/service", visitor.texts.t("service-title"));
    let asking = Asking::new(core, &visitor);
    let caller = asking.caller(None);
    let whom = whom(&service, &visitor, &asked.kind, &asked.id).await?;
    let place = whom.as_ref().map_or_else(|| frame.place.0.clone(), |(one, _)| one.place.clone());
    let kind = subject_kind(&asked.kind);
    let stances = match &whom {
        Some((one, _)) => Some(stances(&service, &caller, one, !chinese(&frame.texts)).await?),
        None => None,
    };
    let mut groups: [Vec<(usize, Line)>; 4] = Default::default();
    let mut matters: Vec<(String, Vec<Line>)> = Vec::new();
    let mut count = 0;
    for one in &service.definitions.programmes {
        let name = said(&frame.texts, &one.name);
        let wanted = kind.is_none_or(|kind| kind == one.subject) && is_open(&service, &caller, one, &place);
        if !wanted || !name.to_lowercase().contains(&asked.q.trim().to_lowercase()) {
            continue;
        }
        count += 1;
        if let Some((stances, (whom, _))) = stances.as_ref().zip(whom.as_ref()) {
            // By how the law stands to it, best first; within that those first of which least is missing.
            if let Some(stance) = stances.iter().find(|stance| stance.programme.id == one.id) {
                let line =
                    Line { stance: Some(stance_said(&frame, stance)), ..line(&frame, one, Some(whom)) };
                groups[rank(stance)].push((missing(stance), line));
            }
            continue;
        }
        let matter = one.matter.clone().unwrap_or_default();
        let title = matter_name(&service, &frame, &matter);
        let line = line(&frame, one, whom.as_ref().map(|(one, _)| one));
        match matters.iter_mut().find(|(there, _)| *there == title) {
            Some((_, lines)) => lines.push(line),
            None => matters.push((title, vec![line])),
        }
    }
    let can = groups[0].len();
    let titles = GROUPS.map(|key| frame.t(key));
    for (title, mut lines) in titles.into_iter().zip(groups).filter(|(_, lines)| !lines.is_empty()) {
        lines.sort_by_key(|(missing, _)| *missing);
        matters.push((title, lines.into_iter().map(|(_, line)| line).collect()));
    }
    let kinds = [SubjectKind::Person, SubjectKind::Employer, SubjectKind::Household, SubjectKind::Provider];
    let made = CataloguePage {
        sentence: match &whom {
            Some(_) => frame.texts.t2("service-can-sentence", "n", count, "can", can),
            None => frame.texts.t2(
                "service-sentence",
                "n",
                count,
                "place",
                core.place_in(&place, frame.as_of, frame.texts.lang),
            ),
        },
        for_one: whom.is_some(),
        promises: matters.iter().flat_map(|(_, lines)| lines).any(|line| !line.promise.is_empty()),
        kinds: kinds
            .map(|kind| (kind.word().to_owned(), frame.t(&format!("service-subject-{}", kind.word()))))
            .to_vec(),
        kind: asked.kind.clone(),
        id: asked.id.clone(),
        q: asked.q.clone(),
        counter: visitor.may_at_all(Permission::ServiceWork),
        none: asked.none.is_some(),
        whom: whom.map(|(one, _)| format!("{} {}", one.shown(), one.number)),
        matters,
        frame,
    };
    Ok(page(&made))
}

/// A matter's name, as the pack has it.
fn matter_name(service: &Service, frame: &Frame, matter: &str) -> String {
    let found = service.definitions.matters.iter().find(|one| one.id == matter);
    found.map_or_else(|| frame.t("service-matter-none"), |one| said(&frame.texts, &one.name))
}

fn line(frame: &Frame, one: &Programme, whom: Option<&Subject>) -> Line {
    let about = whom.map(|whom| format!("?kind={}&id={}", whom.kind.word(), whom.id)).unwrap_or_default();
    Line {
        href: format!("/service/{}/new{about}", one.id),
        name: said(&frame.texts, &one.name),
        note: said(&frame.texts, &one.note),
        subject: frame.t(&format!("service-subject-{}", one.subject.word())),
        promise: one.promise.map(|one| span(&frame.texts, one)).unwrap_or_default(),
        online: one.applicants.iter().any(|one| matches!(one, Applicant::Itself | Applicant::Employer)),
        stance: None,
    }
}

/// A number typed at a counter. It is sent in the body: a number does not belong into an address.
#[derive(Debug, Deserialize)]
pub struct Number {
    kind: String,
    number: String,
}

/// Answers `POST /service/find`.
pub async fn find(
    State(service): State<Service>,
    visitor: Visitor,
    form: Form<Number>,
) -> Result<Response, Failed> {
    let kind = subject_kind(&form.data.kind).unwrap_or(SubjectKind::Person);
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(None);
    let found = service.subjects.by_number(&service.core.db, kind, &form.data.number).await?;
    let found = found.filter(|one| rights::may(&caller, Permission::ServiceApply, &one.place));
    let to = found.map_or_else(
        || format!("/service?kind={}&none=1", kind.word()),
        |one| format!("/service?kind={}&id={}", kind.word(), one.id),
    );
    Ok(Redirect::to(&to).into_response())
}

/// An account to be linked.
#[derive(Debug, Deserialize)]
pub struct Linking {
    kind: String,
    id: String,
    login: String,
}

/// Answers `POST /service/link`: whoever came to the counter applies through the portal from now on.
pub async fn link(
    State(service): State<Service>,
    visitor: Visitor,
    form: Form<Linking>,
) -> Result<Response, Failed> {
    let sent = &form.data;
    let kind = subject_kind(&sent.kind).ok_or_else(|| Fault::not_found("service_subject"))?;
    let asking = Asking::new(&service.core, &visitor);
    crate::account::link(&service, &asking.caller(form.once.as_ref()), &sent.login, (kind, &sent.id)).await?;
    Ok(Redirect::to(&format!("/service?kind={}&id={}", kind.word(), sent.id)).into_response())
}
