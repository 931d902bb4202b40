//! One entry: who and what, what has to be done, what may be done next, and everything that happened.

use anye_access::Permission;
use anye_base::world::china_minute;
use anye_base::{Fault, Lang};
use anye_programmes::Register;
use anye_web::extract::Form;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::list::{shown, tag};
use super::{day, is_shown, problems, said};
use crate::Registers;
use crate::entry::export::state_name;
use crate::entry::{self, Change, Entry, Happened, Mend, Task};
use crate::rights::may_since;
use crate::rooms::api::{Act, done as did};

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
    fields: Vec<(String, String)>,
    moves: Vec<Step>,
    pending: bool,
    own: bool,
    wish: Option<String>,
    may_work: bool,
    is_open: bool,
    today: String,
    duties: Vec<(String, String, String, bool, String)>,
    history: Vec<(String, String, String)>,
    certificate: Option<String>,
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
    drawn(&rooms, &visitor, &register, &id, asked.done.as_deref(), None).await
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
    };
    match did(&rooms, &caller, &id, sent.version, &act).await {
        Ok(_) => Ok(Redirect::to(&format!("/registers/{register}/entries/{id}?done=entry-{}", sent.act))
            .into_response()),
        Err(fault) if is_shown(&fault) => drawn(&rooms, &visitor, &register, &id, None, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

async fn drawn(
    rooms: &Registers,
    visitor: &Visitor,
    id: &str,
    entry: &str,
    done: Option<&str>,
    fault: Option<&Fault>,
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
    let made = ShowPage {
        sentence: frame.t2(
            "entry-sentence",
            "from",
            day(found.from, lang),
            "place",
            rooms.core().place_name(&found.place, frame.as_of),
        ),
        tag: tag(&found),
        problems: problems(&frame.texts, fault),
        facts: facts(rooms, &frame, &found),
        fields: register
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| found.fields.contains_key(&field.id))
            .map(|(at, field)| (said(&frame, &field.name), shown(rooms, register, &found, at, lang)))
            .collect(),
        moves: moves(&frame, register, &found),
        pending: found.pending,
        own,
        wish,
        may_work: may_since(&rooms.registry, &caller, Permission::RegistersWork, &found.place),
        is_open: found.is_open && !found.pending,
        today: rooms.core().world.today().to_string(),
        duties: tasks.iter().map(|task| duty(&frame, register, task)).collect(),
        history: happened.iter().rev().map(|one| event(&frame, register, one, lang)).collect(),
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
        format!("{} {}", rooms.core().place_name(&one.place, frame.as_of), one.place),
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
    let by = format!("{} · {} {}", day(one.day, lang), china_minute(one.at), one.by);
    (words, why.join(" · "), by)
}
