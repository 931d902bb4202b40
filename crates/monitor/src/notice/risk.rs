//! Firms at risk (风险企业) and mass incidents (职工群体性事件): recorded, handled as cases until settled. It must never mark a firm that the law's rule does not mark.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault, FieldFault, Limit, Page};
use anye_casework::model::{Case, Words};
use anye_casework::use_case as casework;
use anye_db::audit::Event;
use anye_db::{Begin, WriteTx};
use anye_law::decide::answer::show as say;
use anye_law::decide::{Facts, Outcome, Query, decide, reads};
use anye_registry::employer::{self, Employer};
use anye_reporting::law_day;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use utoipa::ToSchema;

use super::case::{self, About};
use super::{file, rights, times};
use crate::Monitor;

/// The longest text.
const LONGEST: usize = 2_000;

/// What is known of a firm at risk: ids of the dictionary and yes or no.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewRisk {
    /// Id or code of the employer.
    pub employer: String,
    /// Fields that the rule reads.
    pub facts: BTreeMap<String, String>,
    /// What was seen, by whom.
    pub note: String,
}

/// A mass incident.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewIncident {
    /// Id or code of the employer.
    pub employer: String,
    /// When it began, as 2020-03-01 08:30.
    pub happened_at: String,
    /// When it was first handled; empty: not yet.
    pub handled_at: String,
    /// Workers who took part.
    pub workers: String,
    /// What they claim.
    pub claims: String,
    /// The case that brought it about, where there is one.
    pub cause: String,
}

/// The fields that the rule of the pack reads of an employer: id and Chinese name.
pub fn fields(monitor: &Monitor) -> Vec<(String, String)> {
    let book = monitor.book();
    let rule = monitor.notice.as_ref().and_then(|setting| setting.risk.as_ref());
    let Some(rule) = rule.and_then(|risk| book.find_rule(&risk.rule)) else { return Vec::new() };
    let field = |(kind, at): &(anye_law::book::KindId, u16)| {
        let def = &book.kind(*kind).fields[usize::from(*at)];
        (def.id.clone(), def.name.clone())
    };
    reads(&book, rule).fields.iter().map(field).collect()
}

async fn firm(tx: &mut WriteTx<'_>, caller: &Caller<'_>, key: &str) -> Result<Employer, Fault> {
    let found = employer::by_key(tx, key).await?.filter(|one| rights::may_read(caller, &one.place, false));
    let missing = || {
        let field = FieldFault::new("employer", "notice_employer");
        Fault::new(ErrorKind::Invalid, "notice_unread").field(field)
    };
    let found = found.ok_or_else(missing)?;
    rights::must_be_office(caller, &found.place)?;
    Ok(found)
}

fn text(field: &'static str, said: &str) -> Result<String, Fault> {
    let said = said.trim();
    if said.is_empty() || said.chars().count() > LONGEST {
        let fault = FieldFault::new(field, "notice_missing").arg("most", LONGEST);
        return Err(Fault::new(ErrorKind::Invalid, "notice_unread").field(fault));
    }
    Ok(said.to_owned())
}

/// Puts a firm on the list, where the law's rule marks it.
///
/// # Errors
/// The rule does not mark it, no such employer, nothing written, or not the office's.
pub async fn risk(monitor: &Monitor, caller: &Caller<'_>, new: &NewRisk) -> Result<Case, Fault> {
    let setting = file::setting(monitor)?;
    let rule = setting.risk.as_ref().ok_or_else(|| Fault::not_found("notice_setting"))?;
    let note = text("note", &new.note)?;
    let mut tx = match monitor.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let firm = firm(&mut tx, caller, &new.employer).await?;
    let book = monitor.book();
    let today = law_day(caller.world.today()).ok_or_else(|| Fault::internal("today is no day"))?;
    let said: BTreeMap<&String, &String> = new.facts.iter().filter(|(_, value)| !value.is_empty()).collect();
    let all = json!({ "place": firm.place.get(..6).unwrap_or(&firm.place), "employers": { "e": said } });
    let unread = |cause: String| Fault::new(ErrorKind::Invalid, "notice_unread").log(cause);
    let facts = Facts::read(&book, &all, today).map_err(|errors| unread(format!("{errors:?}")))?;
    let benefit = book.find_rule(&rule.rule).ok_or_else(|| Fault::not_found("rule"))?;
    let asked = Query { benefit: Some(benefit), undecided: true, ..Query::default() };
    let found = decide(&book, &facts, &asked).map_err(|error| unread(format!("{error:?}")))?;
    let decision = found.decisions.into_iter().next().ok_or_else(|| Fault::internal("no decision"))?;
    if decision.outcome != Outcome::Granted {
        return Err(Fault::new(ErrorKind::Invalid, "notice_no_risk"));
    }
    let def = book.rule(benefit);
    let label = |id: &String| {
        let name = fields(monitor).into_iter().find(|(own, _)| own == id).map(|(_, name)| name);
        let english = setting.english.get(id).cloned().unwrap_or_else(|| id.replace('_', " "));
        Words::new(name.unwrap_or_else(|| id.clone()), english)
    };
    let yes = |said: &str| if said == "yes" { Words::new("是", "yes") } else { Words::new("否", "no") };
    let mut evidence: Vec<(Words, Words)> = said.iter().map(|(id, value)| (label(id), yes(value))).collect();
    for cite in &def.basis {
        evidence.push((
            Words::new(&def.name, &def.english),
            Words::new(say::cite(cite, true), say::cite(cite, false)),
        ));
    }
    evidence.push((Words::new("情况", "What was seen"), Words::new(&note, &note)));
    let about = About {
        kind: "risk",
        subject: ("employer", firm.id.clone()),
        place: firm.place.clone(),
        title: Words::new(
            format!("{}:欠费逃匿风险", firm.name),
            format!("{}: arrears and flight", firm.name),
        ),
        key: firm.id.clone(),
        evidence,
        more: json!({ "facts": new.facts }),
    };
    opened(monitor, caller, tx, &about).await
}

/// Records an incident; it stays open until it is settled.
///
/// # Errors
/// A time that is none or to come, no number of workers, no such employer, nothing written, or not the office's.
pub async fn incident(monitor: &Monitor, caller: &Caller<'_>, new: &NewIncident) -> Result<Case, Fault> {
    let claims = text("claims", &new.claims)?;
    let wrong = |field: &'static str, code: &'static str| {
        Fault::new(ErrorKind::Invalid, "notice_unread").field(FieldFault::new(field, code))
    };
    let now = caller.world.now_ms();
    let past = |said: &str| times::minute(said.trim()).filter(|at| *at <= now);
    let at = past(&new.happened_at).ok_or_else(|| wrong("happened_at", "notice_time"))?;
    let handled = match new.handled_at.trim() {
        "" => None,
        said => {
            Some(past(said).filter(|done| *done >= at).ok_or_else(|| wrong("handled_at", "notice_time"))?)
        }
    };
    let workers: i64 = new
        .workers
        .trim()
        .parse()
        .ok()
        .filter(|n| *n > 0)
        .ok_or_else(|| wrong("workers", "notice_number"))?;
    let mut tx = match monitor.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let firm = firm(&mut tx, caller, &new.employer).await?;
    let minute = anye_base::world::china_minute;
    let mut evidence = vec![
        (Words::new("发生时间", "Began"), Words::new(minute(at), minute(at))),
        (Words::new("人数", "Workers"), Words::new(format!("{workers} 人"), format!("{workers} persons"))),
        (Words::new("诉求", "Claims"), Words::new(&claims, &claims)),
    ];
    if let Some(done) = handled {
        evidence.push((Words::new("首次处置", "First handled"), Words::new(minute(done), minute(done))));
    }
    let about = About {
        kind: "incident",
        subject: ("employer", firm.id.clone()),
        place: firm.place.clone(),
        title: Words::new(
            format!("{}:职工群体性事件,{workers} 人", firm.name),
            format!("{}: mass incident, {workers} workers", firm.name),
        ),
        key: format!("{}/{at}", firm.id),
        evidence,
        more: json!({ "happened_at": at, "handled_at": handled, "workers": workers, "claims": claims }),
    };
    let made = opened(monitor, caller, tx, &about).await?;
    if !new.cause.trim().is_empty() {
        case::join(monitor, &made.id, new.cause.trim(), "cause").await?;
    }
    Ok(made)
}

async fn opened(
    monitor: &Monitor,
    caller: &Caller<'_>,
    mut tx: WriteTx<'_>,
    about: &About,
) -> Result<Case, Fault> {
    let setting = file::setting(monitor)?;
    let plan = case::planned(monitor, setting, about);
    let by = (caller.actor.id.as_str(), caller.actor.name.as_str());
    let opened = casework::open_in(&mut tx, by, caller.world.new_id(), caller.world.now_ms(), &plan).await?;
    let made = opened.case().clone();
    let event = Event::new("case.open", "case", &made.id).at_place(&made.place);
    tx.commit_with(event.detail(&json!({ "kind": about.kind })), &made).await?;
    Ok(made)
}

/// Hours from an incident to its first handling, and days until it was settled.
pub fn times_of(case: &Case) -> (Option<i64>, Option<i64>) {
    let number = |key: &str| case.detail.get(key).and_then(Value::as_i64);
    let at = number("happened_at");
    let hours = at.zip(number("handled_at")).map(|(at, done)| (done - at) / 3_600_000);
    let days = at.zip(case.closed_at).map(|(at, done)| (done - at) / 86_400_000);
    (hours, days)
}

/// Cases of one of these kinds, open ones first.
///
/// # Errors
/// The store's own.
pub async fn cases(
    monitor: &Monitor,
    caller: &Caller<'_>,
    kind: &str,
    place: Option<String>,
    after: Option<anye_base::Cursor>,
) -> Result<Page<Case>, Fault> {
    let filter = casework::Filter {
        kind: Some(kind.to_owned()),
        place,
        cursor: after,
        limit: Limit::default(),
        ..casework::Filter::default()
    };
    casework::list(&monitor.core.db, caller, &filter).await
}
