//! One case: what it says, what is next, who did what.

use anye_access::Permission;
use anye_base::{ErrorKind, Fault, Lang};
use anye_web::{Asking, Failed, Frame, Texts, Visitor, page, problem};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::act::Sent;
use super::{Casework, Light, due_words, kind_name, light, minute, sentence};
use crate::group::Group;
use crate::model::{LEVELS, Outcome, State as Stands, Whole};
use crate::use_case::{self, may};

struct StepRow {
    seq: i64,
    name: String,
    addressee: String,
    due: String,
    state: &'static str,
    said: String,
    late: bool,
    next: bool,
}

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage {
    frame: Frame,
    id: String,
    sentence: String,
    level: Option<Light>,
    facts: Vec<(String, String)>,
    evidence: Vec<(String, String, String)>,
    steps: Vec<StepRow>,
    history: Vec<(String, String, String)>,
    links: Vec<(String, String, String)>,
    groups: Vec<Group>,
    no_group: bool,
    wish: Option<String>,
    wish_own: bool,
    may_work: bool,
    may_confirm: bool,
    mine: bool,
    taken: bool,
    row_version: i64,
    outcomes: Vec<(String, String)>,
    levels: Vec<(String, String)>,
    errors: Vec<String>,
    sent: Sent,
    today: String,
}

/// What was done just now.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: Option<String>,
}

/// Answers `GET /cases/{id}`.
pub async fn show(
    State(work): State<Casework>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, Failed> {
    shown(&work, &visitor, &id, done.done.as_deref(), None).await
}

/// Whether the page is shown again with what went wrong.
pub(super) fn is_shown(fault: &Fault) -> bool {
    matches!(fault.kind, ErrorKind::Invalid | ErrorKind::Conflict | ErrorKind::Stale | ErrorKind::Denied)
}

pub(super) async fn shown(
    work: &Casework,
    visitor: &Visitor,
    id: &str,
    done: Option<&str>,
    wrong: Option<(Sent, &Fault)>,
) -> Result<Response, Failed> {
    let core = &work.core;
    let asking = Asking::new(core, visitor);
    let caller = asking.caller(None);
    let whole = use_case::show(&core.db, &caller, id).await?;
    let chinese = visitor.lang() == Lang::Zh;
    let now = core.world.now_ms();
    let case = &whole.case;
    let frame = Frame::new(core, visitor, &format!("/cases/{id}"), case.title.said(chinese))
        .under(visitor.texts.t("cases-title"), "/cases")
        .notice(done);
    let texts = frame.texts.clone();
    let open = case.state == Stands::Open;
    let said = match case.outcome {
        Some(outcome) => texts.t1(
            "case-sentence-closed",
            "outcome",
            texts.t(&format!("case-outcome-{}", outcome.word().replace('_', "-"))),
        ),
        None => texts.t1(
            if case.acknowledged_at.is_some() { "case-sentence-open" } else { "case-sentence-unclaimed" },
            "due",
            due_words(&texts, case, now),
        ),
    };
    let fault = wrong.as_ref().map(|(_, fault)| *fault);
    let errors = fault.map(|fault| vec![texts.fault(fault)]).unwrap_or_default();
    let made = CasePage {
        sentence: said,
        level: light(&texts, &case.level),
        facts: facts(&texts, work, &whole),
        evidence: evidence(&whole, chinese),
        steps: steps(&texts, &whole, now, chinese),
        history: whole
            .history
            .iter()
            .rev()
            .map(|one| (minute(one.at), by(&texts, one), sentence(&texts, core, one, chinese)))
            .collect(),
        links: whole
            .links
            .iter()
            .map(|link| {
                (
                    format!("/cases/{}", link.id),
                    texts.t(&format!("case-link-{}", link.kind)),
                    link.title.said(chinese).to_owned(),
                )
            })
            .collect(),
        no_group: whole.groups.iter().all(|group| group.ended.is_some()),
        groups: whole.groups.clone(),
        wish: whole.wish.as_ref().map(|wish| {
            let level = texts.t(&format!("level-{}", wish.level));
            texts.args(
                "case-wish",
                &[("who", wish.by.1.clone()), ("level", level), ("note", wish.reason.clone())],
            )
        }),
        wish_own: whole.wish.as_ref().is_some_and(|wish| wish.by.0 == visitor.actor.id),
        may_work: open && may(&caller, Permission::CasesWork, &case.place),
        may_confirm: open && may(&caller, Permission::CasesManage, &case.place),
        taken: case.owner.is_some(),
        mine: case.owner.as_ref().is_some_and(|(owner, _)| *owner == visitor.actor.id),
        row_version: case.row_version,
        outcomes: Outcome::ALL
            .map(|one| {
                (one.word().to_owned(), texts.t(&format!("case-outcome-{}", one.word().replace('_', "-"))))
            })
            .into(),
        levels: if case.level.is_empty() {
            Vec::new()
        } else {
            LEVELS
                .iter()
                .filter(|level| **level != case.level)
                .map(|level| ((*level).to_owned(), texts.t(&format!("level-{level}"))))
                .collect()
        },
        sent: wrong.map(|(sent, _)| sent).unwrap_or_default(),
        today: core.world.today().to_string(),
        id: id.to_owned(),
        errors,
        frame,
    };
    let response = page(&made);
    Ok(match fault {
        Some(fault) => (problem::status(fault.kind), response).into_response(),
        None => response,
    })
}

/// Who did it; the program itself is named in words.
fn by(texts: &Texts, one: &crate::model::Happened) -> String {
    if one.what == "escalated" || one.program { texts.t("case-by-clock") } else { one.by.clone() }
}

fn facts(texts: &Texts, work: &Casework, whole: &Whole) -> Vec<(String, String)> {
    let (core, case) = (&work.core, &whole.case);
    let today = core.world.today();
    let mut all = vec![
        ("case-fact-kind", kind_name(texts, &case.kind)),
        ("case-fact-place", core.place_in(&case.place, today, texts.lang)),
        ("case-fact-opened", minute(case.opened_at)),
        ("case-fact-due", if case.closed_at.is_some() { String::new() } else { minute(case.due_at) }),
        (
            "case-fact-owner",
            case.owner.as_ref().map_or_else(|| texts.t("case-nobody"), |(_, name)| name.clone()),
        ),
        (
            "case-fact-answers",
            if case.answers == case.place {
                String::new()
            } else {
                core.place_in(&case.answers, today, texts.lang)
            },
        ),
        ("case-fact-repeats", if case.repeats > 0 { case.repeats.to_string() } else { String::new() }),
        ("case-fact-closed", case.closed_at.map(minute).unwrap_or_default()),
        ("case-fact-outcome", case.outcome_note.clone().unwrap_or_default()),
    ];
    all.retain(|(_, value)| !value.is_empty());
    all.into_iter().map(|(key, value)| (texts.t(key), value)).collect()
}

/// What the kind keeps for people: label and value in both languages under `evidence`, and the page of this site with the rows behind it.
fn evidence(whole: &Whole, chinese: bool) -> Vec<(String, String, String)> {
    let rows =
        whole.case.detail.get("evidence").and_then(serde_json::Value::as_array).cloned().unwrap_or_default();
    let text = |row: &serde_json::Value, key: &str| {
        row.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    };
    let side = |name: &str| if chinese { format!("{name}_zh") } else { format!("{name}_en") };
    let row = |row: &serde_json::Value| {
        let inside = Some(text(row, "href")).filter(|href| href.starts_with('/') && !href.starts_with("//"));
        (text(row, &side("label")), text(row, &side("value")), inside.unwrap_or_default())
    };
    rows.iter().map(row).collect()
}

fn steps(texts: &Texts, whole: &Whole, now: i64, chinese: bool) -> Vec<StepRow> {
    let next = whole.steps.iter().find(|step| step.state == "pending").map(|step| step.seq);
    let row = |step: &crate::model::Step| {
        let done = step.done.as_ref().map(|(name, at)| {
            let values = [
                ("who", name.clone()),
                ("at", minute(*at)),
                ("day", step.happened_on.clone().unwrap_or_default()),
                ("note", step.note.clone().unwrap_or_default()),
            ];
            texts.args("case-step-done-by", &values)
        });
        StepRow {
            seq: step.seq,
            name: step.name.said(chinese).to_owned(),
            addressee: step.addressee.clone(),
            due: minute(step.due_at),
            state: match step.state.as_str() {
                "done" => "tag-done",
                "skipped" => "tag-stop",
                _ => "tag-doubt",
            },
            said: done.unwrap_or_else(|| texts.t(&format!("case-step-{}", step.state))),
            late: step.state == "pending" && whole.case.state == Stands::Open && step.due_at < now,
            next: Some(step.seq) == next,
        }
    };
    whole.steps.iter().map(row).collect()
}
