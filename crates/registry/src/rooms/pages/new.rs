//! Entering somebody (登记): who, since when, the fields of the register. What the registry knows stands there and is not asked.

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_programmes::{Register, SubjectKind};
use anye_web::extract::Form;
use anye_web::{Asking, Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::Value;

use super::{is_shown, problems, said};
use crate::entry::{self, NewEntry};
use crate::rights::may_since;
use crate::rooms::form::{Drawn, drawn, grouped, kept, read};
use crate::rooms::lead;
use crate::{Registers, fact};

type Sent = BTreeMap<String, Vec<String>>;

#[derive(Template)]
#[template(path = "entry_new.html")]
struct NewPage {
    frame: Frame,
    id: String,
    note: String,
    problems: Vec<(String, String)>,
    asks_who: bool,
    who_label: String,
    who: String,
    subject_name: String,
    subject_place: String,
    from: String,
    to: String,
    place: String,
    source: String,
    evidence: String,
    period: bool,
    confirm: bool,
    fields: Vec<Drawn>,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    subject: String,
}

/// Answers `GET /registers/{register}/new`.
pub async fn new(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let mut sent = Sent::new();
    if !asked.subject.is_empty() {
        sent.insert("who".to_owned(), vec![asked.subject]);
    }
    drawn_page(&rooms, &visitor, &id, &sent, None, BTreeMap::new()).await
}

/// Answers `POST /registers/{register}/new`.
pub async fn open(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Vec<(String, String)>>,
) -> Result<Response, Failed> {
    let sent = grouped(form.data);
    let asking = Asking::new(rooms.core(), &visitor);
    let caller = asking.caller(form.once.as_ref());
    let register = rooms.register(&id)?;
    let (mut fields, mut errors) = read(register, &sent, visitor.texts.lang);
    let shown = kept(register, &sent, &BTreeMap::new());
    errors.extend(lead::resolve(&rooms, &caller, register, &visitor.texts, &shown, &mut fields).await?);
    let one = |name: &str| {
        sent.get(name).and_then(|all| all.first()).map(|text| text.trim().to_owned()).unwrap_or_default()
    };
    let subject = match who(&rooms, &caller, register, &visitor.texts, &one("who")).await? {
        Ok(found) => found.map(|subject| subject.id).unwrap_or_default(),
        Err(said) => {
            errors.insert("subject".to_owned(), said);
            String::new()
        }
    };
    if !errors.is_empty() {
        return drawn_page(&rooms, &visitor, &id, &sent, None, errors).await;
    }
    let new = NewEntry {
        subject,
        place: one("place"),
        from: one("from"),
        to: one("to"),
        state: String::new(),
        fields,
        channel: "counter".to_owned(),
        source: one("source"),
        evidence: one("evidence"),
        answer: None,
    };
    match entry::open(&rooms, &caller, &id, new).await {
        Ok(made) => {
            Ok(Redirect::to(&format!("/registers/{id}/entries/{}?done=entry-opened", made.id))
                .into_response())
        }
        Err(fault) if is_shown(&fault) => {
            drawn_page(&rooms, &visitor, &id, &sent, Some(&fault), BTreeMap::new()).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Whom a form names, or what is wrong with it in words. What the caller may not see is as if it were not there.
async fn who(
    rooms: &Registers,
    caller: &Caller<'_>,
    register: &Register,
    texts: &Texts,
    text: &str,
) -> Result<Result<Option<entry::Subject>, String>, Fault> {
    if text.is_empty() || register.subject == SubjectKind::Itself {
        return Ok(Ok(None));
    }
    let id = match lead::subject(rooms, caller, register.subject, texts, text).await? {
        Ok(id) => id,
        Err(said) => return Ok(Err(said)),
    };
    let found = entry::subject::find(&mut &rooms.core().db, rooms, register.subject, &id).await?;
    let permission = match register.subject {
        SubjectKind::Employer => Permission::EmployerRead,
        SubjectKind::Person | SubjectKind::Household | SubjectKind::Provider => Permission::PersonsRead,
        SubjectKind::Place | SubjectKind::Itself => Permission::RegistersRead,
    };
    Ok(Ok(found.filter(|one| may_since(&rooms.registry, caller, permission, &one.place))))
}

async fn drawn_page(
    rooms: &Registers,
    visitor: &Visitor,
    id: &str,
    sent: &Sent,
    fault: Option<&Fault>,
    mut errors: BTreeMap<String, String>,
) -> Result<Response, Failed> {
    let register = rooms.register(id)?;
    let asking = Asking::new(rooms.core(), visitor);
    let caller = asking.caller(None);
    let one = |name: &str| sent.get(name).and_then(|all| all.first()).cloned().unwrap_or_default();
    let who = who(rooms, &caller, register, &visitor.texts, one("who").trim()).await?.ok().flatten();
    let known = known(rooms, register, who.as_ref()).await?;
    let here = format!("/registers/{id}/new");
    let lang = visitor.texts.lang;
    let name = lang.pick(&register.name.zh, &register.name.en);
    let frame = Frame::new(rooms.core(), visitor, &here, visitor.texts.t1("entry-new-of", "name", name))
        .under(visitor.texts.t("registers-title"), "/registers")
        .under(name, format!("/registers/{id}"));
    let mut problems = problems(&frame.texts, fault);
    problems.extend(errors.iter().map(|(field, said)| (field.clone(), said.clone())));
    for (field, said) in &problems {
        errors.entry(field.clone()).or_insert_with(|| said.clone());
    }
    let near = who.as_ref().map_or(&*frame.place.0, |found| &*found.place).to_owned();
    let there = kept(register, sent, &known);
    let offers = lead::offers(rooms, &caller, register, (&near, lang), &there).await?;
    let blank = |name: &str, otherwise: String| if sent.contains_key(name) { one(name) } else { otherwise };
    let made = NewPage {
        note: said(&frame, &register.note),
        asks_who: register.subject != SubjectKind::Itself,
        who_label: frame.t(&format!("entry-who-{}", register.subject.word())),
        who: who.as_ref().map_or_else(|| one("who"), |found| found.id.clone()),
        subject_name: who.as_ref().map(|found| found.name.clone()).unwrap_or_default(),
        subject_place: who
            .as_ref()
            .map(|found| rooms.core().place_in(&found.place, frame.as_of, lang))
            .unwrap_or_default(),
        from: blank("from", rooms.core().world.today().to_string()),
        to: one("to"),
        place: blank(
            "place",
            if register.subject == SubjectKind::Itself { frame.place.0.clone() } else { String::new() },
        ),
        source: blank("source", frame.t("entry-source-counter")),
        evidence: one("evidence"),
        period: register.period,
        confirm: register.confirm,
        fields: drawn(register, sent, &known, &errors, &offers, lang),
        problems,
        id: id.to_owned(),
        frame,
    };
    let mut response = page(&made);
    if !made.problems.is_empty() {
        *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// What the registry knows of the fields that are facts about the subject.
async fn known(
    rooms: &Registers,
    register: &Register,
    who: Option<&entry::Subject>,
) -> Result<BTreeMap<String, Value>, Fault> {
    let (Some(who), Some(kind)) = (who, register.subject.kind()) else { return Ok(BTreeMap::new()) };
    let today = rooms.core().world.today();
    let facts = fact::known(&mut &rooms.core().db, kind, &who.id, today, None).await?;
    let of = |field: &anye_programmes::Field| {
        let name = field.fact.as_deref()?.strip_prefix(kind)?.strip_prefix('.')?;
        Some((field.id.clone(), field.of_fact(facts.get(name)?)?))
    };
    Ok(register.fields.iter().filter(|field| !field.sealed).filter_map(of).collect())
}
