//! Writing documents: many in one transaction, each with its audit record, all of them or none.
//!
//! Must never half-store a document, and never overwrite one: the same content is the same document, the same number is a conflict.

use std::collections::HashMap;

use anye_access::Caller;
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Begin, DbError, WriteTx};
use anye_gazette::Warning;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::library::Library;
use crate::model::Record;
use crate::prepare::Prepared;
use crate::{resolving, store};

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = documents::Outcome)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 已导入
    Imported,
    /// 已在库中: the same text was imported before.
    AlreadyThere,
}

/// A file that is in the library now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Imported {
    /// The document.
    pub document_id: String,
    /// Its title.
    pub title: String,
    /// Its number.
    pub number: Option<String>,
    /// Its place.
    pub place: String,
    /// Imported now, or there before.
    pub outcome: Outcome,
    /// Number of articles.
    pub article_count: i64,
    /// Findings that wait for a person.
    pub doubts: i64,
    /// What to look at.
    #[schema(value_type = Vec<Object>)]
    pub warnings: Vec<Warning>,
}

impl Imported {
    fn of(record: &Record, outcome: Outcome, warnings: Vec<Warning>) -> Self {
        Self {
            document_id: record.id.clone(),
            title: record.title.clone(),
            number: record.number.clone(),
            place: record.place.clone(),
            outcome,
            article_count: record.article_count,
            doubts: record.doubts,
            warnings,
        }
    }
}

/// What is known of earlier documents, by what they may clash with.
#[derive(Default)]
struct Known {
    by_hash: HashMap<String, Record>,
    by_id: HashMap<String, Record>,
    by_number: HashMap<String, Record>,
}

impl Known {
    fn note(&mut self, record: &Record) {
        self.by_hash.insert(record.content_hash.clone(), record.clone());
        self.by_id.insert(record.id.clone(), record.clone());
        if let Some(number) = &record.number {
            self.by_number.entry(number.clone()).or_insert_with(|| record.clone());
        }
    }

    /// There already, in the way of it, or neither.
    fn judge(&self, record: &Record) -> Result<Option<&Record>, Fault> {
        if let Some(same) = self.by_hash.get(&record.content_hash) {
            return Ok(Some(same));
        }
        let taken = |code, other: &Record| {
            Fault::new(ErrorKind::Conflict, code)
                .arg("number", record.number.as_deref().unwrap_or_default())
                .arg("id", &other.id)
                .arg("title", &other.title)
        };
        let other = record.number.as_ref().and_then(|number| self.by_number.get(number));
        match (other, self.by_id.get(&record.id)) {
            (Some(other), _) if record.edition.is_empty() => Err(taken("document_number_taken", other)),
            (_, Some(other)) => Err(taken("document_id_taken", other)),
            _ => Ok(None),
        }
    }
}

/// Looks without writing: what importing this would meet.
pub async fn look(library: &Library, record: &Record) -> Result<Result<Option<Record>, Fault>, DbError> {
    let known = known(&mut &library.core.db, &[record]).await?;
    Ok(known.judge(record).map(|found| found.cloned()))
}

async fn known(from: &mut impl anye_db::Read, records: &[&Record]) -> Result<Known, DbError> {
    let hashes: Vec<&str> = records.iter().map(|record| record.content_hash.as_str()).collect();
    let ids: Vec<&str> = records.iter().map(|record| record.id.as_str()).collect();
    let numbers: Vec<&str> = records.iter().filter_map(|record| record.number.as_deref()).collect();
    let mut known = Known::default();
    for record in store::document::clashing(from, &hashes, &ids, &numbers).await? {
        known.note(&record);
    }
    Ok(known)
}

/// Stores documents in one transaction, and says of each what became of it. Only a failure of the store fails all.
pub async fn store(
    library: &Library,
    caller: &Caller<'_>,
    documents: &[Prepared],
) -> Result<Vec<Result<Imported, Fault>>, Fault> {
    let mut tx = match library.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => {
            return Ok(before.read::<Vec<Imported>>()?.into_iter().map(Ok).collect());
        }
    };
    let records: Vec<&Record> = documents.iter().map(|prepared| &prepared.record).collect();
    let mut known = known(&mut tx, &records).await?;
    let mut outcomes = Vec::with_capacity(documents.len());
    let mut fresh = Vec::new();
    for prepared in documents {
        let record = &prepared.record;
        let outcome = match known.judge(record) {
            Ok(Some(same)) => Ok(Imported::of(same, Outcome::AlreadyThere, Vec::new())),
            Ok(None) => {
                known.note(record);
                fresh.push(prepared);
                Ok(Imported::of(record, Outcome::Imported, prepared.body.warnings.clone()))
            }
            Err(fault) => Err(fault),
        };
        outcomes.push(outcome);
    }
    if fresh.is_empty() {
        return Ok(outcomes);
    }
    write(&mut tx, &fresh).await?;
    let mut events = fresh.iter().map(|prepared| event(&prepared.record));
    let last = events.next();
    events.for_each(|event| tx.note(event));
    if let Some(last) = last {
        let kept: Vec<&Imported> = outcomes.iter().flatten().collect();
        tx.commit_with(last, &kept).await?;
    }
    Ok(outcomes)
}

async fn write(tx: &mut WriteTx<'_>, fresh: &[&Prepared]) -> Result<(), DbError> {
    let first_seq = store::counter::take(tx, fresh.len() as i64).await?;
    store::document::insert(tx, fresh, first_seq).await?;
    store::article::insert(tx, fresh).await?;
    store::unit::insert(tx, fresh).await?;
    resolving::insert(tx, fresh).await
}

fn event(record: &Record) -> Event {
    Event::new("documents.import", "document", &record.id).at_place(&record.place).detail(&json!({
        "number": record.number,
        "title": record.title,
        "file": record.file_name,
        "sm3": record.content_hash,
        "articles": record.article_count,
        "doubts": record.doubts,
        "edition": record.edition,
    }))
}
