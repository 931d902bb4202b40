//! A case (办件): who and what, the steps with their deadlines, the reasons with their articles; the next act is unmissable. And the list of cases.

use std::collections::BTreeMap;

use anye_access::Permission;
use anye_base::{Cursor, Fault, Limit};
use anye_policy::decision::{self, Wish};
use anye_programmes::StepAct;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::words::{chinese, cite, day, minute, pair, said, span, stand, value, yuan};
use crate::Service;
use crate::case::{self, Filter, rights};
use crate::model::{Application, Decided, Stand, Whole};

/// What was done just now.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: Option<String>,
}

struct StepRow {
    name: String,
    when: String,
    state: &'static str,
    said: String,
    note: String,
    late: bool,
    next: bool,
    basis: Vec<(String, String)>,
}

struct Reason {
    rule: String,
    href: String,
    /// Whether it was granted.
    granted: bool,
    said: String,
    amount: String,
    clauses: Vec<(String, String, &'static str)>,
    basis: String,
    why: String,
    by: String,
    decision: String,
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
    askable: Vec<(String, String)>,
    law: String,
    law_grants: Option<bool>,
    appeal: bool,
    withdraw: bool,
    public: Option<String>,
    again: bool,
    settle: bool,
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
    fault: Option<&Fault>,
) -> Result<Response, Failed> {
    let service = service.now();
    let core = &service.core;
    let asking = Asking::new(core, visitor);
    let caller = asking.caller(None);
    let (whole, application) = case::show(&service, &caller, id).await?;
    let chinese = chinese(&visitor.texts);
    let title = whole.case.title.said(chinese).to_owned();
    let mut frame = Frame::new(core, visitor, &format!("/service/cases/{id}"), title)
        .under(visitor.texts.t("service-cases"), "/service/cases");
    frame.notice = done
        .filter(|word| frame.texts.has(&format!("done-{word}")))
        .map(|word| frame.t(&format!("done-{word}")));
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
    let made = CasePage {
        id: id.to_owned(),
        version: whole.case.row_version,
        sentence: sentence(&service, &texts, &whole),
        tag: stand(&texts, whole.row.stand),
        errors: fault.map(|fault| vec![texts.fault(fault)]).unwrap_or_default(),
        facts: facts(&service, &texts, &whole, &application).await?,
        groups: look.as_ref().map(|look| answered(&texts, look, &application)).unwrap_or_default(),
        steps: steps(&service, &texts, &whole),
        reasons: reasons(&service, &texts, &whole.decided, chinese).await?,
        done: whole.done.iter().map(|one| effect(&texts, one)).collect(),
        certificates: crate::store::issued::of_case(&mut from, id)
            .await?
            .into_iter()
            .map(|one| {
                (pair(&texts, &one.title), format!("/service/certificates/{}?code={}", one.number, one.code))
            })
            .collect(),
        history: history(&service, visitor, id).await?,
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
        acts: acts(&service, &caller, &whole, &application),
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
        (texts.t("service-place"), core.place_name(&whole.row.place, today)),
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

/// Answers beside what is known, for whoever works on it.
fn answered(
    texts: &anye_web::Texts,
    look: &crate::form::Look,
    application: &Application,
) -> Vec<(String, Vec<(String, String)>)> {
    let row = |ask: &crate::form::Ask| {
        let own = application.answers.get(&ask.key).map(String::as_str).unwrap_or_default();
        let known = ask.known.as_ref().map(|one| super::words::plain(&one.value)).unwrap_or_default();
        (said(texts, &ask.name), value(texts, ask, if own.is_empty() { &known } else { own }))
    };
    let mut all: Vec<_> = look
        .form
        .sheets
        .iter()
        .map(|sheet| (said(texts, &sheet.name), sheet.asks.iter().map(row).collect::<Vec<_>>()))
        .collect();
    if !look.form.papers.is_empty() {
        all.push((texts.t("service-papers"), look.form.papers.iter().map(row).collect()));
    }
    all
}

fn steps(service: &Service, texts: &anye_web::Texts, whole: &Whole) -> Vec<StepRow> {
    let now = service.core.world.now_ms();
    let programme = service.programme(&whole.row.programme);
    let next = whole.steps.iter().position(|step| step.state == "pending");
    let open = whole.row.ended_at.is_none();
    let row = |(at, step): (usize, &anye_casework::model::Step)| {
        let plan = programme.and_then(|one| one.steps.iter().find(|one| one.id == step.step));
        let within = plan.and_then(|one| one.within).map(|one| span(texts, one)).unwrap_or_default();
        StepRow {
            name: texts.lang.pick(&step.name.zh, &step.name.en).to_owned(),
            when: day(step.due_at),
            state: match step.state.as_str() {
                "done" => "tag-done",
                "skipped" => "tag-stop",
                _ => "tag-doubt",
            },
            said: match &step.done {
                Some((name, at)) => texts.t2("service-step-by", "name", name, "at", minute(*at)),
                None => texts.t(&format!("service-step-{}", step.state)),
            },
            note: step.note.clone().filter(|note| !note.is_empty()).unwrap_or(within),
            late: step.state == "pending"
                && open
                && whole.case.paused_at.is_none()
                && Some(at) == next
                && step.due_at < now,
            next: open && Some(at) == next,
            basis: plan.map(|one| one.cite.iter().map(cite).collect()).unwrap_or_default(),
        }
    };
    whole.steps.iter().enumerate().map(row).collect()
}

/// The reasons of each decision: every clause with how it stands, the facts it read, the articles, and what was decided otherwise and why.
async fn reasons(
    service: &Service,
    texts: &anye_web::Texts,
    decided: &[Decided],
    chinese: bool,
) -> Result<Vec<Reason>, Fault> {
    let mut all = Vec::new();
    for one in decided {
        let kept = decision::find(&mut &service.core.db, &one.decision).await?;
        let rule = service.book().find_rule(&one.rule).map(|id| service.book().rule(id));
        let mut reason = Reason {
            rule: rule
                .map_or_else(|| texts.t("service-by-person"), |rule| anye_policy::rule_name(rule, chinese)),
            href: rule.map(|rule| format!("/rules/{}", rule.id)).unwrap_or_default(),
            granted: one.granted,
            said: texts.t(if one.granted { "service-granted" } else { "service-refused" }),
            amount: one.amount_fen.map(|fen| yuan(texts, fen)).unwrap_or_default(),
            clauses: Vec::new(),
            basis: String::new(),
            why: one.reason.clone(),
            by: match &one.second {
                Some((_, second)) => texts.t2("service-by-two", "name", &one.name, "second", second),
                None => one.name.clone(),
            },
            decision: one.decision.clone(),
        };
        if let Some(kept) = kept {
            // Words in the reader's language are made from the facts as they were kept; the outcome stays the one that was kept.
            let again = if chinese { None } else { in_english(service, &kept) };
            let answer = again.as_ref().unwrap_or(&kept.answer["decisions"][0]);
            for clause in answer["clauses"].as_array().into_iter().flatten() {
                let text = |key: &str| clause[key].as_str().unwrap_or_default().to_owned();
                let state = match clause["status"].as_str() {
                    Some("held") => "tag-done",
                    Some("failed") => "tag-stop",
                    _ => "tag-doubt",
                };
                let label = text("label");
                reason.clauses.push((
                    if label.is_empty() { text("text") } else { label },
                    text("reason"),
                    state,
                ));
            }
            let basis = answer["basis"].as_array().into_iter().flatten();
            reason.basis = basis.filter_map(|one| one["text"].as_str()).collect::<Vec<_>>().join(" · ");
            let excluded = answer["why"]["excluded"]["text"].as_str();
            if let Some(text) = excluded {
                reason.clauses.push((text.to_owned(), String::new(), "tag-stop"));
            }
        }
        all.push(reason);
    }
    Ok(all)
}

fn in_english(service: &Service, kept: &decision::Kept) -> Option<serde_json::Value> {
    let wish = Wish {
        facts: kept.facts.clone(),
        on: anye_law::day::Day::parse(&kept.on)?,
        known: None,
        benefit: kept.rule.clone(),
        subject: Some(kept.subject_id.clone()),
        supersedes: None,
        english: true,
    };
    let answer = decision::answer(&service.policy, &wish, &kept.facts).ok()?;
    let one = serde_json::to_value(answer.decisions.first()?).ok()?;
    (one["outcome"] == kept.answer["decisions"][0]["outcome"]).then_some(one)
}

fn effect(texts: &anye_web::Texts, one: &crate::model::Done) -> (String, String) {
    let name = texts.t(&format!("service-effect-{}", one.kind));
    let text = |key: &str| one.detail[key].as_str().unwrap_or_default().to_owned();
    let said = match one.kind.as_str() {
        "pay" => format!(
            "{} · {} · {}",
            yuan(texts, one.detail["amount_fen"].as_i64().unwrap_or_default()),
            text("period"),
            text("fund")
        ),
        "register" | "end" => text("register"),
        "fact" => text("fact"),
        "certificate" => one.made.clone(),
        _ => minute(one.at),
    };
    (name, said)
}

async fn history(
    service: &Service,
    visitor: &Visitor,
    id: &str,
) -> Result<Vec<(String, String, String)>, Fault> {
    // Whoever applied sees steps and reasons; names of officers in the history are for officers.
    if !visitor.may_at_all(Permission::CasesRead) {
        return Ok(Vec::new());
    }
    let all = anye_casework::use_case::happened(&service.core.db, id).await?;
    let chinese = chinese(&visitor.texts);
    let row = |one: &anye_casework::model::Happened| {
        let say = anye_casework::sentence(&visitor.texts, &service.core, one, chinese);
        (minute(one.at), one.by.clone(), say)
    };
    Ok(all.iter().rev().map(row).collect())
}

/// What this reader may do now.
fn acts(
    service: &Service,
    caller: &anye_access::Caller<'_>,
    whole: &Whole,
    application: &Application,
) -> Vec<&'static str> {
    if whole.row.stand == Stand::Asked {
        let may = rights::mine(caller, application)
            || rights::may(caller, Permission::ServiceApply, &whole.row.place);
        return if may { vec!["give"] } else { Vec::new() };
    }
    let next = whole.steps.iter().find(|step| step.state == "pending");
    let programme = service.programme(&whole.row.programme);
    let step = next.and_then(|next| programme?.steps.iter().find(|one| one.id == next.step));
    let Some(step) = step else { return Vec::new() };
    let office = case::office(service, &whole.row.place, step.level);
    if whole.row.stand == Stand::Second {
        let other = whole.row.proposal.as_ref().is_some_and(|one| one.by != caller.actor.id);
        let may = other && rights::may(caller, Permission::ServiceCheck, &office);
        return if may { vec!["confirm", "decline"] } else { Vec::new() };
    }
    if whole.row.stand != Stand::Working {
        return Vec::new();
    }
    let may = match step.role {
        anye_programmes::StepRole::Applicant => rights::mine(caller, application),
        role => rights::may(caller, rights::permission(role), &office),
    };
    if !may {
        return Vec::new();
    }
    let decides = step.acts.contains(&StepAct::Decide);
    let word = |act: &StepAct| match act {
        StepAct::Accept if decides => None,
        StepAct::Pass if decides && whole.row.granted.is_none() => None,
        StepAct::Accept => Some("accept"),
        StepAct::Ask => Some("ask"),
        StepAct::Return => Some("return"),
        StepAct::Pass => Some("pass"),
        StepAct::Decide => Some("decide"),
        StepAct::Reject => Some("reject"),
    };
    step.acts.iter().filter_map(word).collect()
}

/// What the address of the list asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    programme: String,
    stand: String,
    after: Option<String>,
    done: Option<String>,
}

struct Row {
    href: String,
    title: String,
    number: String,
    place: String,
    stand: (String, &'static str),
    sent: String,
    due: String,
    late: bool,
}

#[derive(Template)]
#[template(path = "service_cases.html")]
struct CasesPage {
    frame: Frame,
    sentence: String,
    rows: Vec<Row>,
    programmes: Vec<(String, String)>,
    programme: String,
    stands: Vec<(String, String)>,
    stand: String,
    checker: bool,
    next: Option<String>,
}

/// Answers `GET /service/cases`.
pub async fn cases(
    State(service): State<Service>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let core = &service.core;
    let asking = Asking::new(core, &visitor);
    let filter = Filter {
        programme: Some(asked.programme.clone()).filter(|text| !text.is_empty()),
        stand: Stand::from_word(&asked.stand),
        cursor: asked.after.as_deref().and_then(Cursor::decode),
        limit: Limit::default(),
        ..Filter::default()
    };
    let caller = asking.caller(None);
    let found = case::list(&core.db, &caller, &filter).await?;
    let stats = case::stats(&core.db, &caller, None).await?;
    let (open, late) = stats.iter().fold((0, 0), |(open, late), one| (open + one.open, late + one.late));
    let mut frame = Frame::new(core, &visitor, "/service/cases", visitor.texts.t("service-cases"));
    frame.notice = asked
        .done
        .as_ref()
        .map(|word| format!("done-{word}"))
        .filter(|key| frame.texts.has(key))
        .map(|key| frame.t(&key));
    let texts = frame.texts.clone();
    let now = core.world.now_ms();
    let row = |one: &crate::case::Line| Row {
        href: format!("/service/cases/{}", one.case_id),
        title: pair(&texts, &one.title),
        number: one.number.clone(),
        place: core.place_name(&one.place, core.world.today()),
        stand: stand(&texts, one.stand),
        sent: day(one.made_at),
        due: if one.ended_at.is_none() { day(one.due_at) } else { String::new() },
        late: one.ended_at.is_none() && one.due_at < now,
    };
    let words =
        ["working", "asked", "second", "public", "held", "granted", "refused", "rejected", "withdrawn"];
    let next = found.next.as_ref().map(|cursor| {
        format!(
            "/service/cases?after={}&programme={}&stand={}",
            cursor.encode(),
            asked.programme,
            asked.stand
        )
    });
    let made = CasesPage {
        sentence: texts.t2("service-cases-sentence", "open", open, "late", late),
        rows: found.items.iter().map(row).collect(),
        programmes: service
            .definitions
            .programmes
            .iter()
            .map(|one| (one.id.clone(), said(&texts, &one.name)))
            .collect(),
        programme: asked.programme,
        stands: words.map(|word| (word.to_owned(), texts.t(&format!("service-stand-{word}")))).to_vec(),
        stand: asked.stand,
        checker: visitor.may_at_all(Permission::ServiceCheck),
        next,
        frame,
    };
    Ok(page(&made))
}
