//! The pages of simulations: the list with the form that starts one, and one with who gains, who loses, and what it costs.

use anye_access::Permission;
use anye_base::world::china_minute;
use anye_base::{ErrorKind, Fault, FieldFault, Lang};
use anye_jobs::Job;
use anye_web::extract::Form;
use anye_web::{Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::chart::{Bar, Count, charts, counts, signed};
use super::model::{Example, Peoples, Side, Simulation, Sums};
use super::parts::offered;
use super::start::{LEAST, MOST, Wish, start as starting};
use super::store;
use crate::Policy;
use crate::choice::{self, Choice};
use crate::desk::{errors, is_shown, with_status};
use crate::fen::yuan;
use crate::version::{self, Asking, State as Stands};

/// So many are listed.
const LISTED: u32 = 100;

/// What was chosen in the form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    from: String,
    to: String,
    people: String,
    persons: String,
    seed: String,
    on: String,
}

struct Row {
    href: String,
    title: String,
    people: String,
    on: String,
    made: String,
    tag: &'static str,
    state: String,
}

fn row(texts: &Texts, one: &Simulation, job: Option<&Job>) -> Row {
    let (tag, state) = state(texts, one, job);
    Row {
        href: format!("/law/simulations/{}", one.id),
        title: title(one),
        people: people(texts, &one.people),
        on: one.on.clone(),
        made: format!("{} {}", one.made_name, china_minute(one.made_at)),
        tag,
        state,
    }
}

fn title(one: &Simulation) -> String {
    let short = |version: &str| version.chars().take(12).collect::<String>();
    format!("{} → {}", short(&one.from_version), short(&one.to_version))
}

fn people(texts: &Texts, people: &Peoples) -> String {
    match people {
        Peoples::MadeUp { persons, seed } => texts.t2("simulation-made-up", "n", persons, "seed", seed),
        Peoples::Folder { name } => texts.t1("simulation-folder", "name", name),
    }
}

fn state(texts: &Texts, one: &Simulation, job: Option<&Job>) -> (&'static str, String) {
    if one.finished_at.is_some() {
        return ("tag-done", texts.t("simulation-finished"));
    }
    let Some(job) = job else { return ("tag-stop", texts.t("simulation-no-job")) };
    let word = texts.t(&format!("simulation-job-{}", job.state.word()));
    (if job.state.is_final() { "tag-stop" } else { "tag-doubt" }, word)
}

#[derive(Template)]
#[template(path = "law_simulations.html")]
struct ListPage {
    frame: Frame,
    sentence: String,
    rows: Vec<Row>,
    may_start: bool,
    froms: Vec<Choice>,
    tos: Vec<Choice>,
    peoples: Vec<Choice>,
    chosen: Chosen,
    errors: Vec<String>,
}

/// Answers `GET /law/simulations`.
pub async fn list(
    State(policy): State<Policy>,
    visitor: Visitor,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Failed> {
    listed(&policy, &visitor, chosen, None).await
}

async fn listed(
    policy: &Policy,
    visitor: &Visitor,
    chosen: Chosen,
    fault: Option<&Fault>,
) -> Result<Response, Failed> {
    let mut db = &policy.core.db;
    let frame = Frame::new(&policy.core, visitor, "/law/simulations", visitor.texts.t("simulations-title"))
        .under(visitor.texts.t("law-desk-title"), "/law");
    let mut rows = Vec::new();
    for one in store::list(&mut db, LISTED).await? {
        let job = if one.finished_at.is_none() { anye_jobs::find(&mut db, &one.job).await? } else { None };
        rows.push(row(&frame.texts, &one, job.as_ref()));
    }
    let on = choice::law_day(frame.as_of).to_string();
    let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
    let chosen = Chosen {
        persons: or(chosen.persons, "20000"),
        seed: or(chosen.seed, "1"),
        on: or(chosen.on, &on),
        from: or(chosen.from, "in_use"),
        to: or(chosen.to, "pack"),
        people: chosen.people,
    };
    let books = books(policy, &frame.texts).await?;
    let offer = |at: &str| books.iter().map(|(word, label)| Choice::new(word, label, at)).collect();
    let mut peoples = vec![Choice::new("", frame.t("simulation-people-made-up"), &chosen.people)];
    let folders = offered(policy.populations.as_deref());
    peoples.extend(
        folders
            .iter()
            .map(|name| Choice::new(name, frame.t1("simulation-folder", "name", name), &chosen.people)),
    );
    let asking = Asking::new(&policy.core, visitor);
    let made = ListPage {
        sentence: frame.t1("simulations-state", "n", rows.len()),
        rows,
        may_start: version::may(policy, &asking.caller(None), Permission::LawPropose),
        froms: offer(&chosen.from),
        tos: offer(&chosen.to),
        peoples,
        chosen,
        errors: errors(&frame.texts, fault),
        frame,
    };
    Ok(with_status(page(&made), fault))
}

/// The rule books that can be chosen: the one in use, the pack's, all versions.
async fn books(policy: &Policy, texts: &Texts) -> Result<Vec<(String, String)>, Fault> {
    let short = |version: &str| version.chars().take(12).collect::<String>();
    let mut all = vec![
        ("in_use".to_owned(), texts.t1("simulation-in-use", "version", short(&policy.book().version))),
        ("pack".to_owned(), texts.t1("simulation-pack", "version", short(policy.pack.version()))),
    ];
    for one in version::list(&mut &policy.core.db).await? {
        let state = texts.t(&format!("law-version-{}", one.state.word()));
        if one.state != Stands::Refused {
            all.push((one.id.clone(), format!("{} {state} · {}", one.short(), one.note)));
        }
    }
    Ok(all)
}

/// Answers `POST /law/simulations`.
pub async fn start(
    State(policy): State<Policy>,
    visitor: Visitor,
    form: Form<Chosen>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&policy.core, &visitor);
    version::must(&policy, &asking.caller(None), Permission::LawPropose)?;
    let started = match wish(&form.data) {
        Ok(wish) => starting(&policy, &asking.caller(form.once.as_ref()), &wish).await,
        Err(fault) => Err(fault),
    };
    match started {
        Ok(one) => Ok(Redirect::to(&format!("/law/simulations/{}", one.id)).into_response()),
        Err(fault) if is_shown(&fault) => listed(&policy, &visitor, form.data, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

fn wish(sent: &Chosen) -> Result<Wish, Fault> {
    let wrong = |name: &'static str, code: &'static str| {
        let field = FieldFault::new(name, code).arg("least", LEAST).arg("most", MOST);
        Fault::new(ErrorKind::Invalid, code).arg("least", LEAST).arg("most", MOST).field(field)
    };
    let people = if sent.people.is_empty() {
        let persons = sent.persons.trim().parse().map_err(|_| wrong("persons", "law_persons"))?;
        let seed = sent.seed.trim().parse().map_err(|_| wrong("seed", "law_seed"))?;
        Peoples::MadeUp { persons, seed }
    } else {
        Peoples::Folder { name: sent.people.clone() }
    };
    let on = choice::day(&sent.on).ok_or_else(|| wrong("on", "law_day"))?;
    Ok(Wish { from: sent.from.clone(), to: sent.to.clone(), people, on })
}

/// A rule that is decided otherwise for somebody.
struct Changed {
    name: String,
    href: String,
    gained: u64,
    lost: u64,
    more: u64,
    less: u64,
    before: String,
    after: String,
    change: String,
    examples: Vec<String>,
}

#[derive(Template)]
#[template(path = "law_simulation.html")]
struct ShowPage {
    frame: Frame,
    sentence: String,
    facts: Vec<(String, String)>,
    made_up: bool,
    job: Option<Job>,
    running: bool,
    trouble: String,
    finished: bool,
    same: bool,
    counts: Vec<Count>,
    charts: Vec<(String, Vec<Bar>)>,
    changed: Vec<Changed>,
}

/// Answers `GET /law/simulations/{id}`.
pub async fn show(
    State(policy): State<Policy>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let mut db = &policy.core.db;
    let found = store::find(&mut db, &id).await?;
    let one = found.ok_or_else(|| Fault::not_found("law_simulation"))?;
    let job = anye_jobs::find(&mut db, &one.job).await?;
    let here = format!("/law/simulations/{id}");
    let frame =
        Frame::new(&policy.core, &visitor, &here, visitor.texts.t1("simulation-title", "what", title(&one)))
            .under(visitor.texts.t("law-desk-title"), "/law")
            .under(visitor.texts.t("simulations-title"), "/law/simulations");
    let empty = Sums::default();
    let sums = one.result.as_ref().unwrap_or(&empty);
    let (_, said) = state(&frame.texts, &one, job.as_ref());
    let facts = vec![
        (frame.t("simulation-from"), one.from_version.clone()),
        (frame.t("simulation-to"), one.to_version.clone()),
        (frame.t("simulation-people"), people(&frame.texts, &one.people)),
        (frame.t("decision-on"), one.on.clone()),
        (frame.t("decision-made"), format!("{} {}", one.made_name, china_minute(one.made_at))),
    ];
    Ok(page(&ShowPage {
        sentence: format!("{said} · {}", people(&frame.texts, &one.people)),
        facts,
        made_up: matches!(one.people, Peoples::MadeUp { .. }),
        running: job.as_ref().is_some_and(|job| !job.state.is_final()),
        job,
        trouble: sums.trouble.clone().unwrap_or_default(),
        finished: one.finished_at.is_some(),
        same: sums.rules.values().all(|rule| rule.changed() == 0),
        counts: counts(&frame.texts, sums),
        charts: charts(&policy, &frame, sums),
        changed: changed(&frame, sums),
        frame,
    }))
}

fn changed(frame: &Frame, sums: &Sums) -> Vec<Changed> {
    let texts = &frame.texts;
    let mut rules: Vec<_> = sums.rules.iter().filter(|(_, rule)| rule.changed() > 0).collect();
    rules.sort_by_key(|(_, rule)| std::cmp::Reverse(rule.changed()));
    let one = |(id, rule): (&String, &super::RuleSum)| Changed {
        name: if texts.lang == Lang::Zh || rule.english.is_empty() {
            rule.name.clone()
        } else {
            rule.english.clone()
        },
        href: format!("/rules/{id}"),
        gained: rule.gained,
        lost: rule.lost,
        more: rule.more,
        less: rule.less,
        before: yuan(rule.fen_before),
        after: yuan(rule.fen_after),
        change: signed(rule.fen_after.saturating_sub(rule.fen_before)),
        examples: rule.examples.iter().map(|example| said(texts, example)).collect(),
    };
    rules.into_iter().map(one).collect()
}

fn said(texts: &Texts, example: &Example) -> String {
    let values = [
        ("kind", example.kind.clone()),
        ("id", example.id.clone()),
        ("partition", example.partition.clone()),
        ("before", side(texts, &example.before)),
        ("after", side(texts, &example.after)),
    ];
    texts.args("simulation-example", &values)
}

fn side(texts: &Texts, side: &Side) -> String {
    let Some(outcome) = &side.outcome else { return texts.t("simulation-no-rule") };
    let word = texts.t(&format!("decision-outcome-{outcome}"));
    match (&side.clause, side.fen) {
        (Some((number, text)), _) => {
            let values = [("outcome", word), ("n", number.to_string()), ("text", text.clone())];
            texts.args("simulation-side-clause", &values)
        }
        (None, 0) => word,
        (None, fen) => format!("{word} {}", texts.t1("decision-yuan", "yuan", yuan(fen))),
    }
}
