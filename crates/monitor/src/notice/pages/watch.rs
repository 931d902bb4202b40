//! Firms at risk, mass incidents, promises and the lead of state firms: small forms and lists beside the notices.

use std::collections::BTreeMap;

use anye_access::Permission;
use anye_base::world::china_minute;
use anye_base::{Cursor, Fault, Lang};
use anye_casework::model::{Case, State as Stands};
use anye_web::extract::Form as Sent;
use anye_web::figure::grouped;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::super::pledge::{self, NewPledge};
use super::super::risk::{self, NewIncident, NewRisk};
use super::super::{file, lead as leading};
use super::{errors, is_shown, percent, value};
use crate::Monitor;

/// Firms of a page.
const FIRMS: usize = 100;

struct Row {
    href: String,
    title: String,
    place: String,
    opened: String,
    due: String,
    late: bool,
    state: String,
    workers: String,
    hours: String,
    days: String,
}

#[derive(Template)]
#[template(path = "notice_watch.html")]
struct WatchPage {
    frame: Frame,
    risk: bool,
    sentence: String,
    rows: Vec<Row>,
    next: Option<String>,
    fields: Vec<(String, String, String)>,
    risk_sent: NewRisk,
    incident: NewIncident,
    causes: Vec<(String, String)>,
    errors: Vec<(String, String)>,
    may_work: bool,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: Option<String>,
    done: Option<String>,
    employer: String,
    period: String,
    place: String,
    page: usize,
}

/// Answers `GET /layoffs/risks`.
pub async fn risks(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let sent = NewRisk { employer: asked.employer.clone(), ..NewRisk::default() };
    watch(&monitor, &visitor, &asked, Some(sent), NewIncident::default(), None).await
}

/// Answers `GET /layoffs/incidents`.
pub async fn incidents(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let sent = NewIncident { employer: asked.employer.clone(), ..NewIncident::default() };
    watch(&monitor, &visitor, &asked, None, sent, None).await
}

async fn watch(
    monitor: &Monitor,
    visitor: &Visitor,
    asked: &Asked,
    risk_sent: Option<NewRisk>,
    incident: NewIncident,
    wrong: Option<&Fault>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, visitor);
    let caller = asking.caller(None);
    let chinese = visitor.lang() == Lang::Zh;
    let (kind, path) =
        if risk_sent.is_some() { ("risk", "/layoffs/risks") } else { ("incident", "/layoffs/incidents") };
    let after = asked.after.as_deref().and_then(Cursor::decode);
    let found = risk::cases(monitor, &caller, kind, None, after).await?;
    let frame = Frame::new(&monitor.core, visitor, path, visitor.texts.t(&format!("notice-{kind}-title")))
        .under(visitor.texts.t("notice-list-title"), "/layoffs")
        .notice(asked.done.as_deref());
    let now = monitor.core.world.now_ms();
    let causes = if kind == "incident" {
        risk::cases(monitor, &caller, "risk", None, None).await?.items
    } else {
        Vec::new()
    };
    let setting = file::setting(monitor)?;
    let field = |(id, name): (String, String)| {
        let english = setting.english.get(&id).cloned().unwrap_or_else(|| id.replace('_', " "));
        let sent = risk_sent.as_ref().and_then(|one| one.facts.get(&id)).cloned().unwrap_or_default();
        (id, if chinese { name } else { english }, sent)
    };
    let open = found.items.iter().filter(|one| one.state == Stands::Open).count();
    let late = found.items.iter().filter(|one| one.is_overdue(now)).count();
    let made = WatchPage {
        sentence: frame.t2(&format!("notice-{kind}-sentence"), "open", open, "late", late),
        rows: found.items.iter().map(|one| row(monitor, &frame, one, chinese, now)).collect(),
        next: found.next.map(|cursor| format!("{path}?after={}", cursor.encode())),
        fields: risk::fields(monitor).into_iter().map(field).collect(),
        causes: causes.into_iter().map(|one| (one.id, one.title.said(chinese).to_owned())).collect(),
        errors: errors(&frame, wrong),
        may_work: visitor.may_at_all(Permission::CasesWork) && visitor.may_at_all(Permission::ReportSubmit),
        risk: risk_sent.is_some(),
        risk_sent: risk_sent.unwrap_or_default(),
        incident,
        frame,
    };
    let answer = page(&made);
    Ok(if wrong.is_some() { (StatusCode::UNPROCESSABLE_ENTITY, answer).into_response() } else { answer })
}

fn row(monitor: &Monitor, frame: &Frame, one: &Case, chinese: bool, now: i64) -> Row {
    let (hours, days) = risk::times_of(one);
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    Row {
        href: format!("/cases/{}", one.id),
        title: one.title.said(chinese).to_owned(),
        place: monitor.core.place_in(&one.place, frame.as_of, frame.texts.lang),
        opened: china_minute(
            one.detail.get("happened_at").and_then(serde_json::Value::as_i64).unwrap_or(one.opened_at),
        ),
        due: if one.state == Stands::Open { china_minute(one.due_at) } else { String::new() },
        late: one.is_overdue(now),
        state: frame.t(if one.state == Stands::Open { "notice-case-open" } else { "notice-case-closed" }),
        workers: number(one.detail.get("workers").and_then(serde_json::Value::as_i64)),
        hours: number(hours),
        days: number(days),
    }
}

/// Answers `POST /layoffs/risks`.
pub async fn put_risk(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let facts = sent
        .data
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("f.")?.to_owned(), value.clone())));
    let new = NewRisk {
        employer: value(&sent.data, "employer").trim().to_owned(),
        facts: facts.collect::<BTreeMap<_, _>>(),
        note: value(&sent.data, "note").to_owned(),
    };
    match risk::risk(&monitor, &asking.caller(sent.once.as_ref()), &new).await {
        Ok(case) => Ok(Redirect::to(&format!("/cases/{}", case.id)).into_response()),
        Err(fault) if is_shown(&fault) => {
            watch(&monitor, &visitor, &Asked::default(), Some(new), NewIncident::default(), Some(&fault))
                .await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Answers `POST /layoffs/incidents`.
pub async fn put_incident(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    sent: Sent<NewIncident>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    match risk::incident(&monitor, &asking.caller(sent.once.as_ref()), &sent.data).await {
        Ok(case) => Ok(Redirect::to(&format!("/cases/{}", case.id)).into_response()),
        Err(fault) if is_shown(&fault) => {
            watch(&monitor, &visitor, &Asked::default(), None, sent.data, Some(&fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}

struct Firm {
    href: String,
    name: String,
    place: String,
    staff: String,
    laid_off: String,
    share: String,
}

struct Promise {
    employer: String,
    kind: String,
    days: String,
    staff: i64,
    by_notices: i64,
    by_reports: i64,
    stands: String,
    tag: &'static str,
    source: String,
}

#[derive(Template)]
#[template(path = "notice_lead.html")]
struct LeadPage {
    frame: Frame,
    sentence: String,
    period: String,
    periods: Vec<String>,
    firms: Vec<Firm>,
    next: Option<String>,
    promises: Vec<Promise>,
    sent: NewPledge,
    errors: Vec<(String, String)>,
    may_work: bool,
}

/// Answers `GET /layoffs/lead`.
pub async fn lead(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    led(&monitor, &visitor, &asked, NewPledge::default(), None).await
}

async fn led(
    monitor: &Monitor,
    visitor: &Visitor,
    asked: &Asked,
    sent: NewPledge,
    wrong: Option<&Fault>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, visitor);
    let caller = asking.caller(None);
    let periods = leading::periods(monitor).await?;
    let period = if asked.period.is_empty() {
        periods.first().cloned().unwrap_or_default()
    } else {
        asked.period.clone()
    };
    let firms = leading::list(monitor, &caller, &period, &asked.place).await?;
    let promises = pledge::list(monitor, &caller).await?;
    let frame = Frame::new(&monitor.core, visitor, "/layoffs/lead", visitor.texts.t("notice-lead-title"))
        .under(visitor.texts.t("notice-list-title"), "/layoffs")
        .notice(asked.done.as_deref());
    let none = firms.iter().filter(|one| one.laid_off == 0).count();
    let broken = promises.iter().filter(|one| one.stands == "broken").count();
    let values = [
        ("period", period.clone()),
        ("n", firms.len().to_string()),
        ("none", none.to_string()),
        ("broken", broken.to_string()),
    ];
    let name =
        |code: &str| monitor.core.place_in(code.get(..6).unwrap_or(code), frame.as_of, frame.texts.lang);
    let from = asked.page.saturating_mul(FIRMS).min(firms.len());
    let made = LeadPage {
        sentence: frame.texts.args("notice-lead-sentence", &values),
        next: (firms.len() > from + FIRMS)
            .then(|| format!("/layoffs/lead?period={period}&place={}&page={}", asked.place, asked.page + 1)),
        firms: firms
            .iter()
            .skip(from)
            .take(FIRMS)
            .map(|one| Firm {
                href: format!("/employers/{}", one.id),
                name: one.name.clone(),
                place: name(&one.place),
                staff: grouped(&one.staff.to_string()),
                laid_off: grouped(&one.laid_off.to_string()),
                share: percent(one.share),
            })
            .collect(),
        promises: promises
            .iter()
            .map(|one| Promise {
                employer: one.employer.clone(),
                kind: frame.t(&format!("notice-pledge-{}", one.kind)),
                days: format!("{} – {}", one.since, one.until),
                staff: one.staff,
                by_notices: one.by_notices,
                by_reports: one.by_reports,
                stands: frame.t(&format!("notice-pledge-{}", one.stands)),
                tag: match one.stands.as_str() {
                    "broken" => "tag-stop",
                    "open" => "tag-doubt",
                    _ => "tag-done",
                },
                source: one.source.clone(),
            })
            .collect(),
        errors: errors(&frame, wrong),
        may_work: visitor.may_at_all(Permission::CasesWork) && visitor.may_at_all(Permission::ReportSubmit),
        period,
        periods,
        sent,
        frame,
    };
    let answer = page(&made);
    Ok(if wrong.is_some() { (StatusCode::UNPROCESSABLE_ENTITY, answer).into_response() } else { answer })
}

/// Answers `POST /layoffs/lead`: records a promise.
pub async fn pledge(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    sent: Sent<NewPledge>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    match pledge::record(&monitor, &asking.caller(sent.once.as_ref()), &sent.data).await {
        Ok(_) => Ok(Redirect::to("/layoffs/lead?done=notice-pledge").into_response()),
        Err(fault) if is_shown(&fault) => {
            led(&monitor, &visitor, &Asked::default(), sent.data, Some(&fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}
