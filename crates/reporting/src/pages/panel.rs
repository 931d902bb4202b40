//! One panel: size against plan, what is short by city, its composition beside the frame's, how it was drawn, who is in it, who came and went.

use anye_access::Permission;
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_forms::Panel;
use anye_web::extract::Form as Sent;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::mine::Done;
use super::routes::Desk;
use super::said::{self, is_shown, percent, problems, with_status, worded};
use crate::Reporting;
use crate::panel::{self, Drawn, Enrolment, Exit, Factor, Member};
use crate::reporter::path_of;
use crate::rights::may;

/// So many members are listed; a place narrows them.
const LISTED: usize = 200;

struct Seat {
    id: String,
    href: String,
    name: String,
    code: String,
    place: String,
    stratum: String,
    since: String,
    reason: String,
    weight: String,
}

struct Selection {
    day: String,
    seed: String,
    frame_size: i64,
    digest: String,
    planned: u32,
    moves: String,
}

struct Side {
    name: String,
    parts: Vec<(String, i64, String, i64, String)>,
}

#[derive(Template)]
#[template(path = "panel.html")]
struct PanelPage {
    frame: Frame,
    sentence: String,
    problems: Vec<(String, String)>,
    id: String,
    cites: Vec<(String, String)>,
    sizes: Vec<(String, u32)>,
    doubts: Vec<String>,
    cities: Vec<(String, String, i64, String)>,
    factors: Vec<Side>,
    selections: Vec<Selection>,
    members: Vec<Seat>,
    all: usize,
    may_manage: bool,
    employers: bool,
    /// Of a panel that is no employers': how it is drawn and followed.
    sample: String,
    day: String,
}

/// Answers `GET /reporting/panels/{panel}`.
pub async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, Failed> {
    shown(&desk, &visitor, &id, None, done.done.as_deref()).await
}

async fn shown(
    desk: &Desk,
    visitor: &Visitor,
    id: &str,
    fault: Option<&Fault>,
    done: Option<&str>,
) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let of = reporting.catalogue.panel(id).ok_or_else(|| Fault::not_found("panel"))?;
    let asking = Asking::new(&reporting.core, visitor);
    let caller = asking.caller(None);
    let here = format!("/reporting/panels/{id}");
    let frame = Frame::new(&reporting.core, visitor, &here, worded(&visitor.texts, &of.name))
        .under(visitor.texts.t("reporting-title"), "/reporting")
        .under(visitor.texts.t("panels-title"), "/reporting/panels")
        .notice(done);
    let day = frame.as_of;
    let short = panel::shortfall(reporting, &caller, id, day).await?;
    let employers = of.subject == "employer";
    let factors = if employers { panel::composition(reporting, &caller, id, day).await? } else { Vec::new() };
    let mut db = &reporting.core.db;
    let path = path_of(&reporting.core.places(), &frame.place.0, day)?;
    let members = panel::members(&mut db, id, day, &path).await?;
    let selections = panel::selections(&mut db, id).await?;
    let home = reporting.core.settings.home_place.as_str();
    let values = [
        ("day", day.to_string()),
        ("members", short.members.to_string()),
        ("planned", short.planned.map_or_else(|| "—".to_owned(), |n| n.to_string())),
        ("missing", short.missing().to_string()),
    ];
    let city = |one: &panel::CityShortfall| {
        let short = one.planned.map(|planned| (planned - one.members).max(0));
        let text = |n: Option<i64>| n.map_or_else(|| "—".to_owned(), |n| n.to_string());
        (
            reporting.core.place_in(&one.place, day, frame.texts.lang),
            text(one.planned),
            one.members,
            text(short),
        )
    };
    let made = PanelPage {
        sentence: frame.texts.args("panel-sentence", &values),
        problems: problems(&frame.texts, fault),
        id: id.to_owned(),
        cites: said::cites(&of.cite),
        sizes: of.sizes.iter().map(|size| (size.from.to_string(), size.n)).collect(),
        doubts: of.doubts.iter().map(|one| worded(&frame.texts, one)).collect(),
        cities: short.cities.iter().map(city).collect(),
        factors: factors.iter().map(|one| side(reporting, &frame, one)).collect(),
        selections: selections.iter().map(|one| selection(&frame, one)).collect(),
        all: members.len(),
        members: members.iter().take(LISTED).map(|one| seat(reporting, &frame, of, one)).collect(),
        may_manage: (employers || of.source.is_some()) && may(&caller, Permission::PanelManage, home, false),
        employers,
        sample: sample(&frame, of),
        day: reporting.core.world.today().to_string(),
        frame,
    };
    Ok(with_status(page(&made), fault))
}

/// How a panel of households or graduates is drawn and how often its members are asked.
fn sample(frame: &Frame, of: &Panel) -> String {
    if of.source.is_none() {
        return String::new();
    }
    let Some(follow) = &of.follow else { return frame.t("panel-sample") };
    let every = frame.t(&format!("panel-every-{}", follow.every.word()));
    let waves = follow.waves.map(|waves| frame.t1("panel-waves", "n", waves)).unwrap_or_default();
    format!("{} {every}{waves}", frame.t("panel-sample"))
}

fn side(reporting: &Reporting, frame: &Frame, one: &Factor) -> Side {
    let named = |code: &str| match one.factor.as_str() {
        "city" => reporting.core.place_in(code, frame.as_of, frame.texts.lang),
        _ if code.is_empty() => frame.t("panel-unknown"),
        _ => code.to_owned(),
    };
    let part = |part: &panel::Part| {
        let (frame_share, share) = (percent(part.frame_share), percent(part.member_share));
        (named(&part.code), part.frame, frame_share, part.members, share)
    };
    Side { name: frame.t(&format!("factor-{}", one.factor)), parts: one.parts.iter().map(part).collect() }
}

fn selection(frame: &Frame, one: &Drawn) -> Selection {
    let values = [
        ("entered", one.entered.to_string()),
        ("stayed", one.stayed.to_string()),
        ("left", one.left.to_string()),
    ];
    Selection {
        day: one.day.clone(),
        seed: one.seed.clone(),
        frame_size: one.frame_size,
        digest: one.frame_digest.chars().take(16).collect(),
        planned: one.planned,
        moves: frame.texts.args("panel-moves", &values),
    }
}

/// Why somebody is in: a draw, a replacement or a rotation in words, else what was written.
fn reason(frame: &Frame, text: &str) -> String {
    match text {
        "drawn" | "replacement" | "rotation" => frame.t(&format!("panel-in-{text}")),
        written => written.to_owned(),
    }
}

/// A stratum as people read it: places by their names, yes and no with what is asked.
fn stratum(reporting: &Reporting, frame: &Frame, of: &Panel, text: &str) -> String {
    let is_place = |part: &str| part.len() == 6 && part.bytes().all(|byte| byte.is_ascii_digit());
    let asked = |at: usize| {
        let fact =
            of.strata.get(at).and_then(|id| reporting.catalogue.facts.iter().find(|one| one.id == *id));
        fact.map(|one| worded(&frame.texts, &one.name)).unwrap_or_default()
    };
    let part = |(at, part): (usize, &str)| match part {
        part if is_place(part) => reporting.core.place_in(part, frame.as_of, frame.texts.lang),
        "yes" => frame.t1("panel-is", "what", asked(at)),
        "no" => frame.t1("panel-is-not", "what", asked(at)),
        "-" => frame.t("panel-unknown"),
        part => part.to_owned(),
    };
    text.split('/').enumerate().map(part).collect::<Vec<_>>().join(" · ")
}

fn seat(reporting: &Reporting, frame: &Frame, of: &Panel, one: &Member) -> Seat {
    Seat {
        id: one.id.clone(),
        href: if of.source.is_none() { format!("/employers/{}", one.subject) } else { String::new() },
        name: one.name.clone(),
        code: one.code.clone(),
        place: reporting.core.place_in(&one.place, frame.as_of, frame.texts.lang),
        stratum: stratum(reporting, frame, of, &one.stratum),
        since: one.entered.clone(),
        reason: reason(frame, &one.reason),
        weight: format!("{:.2}", one.weight_num as f64 / one.weight_den.max(1) as f64),
    }
}

/// What is done with a panel.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PanelAct {
    act: String,
    day: String,
    seed: String,
    employer: String,
    member: String,
    reason: String,
    percent: String,
}

/// Answers `POST /reporting/panels/{panel}`.
pub async fn act(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
    sent: Sent<PanelAct>,
) -> Result<Response, Failed> {
    match done(&desk, &visitor, &id, &sent).await {
        Ok(word) => Ok(Redirect::to(&format!("/reporting/panels/{id}?done={word}")).into_response()),
        Err(fault) if is_shown(&fault) => shown(&desk, &visitor, &id, Some(&fault), None).await,
        Err(fault) => Err(fault.into()),
    }
}

async fn done(
    desk: &Desk,
    visitor: &Visitor,
    id: &str,
    sent: &Sent<PanelAct>,
) -> Result<&'static str, Fault> {
    let reporting = &desk.reporting;
    let asking = Asking::new(&reporting.core, visitor);
    let (caller, what) = (asking.caller(sent.once.as_ref()), &sent.data);
    let wrong = |field: &'static str, code: &'static str| {
        Fault::new(ErrorKind::Invalid, code).field(FieldFault::new(field, code))
    };
    let day: Date = what.day.trim().parse().map_err(|_| wrong("day", "report_day"))?;
    match what.act.as_str() {
        "draw" => {
            panel::draw(reporting, &caller, id, day, what.seed.trim()).await?;
            Ok("panel-drawn")
        }
        "enrol" => {
            let one =
                Enrolment { employer: what.employer.trim().to_owned(), day, reason: what.reason.clone() };
            panel::enrol(reporting, &caller, id, &one).await?;
            Ok("panel-enrolled")
        }
        "exit" => {
            let exit = Exit { day, reason: what.reason.clone() };
            panel::exit(reporting, &caller, &what.member, &exit).await?;
            Ok("panel-left")
        }
        "replace" => {
            panel::replace(reporting, &caller, &what.member, day, &what.reason).await?;
            Ok("panel-replaced")
        }
        "rotate" => {
            let share = what.percent.trim().parse().map_err(|_| wrong("percent", "panel_percent"))?;
            panel::rotate(reporting, &caller, id, day, share, &what.reason).await?;
            Ok("panel-rotated")
        }
        _ => Err(Fault::new(ErrorKind::Invalid, "report_act")),
    }
}
