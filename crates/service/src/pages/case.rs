//! A case (办件): who and what, the steps with their deadlines, the reasons with their articles; the next act is unmissable.

use std::collections::BTreeMap;

use anye_access::Permission;
use anye_base::Fault;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::case_acts::acts;
use super::case_found::{Finding, findings};
use super::case_parts::{Reason, StepRow, answered, effect, history, reasons, steps};
use super::papers::{PaperRow, rows as paper_rows};
use super::words::{chinese, day, minute, pair, said, stand};
use crate::Service;
use crate::case::{self, rights};
use crate::model::{Application, Stand, Whole};

/// What was done just now.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "service_case.html")]
struct CasePage {
    frame: Frame,
    id: String,
    version: i64,
    sentence: String,
    tag: (String, &'static str),
    errors: Vec<String>,
    facts: Vec<(String, String)>,
    groups: Vec<(String, Vec<(String, String)>)>,
    steps: Vec<StepRow>,
    reasons: Vec<Reason>,
    done: Vec<(String, String)>,
    certificates: Vec<(String, String)>,
    history: Vec<(String, String, String)>,
    objections: Vec<(String, String, String, bool)>,
    proposal: Option<String>,
    asked: Vec<(String, String)>,
    acts: Vec<&'static str>,
    findings: Vec<Finding>,
    askable: Vec<(String, String)>,
    law: String,
    law_grants: Option<bool>,
    appeal: bool,
    withdraw: bool,
    public: Option<String>,
    again: bool,
    settle: bool,
    /// The text that was not taken, so that it need not be typed again.
    note: String,
    amount: String,
    /// What somebody wanted and what stands there now, where the case changed meanwhile.
    meanwhile: Vec<(String, String, String)>,
    application: String,
    /// Files that were given, and papers that one may be given for now.
    papers: Vec<PaperRow>,
    wanted: Vec<(String, String)>,
}

/// What somebody wanted of a case that was refused.
pub(super) struct Wanted<'a> {
    /// The number of the case as they saw it.
    pub seen: i64,
    /// The word of the button.
    pub act: &'a str,
    /// Their text.
    pub note: &'a str,
    /// Their amount.
    pub amount: &'a str,
}

/// Answers `GET /service/cases/{id}`.
pub async fn show(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, Failed> {
    shown(&service, &visitor, &id, done.done.as_deref(), None).await
}

pub(super) async fn shown(
    service: &Service,
    visitor: &Visitor,
    id: &str,
    done: Option<&str>,
    refused: Option<(&Fault, &Wanted<'_>)>,
) -> Result<Response, Failed> {
    let service = service.now();
    let core = &service.core;
    let asking = Asking::new(core, visitor);
    let caller = asking.caller(None);
    let (whole, application) = case::show(&service, &caller, id).await?;
    let chinese = chinese(&visitor.texts);
    let title = whole.case.title.said(chinese).to_owned();
    // Whoever applied comes from their own affairs: the office's list is not theirs.
    let above = match visitor.may_at_all(Permission::CasesRead) {
        true => ("service-cases", "/service/cases"),
        false => ("nav-my", "/my"),
    };
    let frame = Frame::new(core, visitor, &format!("/service/cases/{id}"), title)
        .under(visitor.texts.t(above.0), above.1)
        .notice(done);
    let texts = frame.texts.clone();
    let mut from = &core.db;
    let programme = service.programme(&whole.row.programme);
    let look = match programme {
        Some(programme) => {
            let today = core.world.today();
            let own: Vec<String> = whole.decided.iter().map(|one| one.decision.clone()).collect();
            Some(
                crate::form::look(&service, &mut from, &[programme], &application, today, (!chinese, &own))
                    .await?,
            )
        }
        None => None,
    };
    let law_grants = look.as_ref().zip(programme).and_then(|(look, programme)| look.outcome(programme));
    let law = if programme.is_some_and(|one| !one.rules.is_empty()) {
        texts.t(match law_grants {
            Some(true) => "service-law-granted",
            Some(false) => "service-law-refused",
            None if look.as_ref().zip(programme).is_some_and(|(look, one)| look.uncovered(one)) => {
                "service-law-officers"
            }
            None => "service-law-open",
        })
    } else {
        String::new()
    };
    let names: BTreeMap<String, String> = look
        .iter()
        .flat_map(|look| look.form.asks())
        .map(|ask| (ask.key.clone(), said(&texts, &ask.name)))
        .collect();
    let asked = whole
        .row
        .asked
        .iter()
        .map(|key| (key.clone(), names.get(key).cloned().unwrap_or_else(|| key.clone())));
    let history = history(&service, visitor, id).await?;
    let files = crate::paper::list(&service, &caller, &application.id).await?;
    let giving = crate::paper::may_attach(&mut from, &caller, &application, Some(id)).await?;
    let form = look.as_ref().map(|look| &look.form);
    let original = rights::may(&caller, Permission::ServiceWork, &application.place)
        && !rights::mine(&caller, &application);
    let acts = acts(&service, &caller, &whole, &application);
    let made = CasePage {
        findings: findings(&texts, form, &application, &acts),
        id: id.to_owned(),
        version: whole.case.row_version,
        sentence: sentence(&service, &texts, &whole),
        tag: stand(&texts, whole.row.stand),
        errors: refused.map(|(fault, _)| vec![texts.fault(fault)]).unwrap_or_default(),
        facts: facts(&service, &texts, &whole, &application).await?,
        groups: look.as_ref().map(|look| answered(&texts, look, &application)).unwrap_or_default(),
        steps: steps(&service, &texts, &whole),
        reasons: reasons(&service, &texts, &whole.decided, chinese).await?,
        done: whole.done.iter().map(|one| effect(&service, &texts, one)).collect(),
        certificates: crate::store::issued::of_case(&mut from, id)
            .await?
            .into_iter()
            .map(|one| {
                (pair(&texts, &one.title), format!("/service/certificates/{}?code={}", one.number, one.code))
            })
            .collect(),
        meanwhile: meanwhile(&texts, &whole, &history, refused.map(|(_, wanted)| wanted)),
        history,
        papers: form
            .map(|form| paper_rows(&service, &texts, form, &files, Some((&whole, original))))
            .unwrap_or_default(),
        wanted: form
            .filter(|_| giving)
            .map(|form| form.papers.iter().map(|ask| (ask.key.clone(), said(&texts, &ask.name))).collect())
            .unwrap_or_default(),
        application: application.id.clone(),
        note: refused.map(|(_, wanted)| wanted.note.to_owned()).unwrap_or_default(),
        amount: refused.map(|(_, wanted)| wanted.amount.to_owned()).unwrap_or_default(),
        objections: whole
            .objections
            .iter()
            .map(|one| (one.id.clone(), minute(one.at), one.words.clone(), one.answered.is_none()))
            .collect(),
        proposal: whole.row.proposal.as_ref().map(|one| {
            let key = if one.grant { "service-proposed-grant" } else { "service-proposed-refuse" };
            texts.t2(key, "name", &one.name, "reason", &one.reason)
        }),
        asked: asked.collect(),
        acts,
        askable: names.into_iter().collect(),
        law,
        law_grants,
        appeal: matches!(whole.row.stand, Stand::Refused | Stand::Rejected)
            && programme.is_some_and(|one| one.appeal.is_some())
            && rights::may_apply(&caller, &application),
        withdraw: !whole.row.stand.is_final() && rights::may_apply(&caller, &application),
        public: whole
            .public
            .as_ref()
            .map(|one| texts.t2("service-public-days", "from", &one.from_day, "to", &one.to_day)),
        again: whole.row.stand == Stand::Held && whole.objections.iter().all(|one| one.answered.is_some()),
        settle: matches!(whole.row.stand, Stand::Public | Stand::Held)
            && rights::may(&caller, Permission::ServiceCheck, &whole.row.place),
        frame,
    };
    Ok(page(&made))
}

/// What somebody wanted beside what stands there now: what, mine, now. None where nothing changed meanwhile.
fn meanwhile(
    texts: &anye_web::Texts,
    whole: &Whole,
    history: &[(String, String, String)],
    wanted: Option<&Wanted<'_>>,
) -> Vec<(String, String, String)> {
    let Some(wanted) =
        wanted.filter(|wanted| !wanted.act.is_empty() && wanted.seen != whole.case.row_version)
    else {
        return Vec::new();
    };
    let act = texts.t(&format!("service-act-{}", wanted.act));
    let next = whole.steps.iter().find(|step| step.state == "pending");
    let next = next.filter(|_| !whole.row.stand.is_final());
    let step = next.map(|step| texts.lang.pick(&step.name.zh, &step.name.en).to_owned()).unwrap_or_default();
    let mut all = vec![
        (texts.t("service-meanwhile-act"), act, stand(texts, whole.row.stand).0),
        (texts.t("service-meanwhile-note"), wanted.note.to_owned(), whole.row.why.clone()),
        (texts.t("service-meanwhile-step"), String::new(), step),
    ];
    if let Some((at, by, said)) = history.first() {
        all.push((texts.t("service-meanwhile-last"), String::new(), format!("{at} {by}: {said}")));
    }
    all.retain(|(_, mine, now)| !mine.is_empty() || !now.is_empty());
    all
}

fn sentence(service: &Service, texts: &anye_web::Texts, whole: &Whole) -> String {
    let number = &whole.row.number;
    if let Some(ended) = whole.row.ended_at {
        return texts.t2("service-case-ended", "number", number, "day", day(ended));
    }
    let now = service.core.world.now_ms();
    if whole.case.paused_at.is_some() {
        return texts.t1("service-case-paused", "number", number);
    }
    let left =
        service.calendar.working_days_between(crate::due::day_of(now), crate::due::day_of(whole.case.due_at));
    let key = if whole.case.due_at < now { "service-case-late" } else { "service-case-due" };
    texts.args(
        key,
        &[("number", number.as_str()), ("day", &day(whole.case.due_at)), ("left", &left.abs().to_string())],
    )
}

async fn facts(
    service: &Service,
    texts: &anye_web::Texts,
    whole: &Whole,
    application: &Application,
) -> Result<Vec<(String, String)>, Fault> {
    let core = &service.core;
    let today = core.world.today();
    let subject = service.subjects.find(&core.db, application.kind(), &application.subject).await?;
    let mut all = vec![
        (texts.t("service-case-number"), whole.row.number.clone()),
        (texts.t("service-place"), core.place_in(&whole.row.place, today, texts.lang)),
        (texts.t("service-channel"), texts.t(&format!("service-channel-{}", application.channel))),
        (texts.t("service-sent-at"), minute(whole.row.made_at)),
    ];
    if let Some(one) = subject {
        all.insert(1, (texts.t("service-whom"), format!("{} {}", one.name, one.number).trim().to_owned()));
    }
    if let Some(at) = whole.row.promised_at {
        all.push((texts.t("service-promise"), day(at)));
    }
    if let Some((_, name)) = &whole.case.owner {
        all.push((texts.t("service-owner"), name.clone()));
    }
    Ok(all)
}
