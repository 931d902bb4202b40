//! Parts of the page of a case (办件的各部分): what was answered, steps with deadlines, reasons with their articles, effects, history.

use anye_access::Permission;
use anye_base::Fault;
use anye_policy::decision::{self, Wish};
use anye_web::Visitor;

use super::words::{chinese, cite, day, minute, said, span, value, yuan};
use crate::Service;
use crate::model::{Application, Decided, Whole};

/// A step as a line.
pub(super) struct StepRow {
    pub name: String,
    pub when: String,
    pub state: &'static str,
    pub said: String,
    pub note: String,
    pub late: bool,
    pub next: bool,
    pub basis: Vec<(String, String)>,
}

/// A decision with its reasons.
pub(super) struct Reason {
    pub rule: String,
    pub href: String,
    /// Whether it was granted.
    pub granted: bool,
    pub said: String,
    pub amount: String,
    pub clauses: Vec<(String, String, &'static str)>,
    pub basis: String,
    pub why: String,
    pub by: String,
    pub decision: String,
}

/// Answers beside what is known, for whoever works on it.
pub(super) fn answered(
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

pub(super) fn steps(service: &Service, texts: &anye_web::Texts, whole: &Whole) -> Vec<StepRow> {
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
pub(super) async fn reasons(
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

pub(super) fn effect(
    service: &Service,
    texts: &anye_web::Texts,
    one: &crate::model::Done,
) -> (String, String) {
    let name = texts.t(&format!("service-effect-{}", one.kind));
    let text = |key: &str| one.detail[key].as_str().unwrap_or_default().to_owned();
    let said = match one.kind.as_str() {
        "pay" => {
            let amount = yuan(texts, one.detail["amount_fen"].as_i64().unwrap_or_default());
            let parts = [amount, text("period"), text("fund")];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        }
        "return" => {
            let amount = yuan(texts, one.detail["amount_fen"].as_i64().unwrap_or_default());
            let parts = [amount, text("reason")];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        }
        "stop" | "moving" => yuan(texts, one.detail["amount_fen"].as_i64().unwrap_or_default()),
        "register" | "end" | "change" => {
            let id = text("register");
            let named = service.definitions.register(&id);
            named.map_or(id, |own| texts.lang.pick(&own.name.zh, &own.name.en).to_owned())
        }
        "fact" => text("fact"),
        "certificate" => one.made.clone(),
        _ => minute(one.at),
    };
    (name, said)
}

pub(super) async fn history(
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
        let by = if one.program { visitor.texts.t("case-by-clock") } else { one.by.clone() };
        (minute(one.at), by, say)
    };
    Ok(all.iter().rev().map(row).collect())
}
