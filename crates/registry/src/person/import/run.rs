//! Importing: chunk by chunk, each one transaction with its audit record; while one chunk is written, the next is checked and sealed. Cut off, the same file goes
//! on where it was; done, the same file again changes nothing.

use std::collections::{HashMap, HashSet};

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::{Event, hex};
use anye_db::{DbError, WriteTx};
use serde::Serialize;
use sm3::{Digest as _, Sm3};
use utoipa::ToSchema;

use super::prepare::{Bench, Part, Prepared, prepare};
use super::{Finding, RowIn, stage};
use crate::Registry;
use crate::person::duplicates;
use crate::person::store::{self, File, Written};
use crate::rights::{may_since, must_since};

/// Rows of one transaction: the more, the fewer pages of the indices are written twice.
const CHUNK: usize = 50_000;
/// From so many rows on the writer gets more room.
const MANY: usize = 20_000;
/// Findings that are kept of one file.
const FINDINGS: usize = 100_000;

/// How many rows became what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = registry::Counts)]
pub struct Counts {
    /// Registered.
    pub created: i64,
    /// There already, with the same name.
    pub unchanged: i64,
    /// Not taken.
    pub refused: i64,
}

/// What came of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How many.
    pub counts: Counts,
    /// What was found, by row.
    pub findings: Vec<Finding>,
    /// The same rows were taken in before.
    pub again: bool,
}

/// Rows on their way in.
pub struct Importer<'a> {
    registry: &'a Registry,
    caller: Caller<'a>,
    bench: Bench,
    file: File,
    waiting: Option<Prepared>,
    seen: HashSet<String>,
    rights: HashMap<String, bool>,
    outcome: Outcome,
    behind: i64,
    dry: bool,
}

/// Says what an import would do, and changes nothing but the audit log.
pub async fn dry_run(registry: &Registry, caller: &Caller<'_>, rows: Vec<RowIn>) -> Result<Outcome, Fault> {
    let total = rows.len();
    let mut importer = Importer::new(registry, *caller, File::new(caller, "", "", total), true)?;
    for some in chunks(rows) {
        importer.chunk(some).await?;
    }
    importer.finish().await
}

/// Takes the sound rows of a file in.
pub async fn import(
    registry: &Registry,
    caller: &Caller<'_>,
    name: &str,
    rows: Vec<RowIn>,
) -> Result<Outcome, Fault> {
    let digest = digest(registry, &rows)?;
    let Some(mut importer) = Importer::begin(registry, *caller, name, &digest, rows.len()).await? else {
        let file = store::by_digest(&mut &registry.core.db, &digest).await?;
        let counts = file.map(|file| Counts {
            created: 0,
            unchanged: file.created + file.unchanged,
            refused: file.refused,
        });
        return Ok(Outcome { counts: counts.unwrap_or_default(), again: true, findings: Vec::new() });
    };
    let many = rows.len() > MANY;
    let done = async {
        for some in chunks(rows) {
            importer.chunk(some).await?;
        }
        importer.finish().await
    };
    let outcome = done.await;
    if outcome.is_err() && many {
        registry.core.db.room(false).await?;
    }
    outcome
}

fn chunks(mut rows: Vec<RowIn>) -> Vec<Vec<RowIn>> {
    let mut all = Vec::new();
    while rows.len() > CHUNK {
        let rest = rows.split_off(CHUNK);
        all.push(std::mem::replace(&mut rows, rest));
    }
    all.push(rows);
    all
}

/// A keyed digest of everything the rows say: a plain one could be guessed back to the numbers.
pub(super) fn digest(registry: &Registry, rows: &[RowIn]) -> Result<String, Fault> {
    let mut all = Sm3::new();
    for one in rows {
        let new = &one.new;
        for part in [
            new.number.number.clear(),
            &new.number.issuer,
            &new.name,
            &new.sex,
            &new.birth_date,
            &new.place,
            &new.residence_place,
            &new.residence_type,
            new.phone.clear(),
            &new.evidence,
        ] {
            all.update((part.len() as u64).to_be_bytes());
            all.update(part.as_bytes());
        }
    }
    Ok(crate::person::sealing::keys(registry)?.blind("import", &hex(&all.finalize())))
}

impl File {
    pub(super) fn new(caller: &Caller<'_>, name: &str, digest: &str, rows: usize) -> Self {
        Self {
            id: caller.world.new_id(),
            digest: digest.to_owned(),
            name: name.chars().take(120).collect(),
            rows: i64::try_from(rows).unwrap_or(i64::MAX),
            created: 0,
            unchanged: 0,
            refused: 0,
            state: "running".to_owned(),
            done_rows: 0,
        }
    }
}

impl<'a> Importer<'a> {
    /// Begins with a file, or goes on with it; none where it was taken in before.
    pub async fn begin(
        registry: &'a Registry,
        caller: Caller<'a>,
        name: &str,
        digest: &str,
        rows: usize,
    ) -> Result<Option<Self>, Fault> {
        let mut file = File::new(&caller, name, digest, rows);
        let mut tx = registry.core.db.begin_internal(caller.world, caller.actor).await?;
        match store::by_digest(&mut tx, digest).await? {
            Some(before) if before.state == "done" => return Ok(None),
            Some(before) => {
                drop(tx);
                file = before;
            }
            None => {
                store::add_file(&mut tx, &file, &caller.actor.id, caller.world.now_ms()).await?;
                let detail = serde_json::json!({ "rows": rows });
                tx.commit(Event::new("person.import_begin", "person_import", &file.id).detail(&detail))
                    .await?;
            }
        }
        if rows > MANY {
            registry.core.db.room(true).await?;
        }
        Ok(Some(Self::new(registry, caller, file, false)?))
    }

    fn new(registry: &'a Registry, caller: Caller<'a>, file: File, dry: bool) -> Result<Self, Fault> {
        let keys = registry.keys.clone().ok_or_else(|| Fault::new(ErrorKind::Unavailable, "seal_no_keys"))?;
        let bench = Bench {
            keys,
            world: caller.world.clone(),
            places: registry.core.places(),
            actor: caller.actor.clone(),
        };
        let counts = Counts { created: file.created, unchanged: file.unchanged, refused: file.refused };
        Ok(Self {
            registry,
            caller,
            bench,
            behind: file.done_rows,
            file,
            waiting: None,
            seen: HashSet::new(),
            rights: HashMap::new(),
            outcome: Outcome { counts, ..Outcome::default() },
            dry,
        })
    }

    /// Checks these rows while those before are written.
    pub async fn chunk(&mut self, rows: Vec<RowIn>) -> Result<(), Fault> {
        let bench = self.bench.clone();
        let checking = tokio::task::spawn_blocking(move || prepare(&bench, &rows));
        let waiting = self.waiting.take();
        let (checked, written) = tokio::join!(checking, self.write(waiting));
        written?;
        self.waiting = Some(checked.map_err(Fault::internal)?);
        Ok(())
    }

    /// For a file that waits in parts: which of them are dealt with stands beside them.
    pub(super) fn in_parts(mut self) -> Self {
        self.behind = 0;
        self
    }

    /// Checks and writes one part, with what is left of it, in one transaction.
    pub(super) async fn part(&mut self, rows: Vec<RowIn>, part: Part) -> Result<(), Fault> {
        let bench = self.bench.clone();
        // Nobody waits for a job: it gives way.
        let made = anye_reading::aside(move || prepare(&bench, &rows)).await.map_err(Fault::internal)?;
        self.write(Some(Prepared { part: Some(part), ..made })).await
    }

    /// Rows dealt with so far.
    pub(super) fn done(&self) -> i64 {
        self.file.done_rows
    }

    /// Writes what is left; after it, look for duplicates.
    pub async fn finish(mut self) -> Result<Outcome, Fault> {
        let waiting = self.waiting.take();
        self.write(waiting).await?;
        let (world, actor, db) = (self.caller.world, self.caller.actor, &self.registry.core.db);
        let counts = self.outcome.counts;
        let detail = serde_json::json!({ "created": counts.created, "unchanged": counts.unchanged, "refused": counts.refused });
        if self.dry {
            let event = Event::new("person.import_dry_run", "person_import", "").detail(&detail);
            db.record(world, actor, event).await?;
        } else {
            let mut tx = db.begin_internal(world, actor).await?;
            let before = self.file.done_rows;
            self.file.state = "done".to_owned();
            store::step_file(&mut tx, &self.file, before, world.now_ms()).await?;
            if counts.created > 0 {
                let job = anye_jobs::NewJob {
                    kind: duplicates::KIND,
                    name: self.file.id.clone(),
                    title: self.file.name.clone(),
                    input: serde_json::Value::Null,
                    account: actor.id.clone(),
                    place: self.registry.core.settings.home_place.clone(),
                };
                anye_jobs::enqueue(&mut tx, &job).await?;
            }
            tx.commit(Event::new("person.import", "person_import", &self.file.id).detail(&detail)).await?;
        }
        if usize::try_from(self.file.rows).is_ok_and(|rows| rows > MANY) {
            db.room(false).await?;
        }
        self.outcome.findings.sort_by_key(|one| (!one.error, one.row));
        Ok(self.outcome)
    }

    async fn write(&mut self, prepared: Option<Prepared>) -> Result<(), Fault> {
        let Some(prepared) = prepared else { return Ok(()) };
        let read = prepared.part.as_ref().map_or(prepared.read, |part| part.total);
        let read = i64::try_from(read).unwrap_or(i64::MAX);
        let mut bad: HashSet<u32> =
            prepared.findings.iter().filter(|one| one.error).map(|one| one.row).collect();
        bad.extend(prepared.part.iter().flat_map(|part| &part.unread));
        let mut found = prepared.findings;
        if self.behind >= read {
            // These were dealt with before the import was cut off.
            self.behind -= read;
            self.keep(found);
            return Ok(());
        }
        let ready = self.allowed(prepared.ready, &mut found);
        let mut tx = self.registry.core.db.begin_internal(self.caller.world, self.caller.actor).await?;
        let (fresh, unchanged) = self.sifted(&mut tx, ready, &mut found).await?;
        bad.extend(found.iter().filter(|one| one.error).map(|one| one.row));
        let counts = &mut self.outcome.counts;
        counts.created += i64::try_from(fresh.len()).unwrap_or(i64::MAX);
        counts.unchanged += unchanged;
        counts.refused += i64::try_from(bad.len()).unwrap_or(i64::MAX);
        if !self.dry {
            let before = self.file.done_rows;
            self.file.created = counts.created;
            self.file.unchanged = counts.unchanged;
            self.file.refused = counts.refused;
            self.file.done_rows += read;
            store::insert_many(&mut tx, &fresh).await.map_err(twice)?;
            store::step_file(&mut tx, &self.file, before, self.caller.world.now_ms()).await?;
            if let Some(part) = &prepared.part {
                let left = stage::left(&self.bench.keys, self.caller.world, part, &bad)?;
                store::part::settle(&mut tx, &part.id, left.as_deref()).await?;
            }
            let mut ids = Sm3::new();
            fresh.iter().for_each(|one| ids.update(one.person.id.as_bytes()));
            let detail = serde_json::json!({ "created": fresh.len(), "ids": hex(&ids.finalize()), "rows": self.file.done_rows });
            tx.commit(Event::new("person.import_rows", "person_import", &self.file.id).detail(&detail))
                .await?;
        }
        self.keep(found);
        Ok(())
    }

    fn keep(&mut self, found: Vec<Finding>) {
        let left = FINDINGS.saturating_sub(self.outcome.findings.len());
        self.outcome.findings.extend(found.into_iter().take(left));
    }

    /// Rows at places where the caller may register, each number once in the file.
    fn allowed(&mut self, ready: Vec<(u32, Written)>, found: &mut Vec<Finding>) -> Vec<(u32, Written)> {
        let mut kept = Vec::with_capacity(ready.len());
        for (row, one) in ready {
            let place = &one.person.place;
            let may = match self.rights.get(place) {
                Some(may) => *may,
                None => {
                    let may = must_since(self.registry, &self.caller, Permission::PersonsEdit, place).is_ok();
                    self.rights.insert(place.clone(), may);
                    may
                }
            };
            if !may {
                found.push(Finding::error(row, FieldFault::new("place", "person_place_denied")));
                continue;
            }
            if let Some((_, blind)) = &one.number
                && !self.seen.insert(blind.clone())
            {
                found.push(Finding::error(row, FieldFault::new("number", "person_file_again")));
                continue;
            }
            kept.push((row, one));
        }
        kept
    }

    /// Those who are not there yet, and how many are there with the same name.
    async fn sifted(
        &self,
        tx: &mut WriteTx<'_>,
        ready: Vec<(u32, Written)>,
        found: &mut Vec<Finding>,
    ) -> Result<(Vec<Written>, i64), Fault> {
        let mut blinds: Vec<String> =
            ready.iter().filter_map(|(_, one)| one.number.as_ref().map(|(_, blind)| blind.clone())).collect();
        // In the order of their index, whose pages are then read once.
        blinds.sort_unstable();
        let there: HashMap<String, String> = store::there(tx, &blinds).await?.into_iter().collect();
        let ids: Vec<String> = there.values().cloned().collect();
        let persons: HashMap<String, _> =
            store::by_ids(tx, &ids).await?.into_iter().map(|one| (one.id.clone(), one)).collect();
        let (mut fresh, mut unchanged) = (Vec::with_capacity(ready.len()), 0);
        for (row, one) in ready {
            let old = match &one.number {
                Some((_, blind)) => there.get(blind).and_then(|id| persons.get(id)),
                None => None,
            };
            match old {
                Some(old) if !may_since(self.registry, &self.caller, Permission::PersonsRead, &old.place) => {
                    found.push(Finding::error(row, FieldFault::new("number", "person_elsewhere")));
                }
                Some(old) if old.name_key == one.person.name_key => unchanged += 1,
                Some(_) => found.push(Finding::error(row, FieldFault::new("name", "person_file_other_name"))),
                None if one.number.is_none() && same(tx, &one).await? => unchanged += 1,
                None => fresh.push(one),
            }
        }
        Ok((fresh, unchanged))
    }
}

/// Somebody without a number is there already when name, day of birth and place are the same.
async fn same(tx: &mut WriteTx<'_>, one: &Written) -> Result<bool, DbError> {
    let Some(birth) = one.person.birth_date else { return Ok(false) };
    let found = store::same_day(tx, &one.person.name_key, birth, 20).await?;
    Ok(found.iter().any(|old| old.place == one.person.place))
}

/// Somebody else registered one of these meanwhile: the chunk is tried again by sending the file again.
fn twice(error: DbError) -> Fault {
    match error {
        DbError::Unique { .. } => Fault::new(ErrorKind::Conflict, "person_file_meanwhile"),
        other => other.into(),
    }
}
