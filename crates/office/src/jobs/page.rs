//! The pages of jobs.

use anye_access::Permission::{JobsManage, JobsRead};
use anye_access::Target;
use anye_base::world::china_minute;
use anye_db::Scope;
use anye_jobs::{Job, State};
use anye_web::extract::{Form, Paging};
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::{seen, visible};
use crate::Office;
use crate::show::{self, Choice};

#[derive(Deserialize)]
pub struct ListQuery {
    state: Option<String>,
}

/// A job as it is shown.
pub struct Row {
    id: String,
    title: String,
    kind: String,
    state: &'static str,
    state_word: String,
    done: i64,
    total: i64,
    created: String,
    ended: String,
    why: String,
}

impl Row {
    fn of(frame: &Frame, job: &Job) -> Self {
        let key = format!("job-kind-{}", job.kind.replace('.', "-"));
        let why = format!("error-{}", job.error);
        Self {
            id: job.id.clone(),
            title: job.title.clone(),
            kind: if frame.texts.has(&key) { frame.t(&key) } else { job.kind.clone() },
            state: job.state.word(),
            state_word: frame.t(&format!("job-state-{}", job.state.word())),
            done: job.done,
            total: job.total,
            created: china_minute(job.created_at),
            ended: job.finished_at.map(china_minute).unwrap_or_default(),
            why: match job.error.as_str() {
                "" => String::new(),
                _ if frame.texts.has(&why) => frame.t(&why),
                code => frame.t1("job-why-code", "code", code),
            },
        }
    }
}

#[derive(Template)]
#[template(path = "jobs.html")]
struct JobsPage {
    frame: Frame,
    sentence: String,
    states: Vec<Choice>,
    rows: Vec<Row>,
    next: Option<String>,
}

/// Answers `GET /jobs`.
pub async fn list(
    Shared(office): Shared<Office>,
    visitor: Visitor,
    paging: Paging,
    Query(query): Query<ListQuery>,
) -> Result<Response, Failed> {
    let core = &office.core;
    let wanted = query.state.as_deref().and_then(State::from_word);
    let filter = visible(&visitor, wanted);
    let everybody = filter.account.is_none();
    let found = anye_jobs::list(&mut &core.db, &filter, paging.cursor.as_ref(), paging.limit).await?;
    let word = wanted.map_or("", State::word);
    let frame = Frame::new(
        core,
        &visitor,
        &show::address("/jobs", &[("state", word)]),
        visitor.texts.t("jobs-title"),
    );
    let words = State::ALL.map(State::word);
    let next = found
        .next
        .as_ref()
        .map(|cursor| show::address("/jobs", &[("state", word), ("cursor", &cursor.encode())]));
    let shown = JobsPage {
        sentence: frame.t1(
            if everybody { "jobs-state-all" } else { "jobs-state-own" },
            "n",
            found.items.len(),
        ),
        states: show::choices(&frame, "jobs-any-state", "job-state", &words, word),
        rows: found.items.iter().map(|job| Row::of(&frame, job)).collect(),
        next,
        frame,
    };
    Ok(page(&shown))
}

#[derive(Deserialize)]
pub struct Done {
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "job.html")]
struct JobPage {
    frame: Frame,
    row: Row,
    facts: Vec<(String, String)>,
    result: String,
    running: bool,
    may_cancel: bool,
    may_retry: bool,
}

/// Answers `GET /jobs/{job}`.
pub async fn show(
    Shared(office): Shared<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, Failed> {
    let core = &office.core;
    let job = seen(&office, &visitor, &id, JobsRead).await?;
    let frame = Frame::new(core, &visitor, &format!("/jobs/{id}"), job.title.clone())
        .under(visitor.texts.t("jobs-title"), "/jobs")
        .notice(done.done.as_deref());
    let row = Row::of(&frame, &job);
    let mut facts = vec![
        (frame.t("job-kind"), row.kind.clone()),
        (frame.t("job-created"), row.created.clone()),
        (frame.t("job-started"), job.started_at.map_or_else(|| "…".to_owned(), china_minute)),
        (frame.t("job-ended"), job.finished_at.map_or_else(|| "…".to_owned(), china_minute)),
        (frame.t("job-attempts"), job.attempts.to_string()),
    ];
    if !job.place.is_empty() {
        facts.push((frame.t("job-place"), core.place_in(&job.place, core.world.today(), frame.texts.lang)));
    }
    let target = Target { place: Some(job.place.as_str()), account: Some(job.account.as_str()) };
    let manages = visitor.decide(core, JobsManage, target).allowed;
    let shown = JobPage {
        facts,
        result: if job.result.is_null() {
            String::new()
        } else {
            serde_json::to_string_pretty(&job.result).unwrap_or_default()
        },
        running: !job.state.is_final(),
        may_cancel: manages && !job.state.is_final() && !job.cancel_wanted,
        may_retry: manages && matches!(job.state, State::Failed | State::Cancelled),
        row,
        frame,
    };
    Ok(page(&shown))
}

/// A form without fields of its own.
#[derive(Deserialize)]
pub struct Nothing {}

/// Answers `POST /jobs/{job}/cancel`.
pub async fn cancel(
    Shared(office): Shared<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    _: Form<Nothing>,
) -> Result<Response, Failed> {
    let core = &office.core;
    let job = seen(&office, &visitor, &id, JobsManage).await?;
    anye_jobs::cancel(&core.db, Scope::new(&core.world, &visitor.actor), &job).await?;
    Ok(Redirect::to(&format!("/jobs/{id}?done=job-cancel")).into_response())
}

/// Answers `POST /jobs/{job}/retry`.
pub async fn retry(
    Shared(office): Shared<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    _: Form<Nothing>,
) -> Result<Response, Failed> {
    let core = &office.core;
    let job = seen(&office, &visitor, &id, JobsManage).await?;
    anye_jobs::retry(&core.db, Scope::new(&core.world, &visitor.actor), &job).await?;
    Ok(Redirect::to(&format!("/jobs/{id}?done=job-retry")).into_response())
}
