//! Letting a large file wait for its job (排队导入): its rows lie in parts in the store, sealed, so that nothing depends on a file or a process that may be gone. It must never
//! keep a row in clear, nor longer than it takes; rows that were not taken stay for thirty days, for the sheet of errors.

use std::collections::HashSet;

use anye_access::{Behalf, Caller};
use anye_base::{Fault, World};
use anye_db::audit::Event;
use anye_jobs::NewJob;
use anye_reading::{Row, Sheet as Table, Tables};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::prepare::Part;
use super::run::digest;
use super::{Collected, rows};
use crate::Registry;
use crate::person::sealing::keys;
use crate::person::store::{self, File};
use crate::seal::{At, Keys};

/// Kind of the job.
pub const KIND: &str = "person.import";
/// Rows of a part: one transaction, one step of progress.
pub const PART: usize = 2_000;
/// Files of so many rows are answered at once.
pub const FEW: usize = 500;
/// How long rows that were not taken are kept.
const KEPT_MS: i64 = 30 * 24 * 3_600 * 1_000;

/// On whose behalf the job works, and how the file is read.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Input {
    pub import: String,
    #[serde(flatten)]
    pub behalf: Behalf,
    pub place: String,
    pub source: String,
}

/// A file as it is sent to wait.
#[derive(Debug, Clone, Copy)]
pub struct Staging<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its tables.
    pub tables: &'a Tables,
    /// Where who sent it works.
    pub place: &'a str,
    /// What is written as the source of the persons.
    pub source: &'a str,
    /// Rows of a part.
    pub part: usize,
}

pub(in crate::person) fn at(id: &str) -> At<'_> {
    At::new("person_import_part", id, "sealed")
}

/// The head of a table and some of its rows, as a table of its own.
fn with_head(table: &Table, head: usize, rows: Vec<Row>) -> Tables {
    let rows = table.rows[..=head].iter().cloned().chain(rows).collect();
    let sheet = Table { name: table.name.clone(), hidden: false, merged: Vec::new(), rows };
    Tables { format: String::new(), encoding: None, sheets: vec![sheet] }
}

pub(super) fn sealed(keys: &Keys, world: &World, id: &str, tables: &Tables) -> Result<String, Fault> {
    let text = serde_json::to_string(tables).map_err(Fault::internal)?;
    Ok(keys.seal(world, at(id), &text)?)
}

pub(super) fn opened(keys: &Keys, id: &str, sealed: &str) -> Result<Tables, Fault> {
    serde_json::from_str(&keys.open(at(id), sealed)?).map_err(Fault::internal)
}

/// What is left of a part: its head and the rows that were not taken; nothing where all were.
pub(super) fn left(
    keys: &Keys,
    world: &World,
    part: &Part,
    bad: &HashSet<u32>,
) -> Result<Option<String>, Fault> {
    let Some(table) = part.tables.sheets.first() else { return Ok(None) };
    let Some(head) = rows::head(table).filter(|_| !bad.is_empty()) else { return Ok(None) };
    let kept: Vec<Row> =
        table.rows.iter().skip(head + 1).filter(|row| bad.contains(&row.number)).cloned().collect();
    if kept.is_empty() {
        return Ok(None);
    }
    sealed(keys, world, &part.id, &with_head(table, head, kept)).map(Some)
}

/// Puts the rows into the store and their job into the queue, all or nothing; gives the id of the import. The same rows are the same import, and nothing where
/// they were taken in before.
///
/// # Errors
/// The store's own; no keys.
pub async fn stage(
    registry: &Registry,
    caller: &Caller<'_>,
    made: &Collected,
    staging: Staging<'_>,
) -> Result<Option<String>, Fault> {
    let keys = keys(registry)?;
    let digest = digest(registry, &made.rows)?;
    let (world, db) = (caller.world, &registry.core.db);
    let Some(table) = staging.tables.sheets.get(made.sheet) else { return Ok(None) };
    let Some(head) = rows::head(table) else { return Ok(None) };
    let before = store::by_digest(&mut &*db, &digest).await?;
    if before.as_ref().is_some_and(|before| before.state == "done") {
        return Ok(None);
    }
    let file = before.clone().unwrap_or_else(|| File::new(caller, staging.name, &digest, made.total));
    let mut parts = Vec::new();
    for (n, some) in table.rows[head + 1..].chunks(staging.part.max(1)).enumerate() {
        let id = store::part::part_id(&file.id, n);
        let text = sealed(keys, world, &id, &with_head(table, head, some.to_vec()))?;
        parts.push((id, text));
    }
    let mut tx = db.begin_internal(world, caller.actor).await?;
    store::part::forget(&mut tx, world.now_ms() - KEPT_MS).await?;
    if before.is_none() {
        store::add_file(&mut tx, &file, &caller.actor.id, world.now_ms()).await?;
        store::part::add(&mut tx, &file.id, &parts).await?;
    } else if store::part::next(&mut tx, &file.id).await?.is_none() && file.done_rows == 0 {
        // Begun another way and cut off before anything was written.
        store::part::add(&mut tx, &file.id, &parts).await?;
    }
    let input = Input {
        import: file.id.clone(),
        behalf: Behalf::of(caller),
        place: staging.place.to_owned(),
        source: staging.source.to_owned(),
    };
    let job = NewJob {
        kind: KIND,
        name: file.id.clone(),
        title: file.name.clone(),
        input: serde_json::to_value(&input).map_err(Fault::internal)?,
        account: caller.actor.id.clone(),
        place: staging.place.to_owned(),
    };
    let job = anye_jobs::enqueue(&mut tx, &job).await?;
    store::by_job(&mut tx, &file.id, &job.id).await?;
    let detail = json!({ "rows": made.total, "parts": parts.len() });
    tx.commit(Event::new("person.import_stage", "person_import", &file.id).detail(&detail)).await?;
    Ok(Some(file.id))
}

/// Those rows of an own import that were not taken, as a table to be mended; none where there are none (any more).
///
/// # Errors
/// The store's own; no keys.
pub async fn refused(registry: &Registry, import: &str) -> Result<Option<Tables>, Fault> {
    let keys = keys(registry)?;
    let mut all: Option<Tables> = None;
    for (id, text) in store::part::refused(&mut &registry.core.db, import).await? {
        let tables = opened(keys, &id, &text)?;
        match all.as_mut().and_then(|all| all.sheets.first_mut()) {
            None => all = Some(tables),
            Some(sheet) => {
                let part = tables.sheets.into_iter().next().map(|sheet| sheet.rows).unwrap_or_default();
                let last = sheet.rows.last().map_or(0, |row| row.number);
                sheet.rows.extend(part.into_iter().filter(|row| row.number > last));
            }
        }
    }
    Ok(all)
}
