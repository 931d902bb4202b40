//! Sealing anew (换密钥): after a new key was added, a job opens what older keys sealed and seals it with the newest, chunk by chunk, while everybody works on.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use anye_base::{Actor, Fault};
use anye_db::audit::Event;
use anye_jobs::{Failure, Job, NewJob, Progress, Running, Work};
use serde_json::{Value, json};

use super::sealing::{fact_at, keys, number_at, number_blind, open_number, phone_at, phone_blind};
use super::store;
use crate::Registry;

/// The kind of the job.
pub const KIND: &str = "person.rekey";
/// Rows of one transaction.
const ROWS: u32 = 500;
/// Parts of files in one transaction: each holds thousands of rows.
const PARTS: u32 = 20;

/// What another crate keeps sealed with the same keys, one chunk after another.
pub trait Reseal: Send + Sync {
    /// Seals anew what comes after an id; the last id, none where nothing was left, and how many changed.
    fn after<'a>(&'a self, id: &'a str) -> Resealed<'a>;
}

/// The future of a chunk.
pub type Resealed<'a> = Pin<Box<dyn Future<Output = Result<(Option<String>, i64), Fault>> + Send + 'a>>;

/// The work: numbers, phones, facts, fields of entries and parts of files, then what others keep.
pub struct RekeyWork(pub Registry, pub Vec<Arc<dyn Reseal>>);

impl Work for RekeyWork {
    fn run<'a>(&'a self, _job: &'a Job, progress: &'a mut Progress<'_>) -> Running<'a> {
        Box::pin(async move {
            let mut changed = progress.checkpoint()["changed"].as_i64().unwrap_or(0);
            let mut stage = progress.checkpoint()["stage"].as_str().unwrap_or("numbers").to_owned();
            let mut after = progress.checkpoint()["after"].as_str().unwrap_or_default().to_owned();
            let passing = |fault: Fault| Failure::Passing(fault.to_string());
            loop {
                let step = match stage.as_str() {
                    "numbers" => numbers(&self.0, &after).await,
                    "phones" => phones(&self.0, &after).await,
                    "facts" => facts(&self.0, &after).await,
                    "entries" => entries(&self.0, &after).await,
                    "parts" => parts(&self.0, &after).await,
                    other => others(&self.1, other, &after).await,
                };
                let step = step.map_err(passing)?;
                changed += step.changed;
                match (step.last, stage.as_str()) {
                    (Some(last), _) => after = last,
                    (None, "numbers") => (stage, after) = ("phones".to_owned(), String::new()),
                    (None, "phones") => (stage, after) = ("facts".to_owned(), String::new()),
                    (None, "facts") => (stage, after) = ("entries".to_owned(), String::new()),
                    (None, "entries") => (stage, after) = ("parts".to_owned(), String::new()),
                    (None, own) => {
                        let next = own.parse::<usize>().map_or(0, |at| at + 1);
                        if next >= self.1.len() {
                            return Ok(json!({ "changed": changed }));
                        }
                        (stage, after) = (next.to_string(), String::new());
                    }
                }
                let checkpoint = json!({ "stage": stage, "after": after, "changed": changed });
                progress.step(changed, 0, checkpoint).await?;
            }
        })
    }
}

/// Puts the job into the queue where it has not been done with the keys of now: once for each newest key.
///
/// # Errors
/// The store's own; no keys.
pub async fn enqueue(registry: &Registry) -> Result<(), Fault> {
    let (keys, world, actor) = (keys(registry)?, &registry.core.world, Actor::system("rekey"));
    let newest = [keys.seal_ids().last(), keys.blind_ids().last()].map(Option::unwrap_or_default).join("-");
    let mut tx = registry.core.db.begin_internal(world, &actor).await?;
    let job = NewJob {
        kind: KIND,
        name: format!("{newest}-files"),
        title: newest.clone(),
        input: Value::Null,
        account: String::new(),
        place: registry.core.settings.home_place.clone(),
    };
    anye_jobs::enqueue(&mut tx, &job).await?;
    Ok(tx.commit(Event::new("person.rekey_wanted", "job", &job.name)).await?)
}

/// One chunk: the last id, none where nothing was left, and how many were sealed anew.
struct Step {
    last: Option<String>,
    changed: i64,
}

async fn numbers(registry: &Registry, after: &str) -> Result<Step, Fault> {
    let (keys, world) = (keys(registry)?, &registry.core.world);
    let all = store::page_of_numbers(&mut &registry.core.db, after, ROWS).await?;
    let actor = Actor::system("rekey");
    let mut tx = registry.core.db.begin_internal(world, &actor).await?;
    let mut changed = 0_i64;
    for one in &all {
        let clear = open_number(keys, one)?;
        let sealed = if keys.is_newest(&one.sealed) {
            one.sealed.clone()
        } else {
            keys.seal(world, number_at(&one.id), &clear)?
        };
        // The index has a key of its own; written anew where either has changed.
        changed += store::reseal(&mut tx, one, &sealed, &number_blind(keys, &clear)).await? as i64;
    }
    done(tx, &all.last().map(|one| one.id.clone()), changed, "person_number").await
}

async fn phones(registry: &Registry, after: &str) -> Result<Step, Fault> {
    let (keys, world) = (keys(registry)?, &registry.core.world);
    let all = store::page_of_sealed(&mut &registry.core.db, after, ROWS).await?;
    let actor = Actor::system("rekey");
    let mut tx = registry.core.db.begin_internal(world, &actor).await?;
    let mut changed = 0_i64;
    for (id, old) in &all {
        let clear = keys.open(phone_at(id), old)?;
        let sealed = if keys.is_newest(old) { old.clone() } else { keys.seal(world, phone_at(id), &clear)? };
        changed += store::reseal_phone(&mut tx, id, old, &sealed, &phone_blind(keys, &clear)).await? as i64;
    }
    done(tx, &all.last().map(|(id, _)| id.clone()), changed, "person").await
}

async fn facts(registry: &Registry, after: &str) -> Result<Step, Fault> {
    let (keys, world) = (keys(registry)?, &registry.core.world);
    let all = store::page_of_phones(&mut &registry.core.db, after, ROWS).await?;
    let actor = Actor::system("rekey");
    let mut tx = registry.core.db.begin_internal(world, &actor).await?;
    let mut changed = 0_i64;
    for (id, old) in all.iter().filter(|(_, old)| !keys.is_newest(old)) {
        let sealed = keys.seal(world, fact_at(id), &keys.open(fact_at(id), old)?)?;
        changed += store::reseal_fact(&mut tx, id, old, &sealed).await? as i64;
    }
    done(tx, &all.last().map(|(id, _)| id.clone()), changed, "person_fact").await
}

async fn entries(registry: &Registry, after: &str) -> Result<Step, Fault> {
    let (last, changed) = crate::entry::sealed::rekey(&registry.core, keys(registry)?, after).await?;
    Ok(Step { last, changed })
}

/// Parts of files that wait, and rows of files that were not taken.
async fn parts(registry: &Registry, after: &str) -> Result<Step, Fault> {
    let (keys, world) = (keys(registry)?, &registry.core.world);
    let all = store::part::page(&mut &registry.core.db, after, PARTS).await?;
    let actor = Actor::system("rekey");
    let mut tx = registry.core.db.begin_internal(world, &actor).await?;
    let mut changed = 0_i64;
    for (id, old) in all.iter().filter(|(_, old)| !keys.is_newest(old)) {
        let at = || super::import::stage::at(id);
        let sealed = keys.seal(world, at(), &keys.open(at(), old)?)?;
        changed += store::part::reseal(&mut tx, id, old, &sealed).await? as i64;
    }
    done(tx, &all.last().map(|(id, _)| id.clone()), changed, "person_import_part").await
}

/// The stage is the place in the list.
async fn others(all: &[Arc<dyn Reseal>], stage: &str, after: &str) -> Result<Step, Fault> {
    let found = stage.parse::<usize>().ok().and_then(|at| all.get(at));
    let Some(found) = found else { return Ok(Step { last: None, changed: 0 }) };
    let (last, changed) = found.after(after).await?;
    Ok(Step { last, changed })
}

async fn done(
    tx: anye_db::WriteTx<'_>,
    last: &Option<String>,
    changed: i64,
    table: &str,
) -> Result<Step, Fault> {
    if last.is_some() {
        tx.commit(Event::new("person.rekey", table, "").detail(&json!({ "changed": changed }))).await?;
    }
    Ok(Step { last: last.clone(), changed })
}
