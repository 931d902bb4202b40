//! One entry: who and what, what has to be done, what may be done next, and everything that happened.

use anye_access::{Caller, Permission};
use anye_base::world::china_minute;
use anye_base::{ErrorKind, Fault, Lang};
use anye_programmes::{Field, Register};
use anye_web::extract::Form;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::list::{Names, shown, tag};
use super::{day, is_shown, problems, said};
use crate::Registers;
use crate::entry::export::state_name;
use crate::entry::{self, Change, Entry, Happened, Mend, Task};
use crate::handover;
use crate::person::{Purpose, Revealed, Wanted};
use crate::rights::may_since;
use crate::rooms::api::{Act, done as did};
use crate::table::names_in;

/// A field as it is shown; `sealed` is its id where it can be opened.
struct Shown {
    name: String,
    value: String,
    sealed: String,
}

struct Step {
    to: String,
    name: String,
    reasons: Vec<(String, String)>,
    second: bool,
}

#[derive(Template)]
#[template(path = "entry.html")]
struct ShowPage {
    frame: Frame,
    id: String,
    register: String,
    version: i64,
    state: String,
    tag: &'static str,
    sentence: String,
    problems: Vec<(String, String)>,
    facts: Vec<(String, String, String)>,
    fields: Vec<Shown>,
    purposes: Vec<(&'static str, String)>,
    moves: Vec<Step>,
    pending: bool,
    own: bool,
    wish: Option<String>,
    may_work: bool,
    may_check: bool,
    is_open: bool,
    today: String,
    duties: Vec<(String, String, String, bool, String)>,
    history: Vec<(String, String, String)>,
    certificate: Option<String>,
    offered: Vec<String>,
    objections: Vec<Against>,
    ties: Vec<Tie>,
}

/// Another entry, or what is still to be entered.
struct Tie {
    what: String,
    href: String,
    words: String,
    missing: bool,
}

/// An objection as it is shown.
struct Against {
    id: String,
    who: String,
    words: String,
    at: String,
    answer: String,
    open: bool,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    done: Option<String>,
}

/// Answers `GET /registers/{register}/entries/{entry}`.
pub async fn show(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((register, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let beside = Beside { done: asked.done.as_deref(), ..Beside::default() };
    drawn(&rooms, &visitor, &register, &id, beside).await
}

/// What stands on the page besides the entry.
#[derive(Default)]
struct Beside<'a> {
    done: Option<&'a str>,
    fault: Option<&'a Fault>,
    revealed: Option<&'a Revealed>,
}

/// Answers `POST /registers/{register}/entries/{entry}/reveal`: the page once more, with one sealed value opened in it.
pub async fn reveal(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((register, id)): Path<(String, String)>,
    form: Form<Wanted>,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    match entry::reveal(&rooms, &asking.caller(None), &id, &form.data).await {
        Ok(revealed) => {
            let beside = Beside { revealed: Some(&revealed), ..Beside::default() };
            drawn(&rooms, &visitor, &register, &id, beside).await
        }
        Err(fault) if is_shown(&fault) || fault.kind == ErrorKind::TooMany => {
            let beside = Beside { fault: Some(&fault), ..Beside::default() };
            drawn(&rooms, &visitor, &register, &id, beside).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// What a form on the page holds.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    act: String,
    version: i64,
    to: String,
    day: String,
    reason: String,
    note: String,
    place: String,
    from: String,
    evidence: String,
    objection: String,
}

/// Answers `POST /registers/{register}/entries/{entry}`.
pub async fn act(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((register, id)): Path<(String, String)>,
    form: Form<Sent>,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let caller = asking.caller(form.once.as_ref());
    let sent = form.data;
    let mend = Mend {
        from: Some(sent.from.clone()).filter(|text| !text.is_empty()),
        reason: sent.reason.clone(),
        evidence: sent.evidence.clone(),
        ..Mend::default()
    };
    let act = Act {
        act: sent.act.clone(),
        change: Change { to: sent.to, day: sent.day, reason: sent.reason, note: sent.note },
        mend,
        place: sent.place,
        objection: sent.objection,
    };
    match did(&rooms, &caller, &id, sent.version, &act).await {
        Ok(_) => Ok(Redirect::to(&format!("/registers/{register}/entries/{id}?done=entry-{}", sent.act))
            .into_response()),
        Err(fault) if is_shown(&fault) => {
            let beside = Beside { fault: Some(&fault), ..Beside::default() };
            drawn(&rooms, &visitor, &register, &id, beside).await
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn drawn(
    rooms: &Registers,
    visitor: &Visitor,
    id: &str,
    entry: &str,
    Beside { done, fault, revealed }: Beside<'_>,
) -> Result<Response, Failed> {
    let register = rooms.register(id)?;
    let asking = Asking::new(rooms.core(), visitor);
    let caller = asking.caller(None);
    let (found, happened, tasks) = entry::history(rooms, &caller, entry).await?;
    if found.register != id {
        return Err(Fault::not_found("entry").into());
    }
    let lang = visitor.texts.lang;
    let name = lang.pick(&register.name.zh, &register.name.en).to_owned();
    let title = if found.subject_name.is_empty() { name.clone() } else { found.subject_name.clone() };
    let base = format!("/registers/{id}");
    let frame = Frame::new(rooms.core(), visitor, &format!("{base}/entries/{entry}"), title)
        .under(visitor.texts.t("registers-title"), "/registers")
        .under(name, base.as_str())
        .notice(done);
    let state =
        if found.pending { frame.t("entry-pending") } else { state_name(register, &found.state, lang) };
    let own = caller.actor.id == found.wish.as_ref().map_or(&*found.recorded_by, |wish| &*wish.by);
    let wish = found.wish.as_ref().map(|wish| {
        frame.t2("entry-wish", "name", &wish.by_name, "state", state_name(register, &wish.to, lang))
    });
    let names = names_in(rooms, register, std::slice::from_ref(&found)).await?;
    let made = ShowPage {
        sentence: frame.t2(
            "entry-sentence",
            "from",
            day(found.from, lang),
            "place",
            rooms.core().place_in(&found.place, frame.as_of, frame.texts.lang),
        ),
        tag: tag(&found),
        problems: problems(&frame.texts, fault),
        facts: facts(rooms, &frame, &found),
        fields: fields(rooms, &caller, &frame, register, (&found, &names), revealed),
        purposes: Purpose::ALL
            .into_iter()
            .map(|one| (one.word(), frame.t(&format!("purpose-{}", one.word()))))
            .collect(),
        moves: moves(&frame, register, &found),
        pending: found.pending,
        own,
        wish,
        may_work: may_since(&rooms.registry, &caller, Permission::RegistersWork, &found.place),
        may_check: [Permission::RegistersWork, Permission::ServiceCheck]
            .into_iter()
            .any(|one| may_since(&rooms.registry, &caller, one, &found.place)),
        is_open: found.is_open && !found.pending,
        today: rooms.core().world.today().to_string(),
        duties: tasks.iter().map(|task| duty(&frame, register, task)).collect(),
        history: happened.iter().rev().map(|one| event(&frame, register, one, lang)).collect(),
        offered: offers(rooms, &caller, &frame, entry).await?,
        objections: against(rooms, &frame, entry).await?,
        ties: ties(rooms, &caller, &frame, register, &found).await?,
        certificate: found.number.as_ref().map(|_| format!("{base}/entries/{entry}/certificate")),
        id: entry.to_owned(),
        register: id.to_owned(),
        version: found.version,
        state,
        frame,
    };
    let mut response = page(&made);
    if let Some(fault) = fault {
        *response.status_mut() = anye_web::problem::status(fault.kind);
    }
    Ok(response)
}

/// Offers to other offices, in words.
async fn offers(
    rooms: &Registers,
    caller: &Caller<'_>,
    frame: &Frame,
    entry: &str,
) -> Result<Vec<String>, Fault> {
    let all = handover::of_entry(rooms, caller, entry).await?;
    let said = |one: handover::Seen| {
        let place = rooms.core().place_in(&one.one.to_place, frame.as_of, frame.texts.lang);
        let state = frame.t(&format!("transfers-state-{}", one.one.state));
        frame.t2("entry-offered", "place", place, "state", state)
    };
    Ok(all.into_iter().map(said).collect())
}

/// What its subject needs besides, and the entries that name this one.
async fn ties(
    rooms: &Registers,
    caller: &Caller<'_>,
    frame: &Frame,
    register: &Register,
    found: &Entry,
) -> Result<Vec<Tie>, Fault> {
    let lang = frame.texts.lang;
    let href = |one: &Entry| format!("/registers/{}/entries/{}", one.register, one.id);
    let stands = |one: &Entry| {
        let other = rooms.definitions.register(&one.register);
        let state = other.map(|other| state_name(other, &one.state, lang)).unwrap_or_default();
        format!("{} · {state} · {}", one.subject_name, day(one.from, lang))
    };
    let named =
        |id: &str| rooms.definitions.register(id).map(|one| said(frame, &one.name)).unwrap_or_default();
    let mut all = Vec::new();
    for (id, met) in entry::bond::needs(rooms, register, found).await? {
        let Some(need) = register.needs.iter().find(|one| one.id == id) else { continue };
        let first = need.one_of.first().map(String::as_str).unwrap_or_default();
        all.push(match met {
            Some(one) => {
                let sees = may_since(&rooms.registry, caller, Permission::RegistersRead, &one.place);
                let (href, words) = if sees { (href(&one), stands(&one)) } else { Default::default() };
                Tie { what: named(&one.register), href, words, missing: false }
            }
            None => Tie {
                what: said(frame, &need.name),
                href: format!("/registers/{first}/new?subject={}", found.subject),
                words: frame.t1("entry-need-do", "register", named(first)),
                missing: true,
            },
        });
    }
    for one in entry::bond::naming(rooms, caller, found).await? {
        all.push(Tie { what: named(&one.register), href: href(&one), words: stands(&one), missing: false });
    }
    Ok(all)
}

async fn against(rooms: &Registers, frame: &Frame, entry: &str) -> Result<Vec<Against>, Fault> {
    let all = entry::objection::of_entry(rooms, entry).await?;
    let made = |one: entry::objection::Objection| Against {
        open: one.answered.is_none(),
        answer: match (&one.answer, one.upheld) {
            (Some(words), Some(right)) => {
                let key = if right { "objection-upheld" } else { "objection-dismissed" };
                format!("{}: {words}", frame.t(key))
            }
            _ => String::new(),
        },
        who: format!("{} {}", one.name, one.contact),
        words: one.words,
        at: china_minute(one.at),
        id: one.id,
    };
    Ok(all.into_iter().map(made).collect())
}

fn fields(
    rooms: &Registers,
    caller: &Caller<'_>,
    frame: &Frame,
    register: &Register,
    (found, names): (&Entry, &Names),
    revealed: Option<&Revealed>,
) -> Vec<Shown> {
    let may = may_since(&rooms.registry, caller, Permission::PersonsReveal, &found.place);
    let there = |(_, field): &(usize, &Field)| found.fields.contains_key(&field.id);
    let one = |(at, field): (usize, &Field)| {
        let open = revealed.filter(|one| field.sealed && one.field == field.id);
        Shown {
            name: said(frame, &field.name),
            value: open.map_or_else(
                || shown(rooms, register, found, at, (names, frame.texts.lang)),
                |one| one.value.clone(),
            ),
            sealed: if field.sealed && may && open.is_none() { field.id.clone() } else { String::new() },
        }
    };
    register.fields.iter().enumerate().filter(there).map(one).collect()
}

fn facts(rooms: &Registers, frame: &Frame, one: &Entry) -> Vec<(String, String, String)> {
    let lang = frame.texts.lang;
    let href = match one.subject_kind.as_str() {
        "person" => format!("/persons/{}", one.subject),
        "employer" => format!("/employers/{}", one.subject),
        "household" => format!("/households/{}", one.subject),
        _ => String::new(),
    };
    let plain = |key: &str, value: String| (frame.t(key), value, String::new());
    let mut all =
        vec![(frame.t(&format!("register-subject-{}", one.subject_kind)), one.subject_name.clone(), href)];
    all.push(plain(
        "entry-place",
        format!("{} {}", rooms.core().place_in(&one.place, frame.as_of, frame.texts.lang), one.place),
    ));
    all.push(plain("entry-from", day(one.from, lang)));
    if let Some(to) = one.to {
        all.push(plain("entry-to", day(to, lang)));
    }
    all.push(plain("entry-channel", frame.t(&format!("entry-channel-{}", one.channel))));
    all.push(plain("entry-source", [one.source.as_str(), &one.evidence].join(" ").trim().to_owned()));
    all.push(plain("entry-recorded", format!("{} {}", china_minute(one.recorded_at), one.recorded_name)));
    if let Some(name) = &one.confirmed_name {
        all.push(plain("entry-confirmed", name.clone()));
    }
    if let Some(number) = &one.number {
        all.push(plain("entry-number", number.clone()));
    }
    if let (Some(from), Some(to)) = (one.public_from, one.public_to) {
        all.push(plain("entry-public", format!("{} – {}", day(from, lang), day(to, lang))));
    }
    all
}

fn moves(frame: &Frame, register: &Register, one: &Entry) -> Vec<Step> {
    if one.pending || one.wish.is_some() {
        return Vec::new();
    }
    if register.states.is_empty() {
        let end = Step { to: "ended".into(), name: frame.t("entry-end"), reasons: Vec::new(), second: false };
        return if one.is_open { vec![end] } else { Vec::new() };
    }
    let allowed = register.moves.iter().filter(|act| act.from.contains(&one.state));
    allowed
        .map(|act| Step {
            to: act.to.clone(),
            name: said(frame, &act.name),
            reasons: act.reasons.iter().map(|one| (one.id.clone(), said(frame, &one.name))).collect(),
            second: act.second,
        })
        .collect()
}

fn duty(frame: &Frame, register: &Register, task: &Task) -> (String, String, String, bool, String) {
    let name = register.duties.iter().find(|duty| duty.id == task.duty);
    let name = name.map_or_else(|| task.duty.clone(), |duty| said(frame, &duty.name));
    let name = if task.period.is_empty() { name } else { format!("{name} · {}", task.period) };
    let bad = task.state == "overdue" || task.late;
    let case = task.case_id.as_ref().map(|id| format!("/cases/{id}")).unwrap_or_default();
    (name, china_minute(task.due_at), frame.t(&format!("duty-state-{}", task.state)), bad, case)
}

fn event(frame: &Frame, register: &Register, one: &Happened, lang: Lang) -> (String, String, String) {
    let text = |name: &str| one.detail.get(name).and_then(|value| value.as_str()).unwrap_or_default();
    let mut words = frame.t(&format!("entry-did-{}", one.what.replace('_', "-")));
    let after = [text("after"), text("to"), text("state")]
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    if matches!(one.what.as_str(), "moved" | "ended" | "wished" | "wish_refused" | "opened")
        && !after.is_empty()
    {
        words = format!("{words}: {}", state_name(register, after, lang));
    }
    if one.what == "transferred" {
        words = format!("{words}: {} → {}", text("before"), text("after"));
    }
    let reasons = register.moves.iter().flat_map(|act| &act.reasons);
    let reason = reasons
        .into_iter()
        .find(|reason| reason.id == text("reason"))
        .map(|reason| said(frame, &reason.name));
    let why: Vec<String> = [reason.unwrap_or_else(|| text("reason").to_owned()), text("note").to_owned()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    let recorded = format!("{} {}", china_minute(one.at), one.by);
    let below: Vec<String> = why.into_iter().chain([recorded]).collect();
    (words, below.join(" · "), day(one.day, lang))
}
