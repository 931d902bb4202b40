//! Values of other sources as rows: every import kept with its digest and schema, the newest value of each key marked. One transaction an import.

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::audit::{Event, hex};
use anye_db::{Begin, DbError, Read as _, Row, sql};
use anye_reporting::rights::must;
use serde::{Deserialize, Serialize};
use sm3::{Digest as _, Sm3};

use super::{Read, Source};
use crate::Monitor;

/// An import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Id.
    pub id: String,
    /// Source.
    pub source: String,
    /// Version of its schema.
    pub schema_version: String,
    /// Name of the file.
    pub file_name: String,
    /// SM3 of its values.
    pub digest: String,
    /// What the provider calls the delivery.
    pub edition: String,
    /// Rows taken.
    pub taken: i64,
    /// Rows refused.
    pub refused: i64,
    /// First period.
    pub first_period: String,
    /// Last period.
    pub last_period: String,
    /// When, in milliseconds.
    pub at: i64,
    /// Who.
    pub by_name: String,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The import.
    pub import: Import,
    /// The same values were there already: nothing was written.
    pub again: bool,
}

/// What an import would change: new values, values that differ, values that stay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effect {
    /// Not there yet.
    pub new: usize,
    /// There with another number.
    pub changed: usize,
    /// There with the same number.
    pub same: usize,
}

fn digest(read: &Read) -> String {
    let mut all = Sm3::new();
    for one in &read.values {
        all.update(format!("{}\t{}\t{}\t{}\n", one.subject, one.period, one.item, one.value).as_bytes());
    }
    hex(&all.finalize())
}

/// What an import would change.
///
/// # Errors
/// The store's own.
pub async fn dry_run(monitor: &Monitor, source: &Source, read: &Read) -> Result<Effect, Fault> {
    let mut db = &monitor.core.db;
    let mut effect = Effect::default();
    for some in read.values.chunks(400) {
        let query =
            sql("select subject, period, item, value from source_value where source = $1 and current = 1")
                .bind(&source.id);
        let query = query.push_list(" and subject in ({})", some.iter().map(|one| one.subject.as_str()));
        let query = query.push_list(" and period in ({})", some.iter().map(|one| one.period.as_str()));
        let mut there = BTreeMap::new();
        for row in db.all(query).await? {
            there.insert((row.text("subject")?, row.text("period")?, row.text("item")?), row.int("value")?);
        }
        for one in some {
            match there.get(&(one.subject.clone(), one.period.clone(), one.item.clone())) {
                None => effect.new += 1,
                Some(value) if *value == one.value => effect.same += 1,
                Some(_) => effect.changed += 1,
            }
        }
    }
    Ok(effect)
}

/// Takes the sound rows of a file. The same values twice are taken once.
///
/// # Errors
/// No right, nothing to take.
pub async fn take(
    monitor: &Monitor,
    caller: &Caller<'_>,
    source: &Source,
    read: &Read,
    (file_name, edition): (&str, &str),
) -> Result<Taken, Fault> {
    let core = &monitor.core;
    let home = core.settings.home_place.clone();
    must(caller, Permission::PanelManage, &home, false)?;
    if read.is_fatal() {
        return Err(Fault::new(ErrorKind::Invalid, "market_source_nothing"));
    }
    if edition.chars().count() > 100 {
        return Err(Fault::new(ErrorKind::Invalid, "market_edition_long"));
    }
    let digest = digest(read);
    let mut tx = match core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let query = sql("select * from source_import where source = $1 and schema_digest = $2 and digest = $3");
    let there = tx.all(query.bind(&source.id).bind(&source.digest).bind(&digest)).await?;
    if let Some(row) = there.first() {
        let taken = Taken { import: import(row)?, again: true };
        let event = Event::new("source.import", "source", &source.id).at_place(&home);
        tx.commit_with(event.detail(&serde_json::json!({ "again": true })), &taken).await?;
        return Ok(taken);
    }
    let periods = || read.values.iter().map(|one| one.period.as_str());
    let made = Import {
        id: core.world.new_id(),
        source: source.id.clone(),
        schema_version: source.version.clone(),
        file_name: file_name.to_owned(),
        digest,
        edition: edition.to_owned(),
        taken: i64::try_from(read.rows).unwrap_or(i64::MAX),
        refused: i64::try_from(read.refused).unwrap_or(i64::MAX),
        first_period: periods().min().unwrap_or_default().to_owned(),
        last_period: periods().max().unwrap_or_default().to_owned(),
        at: core.world.now_ms(),
        by_name: caller.actor.name.clone(),
    };
    let insert = sql(
        "insert into source_import (id, source, schema_version, schema_digest, file_name, digest, edition, taken, refused, first_period, last_period, at, by_id, by_name) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    );
    let insert = insert
        .bind(&made.id)
        .bind(&made.source)
        .bind(&made.schema_version)
        .bind(&source.digest)
        .bind(&made.file_name);
    let insert = insert
        .bind(&made.digest)
        .bind(&made.edition)
        .bind(made.taken)
        .bind(made.refused)
        .bind(&made.first_period);
    tx.run_one(insert.bind(&made.last_period).bind(made.at).bind(&caller.actor.id).bind(&made.by_name))
        .await?;
    write(&mut tx, &made.id, source, read).await?;
    let taken = Taken { import: made, again: false };
    let detail =
        serde_json::json!({ "rows": read.rows, "refused": read.refused, "digest": taken.import.digest });
    tx.commit_with(Event::new("source.import", "source", &source.id).at_place(&home).detail(&detail), &taken)
        .await?;
    Ok(taken)
}

async fn write(tx: &mut anye_db::WriteTx<'_>, id: &str, source: &Source, read: &Read) -> Result<(), DbError> {
    // Values in order lie together by subject and period: what they replace is marked group by group.
    let mut groups: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for one in &read.values {
        groups.entry((&one.period, &one.item)).or_default().push(&one.subject);
    }
    for ((period, item), subjects) in groups {
        for some in subjects.chunks(400) {
            let query = sql(
                "update source_value set current = 0 where source = $1 and period = $2 and item = $3 and current = 1",
            );
            let query = query.bind(&source.id).bind(period).bind(item);
            tx.run(query.push_list(" and subject in ({})", some.iter().copied())).await?;
        }
    }
    for some in read.values.chunks(100) {
        let mut query = sql(
            "insert into source_value (import_id, source, subject, period, item, value, current) values ",
        );
        for (at, one) in some.iter().enumerate() {
            query = query.push_bind(if at == 0 { "({}" } else { ", ({}" }, id).push_bind(", {}", &source.id);
            query = query
                .push_bind(", {}", &one.subject)
                .push_bind(", {}", &one.period)
                .push_bind(", {}", &one.item);
            query = query.push_bind(", {}, 1)", one.value);
        }
        tx.run(query).await?;
    }
    Ok(())
}

fn import(row: &Row) -> Result<Import, DbError> {
    Ok(Import {
        id: row.text("id")?,
        source: row.text("source")?,
        schema_version: row.text("schema_version")?,
        file_name: row.text("file_name")?,
        digest: row.text("digest")?,
        edition: row.text("edition")?,
        taken: row.int("taken")?,
        refused: row.int("refused")?,
        first_period: row.text("first_period")?,
        last_period: row.text("last_period")?,
        at: row.int("at")?,
        by_name: row.text("by_name")?,
    })
}

/// The imports of a source, newest first.
///
/// # Errors
/// The store's own.
pub async fn imports(monitor: &Monitor, source: &str) -> Result<Vec<Import>, Fault> {
    let mut db = &monitor.core.db;
    let rows = db
        .all(
            sql("select * from source_import where source = $1 order by at desc, id desc limit 200")
                .bind(source),
        )
        .await?;
    Ok(rows.iter().map(import).collect::<Result<_, DbError>>()?)
}

/// The newest values of a subject and column with the import they came with: period, value, import.
///
/// # Errors
/// The store's own.
pub async fn points(
    monitor: &Monitor,
    source: &str,
    item: &str,
    subject: &str,
) -> Result<BTreeMap<String, (i64, String)>, Fault> {
    let mut db = &monitor.core.db;
    let query = sql(
        "select period, value, import_id from source_value where source = $1 and item = $2 and subject = $3 and current = 1",
    );
    let rows = db.all(query.bind(source).bind(item).bind(subject)).await?;
    let point = |row: &Row| Ok((row.text("period")?, (row.int("value")?, row.text("import_id")?)));
    Ok(rows.iter().map(point).collect::<Result<_, DbError>>()?)
}

/// Newest values of a source by period and column: how many and their sum.
///
/// # Errors
/// The store's own.
pub async fn totals(monitor: &Monitor, source: &str) -> Result<Vec<(String, String, i64, i64)>, Fault> {
    let mut db = &monitor.core.db;
    let query = sql(
        "select period, item, count(*) as n, cast(sum(value) as bigint) as total from source_value where source = $1 and current = 1 \
         group by period, item order by period desc, item limit 400",
    );
    let rows = db.all(query.bind(source)).await?;
    let one = |row: &Row| Ok((row.text("period")?, row.text("item")?, row.int("n")?, row.int("total")?));
    Ok(rows.iter().map(one).collect::<Result<_, DbError>>()?)
}
