//! The job that runs a simulation: part by part, saved after each, so that it goes on where it stopped and can be stopped between two.

use std::sync::Arc;

use anye_base::{Actor, Fault};
use anye_db::audit::Event;
use anye_jobs::{Failure, Job, Progress, Running, Work};
use anye_law::day::Day;
use anye_places::Tree;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::model::{Simulation, Sums};
use super::parts::Trial;
use super::store;
use crate::{Policy, version};

/// The kind of the job.
pub const KIND: &str = "law.simulate";

/// What the job works on.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Input {
    pub simulation: String,
}

/// How far it is.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Checkpoint {
    next: usize,
    sums: Sums,
}

/// Runs simulations: the binary registers it under [`KIND`].
pub struct SimulateWork(pub Policy);

impl Work for SimulateWork {
    fn run<'a>(&'a self, job: &'a Job, progress: &'a mut Progress<'_>) -> Running<'a> {
        Box::pin(async move { self.simulate(job, progress).await })
    }
}

impl SimulateWork {
    async fn simulate(&self, job: &Job, progress: &mut Progress<'_>) -> Result<Value, Failure> {
        let input: Input = serde_json::from_value(job.input.clone()).map_err(unreadable)?;
        let found = store::find(&mut &self.0.core.db, &input.simulation).await.map_err(passing)?;
        let one = found.ok_or_else(|| Failure::Final("not_found".to_owned()))?;
        let link = serde_json::json!({ "simulation": one.id });
        if one.finished_at.is_some() {
            return Ok(link);
        }
        let trial = Arc::new(self.trial(&one).await?);
        let slices = match trial.slices() {
            Ok(slices) => Arc::new(slices),
            Err(fault) => return Err(self.trouble(&one, &fault.to_string()).await),
        };
        let mut at: Checkpoint = serde_json::from_value(progress.checkpoint().clone()).unwrap_or_default();
        let parts = trial.parts(&slices);
        while at.next < parts {
            let (slices, next) = (Arc::clone(&slices), at.next);
            let work = {
                let trial = Arc::clone(&trial);
                move || trial.part(&slices, next)
            };
            match tokio::task::spawn_blocking(work).await.map_err(passing)? {
                Ok(part) => at.sums.add(part, &trial.from, &trial.to),
                Err(fault) => return Err(self.trouble(&one, &fault.to_string()).await),
            }
            at.next += 1;
            let saved = serde_json::to_value(&at).map_err(unreadable)?;
            progress.step(at.next as i64, parts as i64, saved).await?;
        }
        self.finish(&one, &at.sums).await.map_err(passing)?;
        Ok(link)
    }

    /// Both rule books, built again from what is kept.
    async fn trial(&self, one: &Simulation) -> Result<Trial, Failure> {
        let core = &self.0.core;
        let mut books = Vec::new();
        for id in [&one.from_book, &one.to_book] {
            let kept = version::book(&mut &core.db, id).await.map_err(passing)?;
            let kept = kept.ok_or_else(|| Failure::Final("not_found".to_owned()))?;
            let built = tokio::task::spawn_blocking(move || kept.build()).await.map_err(passing)?;
            books.push(built.map_err(passing)?.book);
        }
        let (to, from) = (books.pop().unwrap_or_default(), books.pop().unwrap_or_default());
        let home = &core.settings.home_place;
        let register = core.places();
        let cities = register.children(home, core.world.today(), Tree::CIVIL);
        let mut places: Vec<String> = cities.into_iter().map(|city| city.code.to_owned()).collect();
        if places.is_empty() {
            places.push(home.clone());
        }
        let on = Day::parse(&one.on).ok_or_else(|| Failure::Final("law_day".to_owned()))?;
        let (populations, scratch) = (self.0.populations.clone(), self.0.scratch.clone());
        Ok(Trial { from, to, on, people: one.people.clone(), places, populations, scratch })
    }

    async fn finish(&self, one: &Simulation, sums: &Sums) -> Result<(), Fault> {
        let core = &self.0.core;
        let (actor, now) = (Actor::system("jobs"), core.world.now_ms());
        let mut tx = core.db.begin_internal(&core.world, &actor).await?;
        store::finish(&mut tx, &one.id, Some(now), sums).await?;
        let [gained, lost, more, less, _] = sums.totals();
        let detail = serde_json::json!({ "gained": gained, "lost": lost, "more": more, "less": less });
        let event =
            Event::new("law.simulated", "law_simulation", &one.id).at_place(&self.0.pack.manifest().place);
        Ok(tx.commit(event.detail(&detail)).await?)
    }

    /// Keeps why it could not be done, for the page.
    async fn trouble(&self, one: &Simulation, why: &str) -> Failure {
        let core = &self.0.core;
        let sums = Sums { trouble: Some(why.to_owned()), ..Sums::default() };
        let write = async {
            let actor = Actor::system("jobs");
            let mut tx = core.db.begin_internal(&core.world, &actor).await?;
            store::finish(&mut tx, &one.id, None, &sums).await?;
            let event =
                Event::new("law.simulated", "law_simulation", &one.id).ended(anye_db::audit::Outcome::Failed);
            tx.commit(event.at_place(&self.0.pack.manifest().place)).await
        };
        match write.await {
            Ok(()) => Failure::Final("law_population".to_owned()),
            Err(cause) => passing(cause),
        }
    }
}

fn passing(cause: impl std::fmt::Display) -> Failure {
    Failure::Passing(cause.to_string())
}

fn unreadable(cause: impl std::fmt::Display) -> Failure {
    Failure::Final(format!("unreadable: {cause}"))
}
