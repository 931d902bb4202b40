//! Hand-overs (转移接续): what waits for an answer here, what was given, how each stands; and the form that offers a person with the entries that go along.

use anye_access::Permission;
use anye_base::Fault;
use anye_base::world::china_minute;
use anye_web::extract::{Form, Paging};
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::{day, is_shown, problems, said};
use crate::Registers;
use crate::entry::export::state_name;
use crate::handover::{self, NewHandover, Seen};
use crate::person;
use crate::rights::may_since;
use crate::rooms::api_transfers::{Answer, done};
use crate::rooms::form::grouped;

struct Row {
    id: String,
    version: i64,
    name: String,
    href: String,
    what: Vec<String>,
    from: String,
    to: String,
    reason: String,
    state: String,
    tag: &'static str,
    offered: String,
    answered: String,
    note: String,
    may_answer: bool,
    may_withdraw: bool,
}

#[derive(Template)]
#[template(path = "transfers.html")]
struct TransfersPage {
    frame: Frame,
    sentence: String,
    problems: Vec<(String, String)>,
    ways: Vec<(&'static str, String)>,
    states: Vec<(&'static str, String)>,
    way: String,
    state: String,
    rows: Vec<Row>,
    next: Option<String>,
}

/// Answers `GET /transfers`.
pub async fn transfers(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Query(asked): Query<handover::Box>,
    paging: Paging,
) -> Result<Response, Failed> {
    drawn(&rooms, &visitor, asked, paging, None).await
}

/// Answers `POST /transfers`: an offer, or an answer to one.
pub async fn transfer(
    State(rooms): State<Registers>,
    visitor: Visitor,
    form: Form<Vec<(String, String)>>,
) -> Result<Response, Failed> {
    let sent = grouped(form.data);
    let asking = Asking::new(rooms.core(), &visitor);
    let caller = asking.caller(form.once.as_ref());
    let one = |name: &str| {
        sent.get(name).and_then(|all| all.first()).map(|text| text.trim().to_owned()).unwrap_or_default()
    };
    let act = one("act");
    if act == "offer" {
        let new = NewHandover {
            kind: "person".to_owned(),
            thing: one("person"),
            entries: sent.get("entry").cloned().unwrap_or_default(),
            place: one("place"),
            reason: one("reason"),
        };
        return match handover::offer(&rooms, &caller, &new).await {
            Ok(_) => Ok(Redirect::to("/transfers?way=out&done=transfer-offer").into_response()),
            Err(fault) if is_shown(&fault) => form_page(&rooms, &visitor, &new, Some(&fault)).await,
            Err(fault) => Err(fault.into()),
        };
    }
    let answer = Answer { act: act.clone(), note: one("note") };
    match done(&rooms, &caller, &one("transfer"), one("version").parse().unwrap_or_default(), &answer).await {
        Ok(_) => Ok(Redirect::to(&format!("/transfers?done=transfer-{act}")).into_response()),
        Err(fault) if is_shown(&fault) => {
            drawn(&rooms, &visitor, handover::Box::default(), Paging::default(), Some(&fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn drawn(
    rooms: &Registers,
    visitor: &Visitor,
    asked: handover::Box,
    paging: Paging,
    fault: Option<&Fault>,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), visitor);
    let caller = asking.caller(None);
    let found = handover::list(rooms, &caller, &asked, paging.cursor.as_ref(), paging.limit).await?;
    let waits = handover::waiting(rooms, &caller).await?;
    let frame = Frame::new(rooms.core(), visitor, "/transfers", visitor.texts.t("transfers-title"))
        .under(visitor.texts.t("registers-title"), "/registers");
    let made = TransfersPage {
        sentence: frame.t1("transfers-sentence", "n", waits),
        problems: problems(&frame.texts, fault),
        ways: ["", "in", "out"].map(|way| (way, frame.t(&format!("transfers-way{}", dash(way))))).into(),
        states: ["", "offered", "accepted", "refused", "withdrawn"]
            .map(|state| (state, frame.t(&format!("transfers-state{}", dash(state)))))
            .into(),
        rows: found.items.into_iter().map(|one| row(rooms, &frame, one)).collect(),
        next: found.next.map(|cursor| {
            let query = [("way", asked.way.as_str()), ("state", &asked.state), ("cursor", &cursor.encode())]
                .map(|(name, value)| (name, value.to_owned()));
            format!("/transfers?{}", serde_urlencoded::to_string(query).unwrap_or_default())
        }),
        way: asked.way,
        state: asked.state,
        frame,
    };
    let mut response = page(&made);
    if let Some(fault) = fault {
        *response.status_mut() = anye_web::problem::status(fault.kind);
    }
    Ok(response)
}

fn dash(word: &str) -> String {
    if word.is_empty() { String::new() } else { format!("-{word}") }
}

fn row(rooms: &Registers, frame: &Frame, seen: Seen) -> Row {
    let one = seen.one;
    let place = |code: &str| rooms.core().place_in(code, frame.as_of, frame.texts.lang);
    let named = |id: &str| {
        rooms.definitions.register(id).map_or_else(|| id.to_owned(), |register| said(frame, &register.name))
    };
    let mut what: Vec<String> = one.entries.iter().map(|(_, register)| named(register)).collect();
    if one.kind == "person" {
        what.insert(0, frame.t("transfers-record"));
    }
    Row {
        href: match (one.kind.as_str(), one.entries.first()) {
            ("person", _) => format!("/persons/{}", one.thing),
            (_, Some((id, register))) => format!("/registers/{register}/entries/{id}"),
            _ => String::new(),
        },
        name: one.name,
        what,
        from: place(&one.from_place),
        to: place(&one.to_place),
        reason: one.reason,
        state: frame.t(&format!("transfers-state-{}", one.state)),
        tag: match one.state.as_str() {
            "offered" => "tag-doubt",
            "accepted" => "tag-done",
            "refused" => "tag-stop",
            _ => "tag-due",
        },
        offered: format!("{} {}", china_minute(one.offered_at), one.offered_name),
        answered: one
            .answered_at
            .map(|at| format!("{} {}", china_minute(at), one.answered_name.clone().unwrap_or_default()))
            .unwrap_or_default(),
        note: one.note,
        may_answer: seen.may_answer,
        may_withdraw: seen.may_withdraw,
        id: one.id,
        version: one.version,
    }
}

struct Choice {
    id: String,
    name: String,
    place: String,
    state: String,
    from: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "transfer_new.html")]
struct NewPage {
    frame: Frame,
    problems: Vec<(String, String)>,
    person: String,
    sentence: String,
    entries: Vec<Choice>,
    place: String,
    reason: String,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    person: String,
}

/// Answers `GET /transfers/new`.
pub async fn transfer_new(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let new = NewHandover { kind: "person".to_owned(), thing: asked.person, ..NewHandover::default() };
    form_page(&rooms, &visitor, &new, None).await
}

async fn form_page(
    rooms: &Registers,
    visitor: &Visitor,
    new: &NewHandover,
    fault: Option<&Fault>,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), visitor);
    let caller = asking.caller(None);
    let who = person::find(&rooms.registry, &caller, &new.thing).await?;
    let lang = visitor.texts.lang;
    let frame = Frame::new(rooms.core(), visitor, "/transfers/new", visitor.texts.t("transfers-new"))
        .under(visitor.texts.t("transfers-title"), "/transfers")
        .under(who.name.clone(), format!("/persons/{}", who.id));
    let subjects = [who.id.clone()];
    let all = crate::entry::of_subject(rooms, &caller, "person", &subjects).await?;
    let goes = |one: &&crate::entry::Entry| {
        one.is_open
            && !one.pending
            && one.wish.is_none()
            && may_since(&rooms.registry, &caller, Permission::RegistersWork, &one.place)
    };
    let choice = |one: &crate::entry::Entry| {
        let register = rooms.definitions.register(&one.register)?;
        Some(Choice {
            id: one.id.clone(),
            name: said(&frame, &register.name),
            place: rooms.core().place_in(&one.place, frame.as_of, frame.texts.lang),
            state: state_name(register, &one.state, lang),
            from: day(one.from, lang),
            // What stands where the person stands goes along, unless somebody says otherwise.
            chosen: if fault.is_some() { new.entries.contains(&one.id) } else { one.place == who.place },
        })
    };
    let made = NewPage {
        problems: problems(&frame.texts, fault),
        sentence: frame.t2(
            "transfers-new-sentence",
            "name",
            &who.name,
            "place",
            rooms.core().place_in(&who.place, frame.as_of, frame.texts.lang),
        ),
        entries: all.iter().filter(goes).filter_map(choice).collect(),
        person: who.id,
        place: new.place.clone(),
        reason: new.reason.clone(),
        frame,
    };
    let mut response = page(&made);
    if let Some(fault) = fault {
        *response.status_mut() = anye_web::problem::status(fault.kind);
    }
    Ok(response)
}
