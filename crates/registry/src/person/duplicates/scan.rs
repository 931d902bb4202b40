//! The search over everybody (全量查重): one walk along the order of names and one along the order of phones, neighbours compared. A job; it notes and changes nothing else.

use std::collections::BTreeSet;

use anye_access::Caller;
use anye_base::{Actor, Fault};
use anye_db::audit::Event;
use anye_jobs::{Failure, Job, NewJob, Progress, Running, Work, enqueue};
use serde_json::{Value, json};

use super::likeness::{Likeness, likeness};
use super::note::{add, is_sound};
use crate::Registry;
use crate::person::model::{HeldNumber, Person};
use crate::person::store;

/// The kind of the job.
pub const KIND: &str = "person.duplicates";
/// People of one name and day, or with one phone, above which a group says nothing.
const GROUP: usize = 8;
/// Within so long a search is asked for once.
const HOUR_MS: i64 = 3_600_000;
/// Pairs of one transaction.
const PAIRS: usize = 200;

/// The work.
pub struct ScanWork(pub Registry);

impl Work for ScanWork {
    fn run<'a>(&'a self, _job: &'a Job, progress: &'a mut Progress<'_>) -> Running<'a> {
        Box::pin(async move {
            let passing = |fault: Fault| Failure::Passing(fault.to_string());
            let (pairs, phones) = candidates(&self.0).await.map_err(passing)?;
            let (total, mut noted) = (pairs.len() as i64, 0);
            for (at, some) in pairs.chunks(PAIRS).enumerate() {
                noted += weigh(&self.0, some, &phones).await.map_err(passing)?;
                progress.step((at * PAIRS + some.len()) as i64, total, Value::Null).await?;
            }
            Ok(json!({ "looked_at": total, "noted": noted }))
        })
    }
}

/// Asks for a search over everybody (全量查重). Asked again within an hour it is the same search.
///
/// # Errors
/// The store's own.
pub async fn ask(registry: &Registry, caller: &Caller<'_>) -> Result<Job, Fault> {
    let mut tx = registry.core.db.begin_internal(caller.world, caller.actor).await?;
    let job = NewJob {
        kind: KIND,
        name: format!("asked-{}", caller.world.now_ms() / HOUR_MS),
        title: "查重 · search for duplicates".to_owned(),
        input: Value::Null,
        account: caller.actor.id.clone(),
        place: registry.core.settings.home_place.clone(),
    };
    let job = enqueue(&mut tx, &job).await?;
    tx.commit(Event::new("person.duplicates_ask", "job", &job.id)).await?;
    Ok(job)
}

/// The same without a queue: how many new pairs.
pub async fn scan(registry: &Registry) -> Result<i64, Fault> {
    let (pairs, phones) = candidates(registry).await?;
    let mut noted = 0;
    for some in pairs.chunks(PAIRS) {
        noted += weigh(registry, some, &phones).await?;
    }
    Ok(noted)
}

type Ids = (String, String);

/// Pairs with the same name and day or the same phone, and those with the same phone.
async fn candidates(registry: &Registry) -> Result<(Vec<Ids>, BTreeSet<Ids>), Fault> {
    let mut pairs = BTreeSet::new();
    let mut group: Vec<String> = Vec::new();
    let mut last = (String::new(), String::new());
    store::each_key(&registry.core.db, |name, birth, id| {
        if (name.as_str(), birth.as_str()) != (last.0.as_str(), last.1.as_str()) {
            close(&mut group, &mut pairs);
            last = (name, birth);
        }
        group.push(id);
    })
    .await?;
    close(&mut group, &mut pairs);
    let mut phones = BTreeSet::new();
    let mut blind = String::new();
    store::each_phone(&registry.core.db, |next, id| {
        if next != blind {
            close(&mut group, &mut phones);
            blind = next;
        }
        group.push(id);
    })
    .await?;
    close(&mut group, &mut phones);
    pairs.extend(phones.iter().cloned());
    Ok((pairs.into_iter().collect(), phones))
}

fn close(group: &mut Vec<String>, pairs: &mut BTreeSet<Ids>) {
    if (2..=GROUP).contains(&group.len()) {
        group.sort();
        for (at, one) in group.iter().enumerate() {
            pairs.extend(group[at + 1..].iter().map(|other| (one.clone(), other.clone())));
        }
    }
    group.clear();
}

async fn weigh(registry: &Registry, some: &[Ids], phones: &BTreeSet<Ids>) -> Result<i64, Fault> {
    let world = &registry.core.world;
    let actor = Actor::system("duplicates");
    let mut ids: Vec<String> = some.iter().flat_map(|(one, other)| [one.clone(), other.clone()]).collect();
    ids.sort();
    ids.dedup();
    let mut tx = registry.core.db.begin_internal(world, &actor).await?;
    let persons = store::by_ids(&mut tx, &ids).await?;
    let numbers = store::of_persons(&mut tx, &ids).await?;
    let mut noted = 0;
    for pair in some {
        let find = |id: &str| persons.iter().find(|one| one.id == id);
        let (Some(one), Some(other)) = (find(&pair.0), find(&pair.1)) else { continue };
        if let Some((score, reasons)) = weighed(one, other, &numbers, phones.contains(pair)) {
            noted += i64::from(add(&mut tx, world, (&one.id, &other.id), score, reasons).await?);
        }
    }
    tx.commit(Event::new("person.duplicates", "person_pair", "").detail(&json!({ "noted": noted }))).await?;
    Ok(noted)
}

fn weighed(
    one: &Person,
    other: &Person,
    numbers: &[HeldNumber],
    phone: bool,
) -> Option<(i64, Vec<super::Reason>)> {
    let sound = |person: &Person| numbers.iter().any(|held| held.person == person.id && is_sound(held));
    let (mine, their) =
        (one.birth_date.map(|day| day.to_string()), other.birth_date.map(|day| day.to_string()));
    likeness(Likeness {
        names: (&one.name_key, &other.name_key),
        births: (mine.as_deref(), their.as_deref()),
        legacy: false,
        slip: false,
        phone,
        both_sound: sound(one) && sound(other),
    })
}
