//! The nightly run (夜间批次): programme by programme over those who have what its rule presupposes, chunk by chunk, reading the next while the law works on the
//! last; it goes on where it stopped.

use std::collections::VecDeque;
use std::sync::Arc;

use anye_base::{Actor, Fault};
use anye_db::audit::Event;
use anye_jobs::{Failure, Job, NewJob, Progress, Running, Work};
use anye_programmes::{Automatic, Programme};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::task::JoinHandle;

use super::chunk::{Found, entitled};
use super::retro;
use super::seek::{Seek, offered};
use crate::Service;
use crate::due::law_day;
use crate::store;
use crate::store::candidate::{Candidate, Run};

/// The kind of the job.
pub const KIND: &str = "service.entitled";
/// Chunks being worked on at once.
const AHEAD: usize = 3;

/// Where a run is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct At {
    programme: usize,
    /// The last one that was looked at for it.
    past: String,
    subjects: i64,
    found: i64,
    fresh: i64,
}

/// Puts the run of a day into the queue; the same day's twice is once.
///
/// # Errors
/// The store's own.
pub async fn enqueue_daily(service: &Service) -> Result<(), Fault> {
    let (world, actor) = (&service.core.world, Actor::system("service"));
    let day = world.today().to_string();
    let mut tx = service.core.db.begin_internal(world, &actor).await?;
    let job = NewJob {
        kind: KIND,
        name: format!("entitled-{day}"),
        title: day.clone(),
        input: json!({ "day": day }),
        account: String::new(),
        place: service.core.settings.home_place.clone(),
    };
    anye_jobs::enqueue(&mut tx, &job).await?;
    Ok(tx.commit(Event::new("service.run_wanted", "service_run", &day)).await?)
}

/// The job.
pub struct RunWork(pub Service);

impl Work for RunWork {
    fn run<'a>(&'a self, job: &'a Job, progress: &'a mut Progress<'_>) -> Running<'a> {
        Box::pin(async move {
            let service = self.0.now();
            let run = begin(&service, &job.id).await.map_err(passing)?;
            let mut at: At = serde_json::from_value(progress.checkpoint().clone()).unwrap_or_default();
            over_all(&service, &run, &mut at, progress).await?;
            let affected = retro::changed(&service).await.map_err(passing)?;
            end(&service, run, &at).await.map_err(passing)?;
            Ok(json!({ "subjects": at.subjects, "found": at.found, "fresh": at.fresh, "affected": affected }))
        })
    }
}

fn passing(fault: Fault) -> Failure {
    Failure::Passing(fault.to_string())
}

async fn over_all(
    service: &Service,
    run: &Run,
    at: &mut At,
    progress: &mut Progress<'_>,
) -> Result<(), Failure> {
    let offered = offered(service);
    while let Some((programme, automatic, rule)) = offered.get(at.programme) {
        let seek = Seek::new(service, programme, *rule).await.map_err(passing)?;
        over(service, run, (automatic, &seek), (at, offered.len()), progress).await?;
        at.programme += 1;
        at.past.clear();
        step(at, offered.len(), progress).await?;
    }
    Ok(())
}

async fn step(at: &At, programmes: usize, progress: &mut Progress<'_>) -> Result<(), Failure> {
    let checkpoint = serde_json::to_value(at).unwrap_or_default();
    let total = i64::try_from(programmes).unwrap_or(i64::MAX);
    progress.step(i64::try_from(at.programme).unwrap_or(total), total, checkpoint).await
}

type Working = (String, JoinHandle<Result<Vec<Found>, String>>);

/// One programme over all who may be entitled: a stretch at a time, its places one after the other. A stretch that was cut off is looked at again; nobody is offered
/// anything twice.
async fn over(
    service: &Service,
    run: &Run,
    (automatic, seek): (&Automatic, &Seek<'_>),
    (at, programmes): (&mut At, usize),
    progress: &mut Progress<'_>,
) -> Result<(), Failure> {
    loop {
        let stretch = seek.next(service, &at.past).await.map_err(passing)?;
        let mut working: VecDeque<Working> = VecDeque::new();
        for (place, ids) in seek.chunks(stretch.found) {
            at.subjects += i64::try_from(ids.len()).unwrap_or_default();
            let facts = seek.facts(service, &place, &ids).await.map_err(passing)?;
            let (law, rule) = (Arc::clone(&service.policy.law), seek.rule);
            let on = law_day(service.core.world.today());
            let task = tokio::task::spawn_blocking(move || entitled(&law.book, rule, &facts, on));
            working.push_back((place, task));
            if working.len() >= AHEAD {
                take(service, run, (automatic, seek), at, &mut working).await?;
            }
        }
        while !working.is_empty() {
            take(service, run, (automatic, seek), at, &mut working).await?;
        }
        let Some(last) = stretch.last else { return Ok(()) };
        at.past = last;
        step(at, programmes, progress).await?;
    }
}

/// Waits for the chunk that was begun first, and writes who is entitled.
async fn take(
    service: &Service,
    run: &Run,
    (automatic, seek): (&Automatic, &Seek<'_>),
    at: &mut At,
    working: &mut VecDeque<Working>,
) -> Result<(), Failure> {
    let Some((place, task)) = working.pop_front() else { return Ok(()) };
    let found = task.await.map_err(|cause| Failure::Passing(cause.to_string()))?;
    let found = found.map_err(Failure::Passing)?;
    at.found += i64::try_from(found.len()).unwrap_or_default();
    if !found.is_empty() {
        let rule = &service.book().rule(seek.rule).id;
        let what = (seek.programme, automatic, rule.as_str());
        at.fresh += keep(service, run, what, &place, found).await.map_err(passing)?;
    }
    Ok(())
}

/// Writes those who neither have it nor were offered it nor said no; how many.
async fn keep(
    service: &Service,
    run: &Run,
    (programme, automatic, rule): (&Programme, &Automatic, &str),
    place: &str,
    found: Vec<Found>,
) -> Result<i64, Fault> {
    let (world, actor) = (&service.core.world, Actor::system("service"));
    let ids: Vec<String> = found.iter().map(|one| one.subject.clone()).collect();
    let mut tx = service.core.db.begin_internal(world, &actor).await?;
    let served = store::candidate::served(&mut tx, &programme.id, &ids).await?;
    let lapses = automatic.within.due(law_day(world.today()), &service.calendar);
    let lapses_on = lapses.map(|day| day.to_string()).unwrap_or_default();
    let fresh = found.into_iter().filter(|one| !served.contains(&one.subject)).map(|one| Candidate {
        id: world.new_id(),
        run: run.id.clone(),
        programme: programme.id.clone(),
        rule: rule.to_owned(),
        subject_kind: programme.subject.word().to_owned(),
        subject: one.subject,
        place: place.to_owned(),
        amount_fen: one.amount_fen,
        reasons: json!(one.held),
        found_at: world.now_ms(),
        lapses_on: lapses_on.clone(),
        state: "offered".to_owned(),
        answered: None,
        why: None,
        application: None,
    });
    let fresh: Vec<Candidate> = fresh.collect();
    if fresh.is_empty() {
        return Ok(0);
    }
    store::candidate::insert(&mut tx, &fresh).await?;
    let detail = json!({ "programme": programme.id, "found": fresh.len() });
    tx.commit(Event::new("service.offered", "service_run", &run.id).at_place(place).detail(&detail)).await?;
    Ok(i64::try_from(fresh.len()).unwrap_or(i64::MAX))
}

async fn begin(service: &Service, id: &str) -> Result<Run, Fault> {
    let (world, actor) = (&service.core.world, Actor::system("service"));
    let run = Run {
        id: id.to_owned(),
        on_day: world.today().to_string(),
        started_at: world.now_ms(),
        ..Run::default()
    };
    let mut tx = service.core.db.begin_internal(world, &actor).await?;
    store::candidate::begin(&mut tx, &run).await?;
    let lapsed = store::candidate::lapse(&mut tx, &run.on_day).await?;
    let event = Event::new("service.run", "service_run", id).detail(&json!({ "lapsed": lapsed }));
    tx.commit(event).await?;
    Ok(run)
}

async fn end(service: &Service, mut run: Run, at: &At) -> Result<(), Fault> {
    let (world, actor) = (&service.core.world, Actor::system("service"));
    run.ended_at = Some(world.now_ms());
    (run.subjects, run.found, run.fresh) = (at.subjects, at.found, at.fresh);
    let mut tx = service.core.db.begin_internal(world, &actor).await?;
    store::candidate::end(&mut tx, &run).await?;
    let detail = json!({ "subjects": run.subjects, "found": run.found, "fresh": run.fresh });
    Ok(tx.commit(Event::new("service.run_end", "service_run", &run.id).detail(&detail)).await?)
}
