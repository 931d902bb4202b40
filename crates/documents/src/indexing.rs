//! The search index beside the store. The store is the truth: whatever is missing in the index is put in from there, in the order of the
//! counter of changes, and an index that is damaged is built again.
//!
//! Must never fail an import: a document that is stored but not yet searchable is found at the next catch-up.

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use anye_base::{ErrorKind, Fault};
use anye_db::DbError;
use anye_search::{ArticleEntry, Index, Opened, SearchError};
use tokio::sync::Mutex;

use crate::library::Library;
use crate::model::Record;
use crate::store;
use crate::store::article::Outline;

/// Documents put into the index with one commit.
const STEP: i64 = 1_000;

/// The index folder and what is open of it.
pub struct SearchIndex {
    folder: PathBuf,
    open: RwLock<Option<Index>>,
    /// One catch-up at a time.
    turn: Mutex<()>,
}

impl SearchIndex {
    /// Opens the folder; an index that cannot be used is begun anew and empty.
    pub fn open(folder: &Path) -> Self {
        let index = match anye_search::open(folder) {
            Ok(Opened::Ready(index)) => Some(index),
            Ok(Opened::NeedsRebuild(reason)) => {
                tracing::warn!(?reason, "the search index is built again from the store");
                begin(folder)
            }
            Err(cause) => {
                tracing::error!(%cause, "the search index cannot be opened");
                begin(folder)
            }
        };
        Self { folder: folder.to_owned(), open: RwLock::new(index), turn: Mutex::new(()) }
    }

    /// The index for reading.
    pub fn reader(&self) -> Result<Index, Fault> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.clone().ok_or_else(|| Fault::new(ErrorKind::Unavailable, "search_unavailable"))
    }

    /// Throws the index away and begins an empty one.
    fn begin_anew(&self) -> Result<(), Fault> {
        let index =
            begin(&self.folder).ok_or_else(|| Fault::new(ErrorKind::Unavailable, "search_unavailable"))?;
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = Some(index);
        Ok(())
    }
}

fn begin(folder: &Path) -> Option<Index> {
    anye_search::recreate(folder)
        .inspect_err(|cause| tracing::error!(%cause, "the search index cannot be begun"))
        .ok()
}

/// A failure of the index on its way out.
pub fn fault(error: SearchError) -> Fault {
    match error {
        SearchError::Query(query) => query.fault(),
        SearchError::WriterBusy => Fault::new(ErrorKind::Unavailable, "search_busy"),
        other => Fault::new(ErrorKind::Unavailable, "search_unavailable").log(other),
    }
}

/// How many changes the index is behind the store.
pub async fn behind(library: &Library) -> Result<i64, Fault> {
    let index = library.index.reader()?;
    let done = index.last_seq().map_err(fault)?.unwrap_or(0);
    let taken = store::counter::current(&mut &library.core.db).await?;
    Ok((taken - done as i64).max(0))
}

/// Puts into the index what the store has and the index has not. Gives the number of documents put in.
pub async fn catch_up(library: &Library) -> Result<i64, Fault> {
    let mut put = 0;
    while let Some(step) = catch_up_step(library).await? {
        put += step;
    }
    Ok(put)
}

/// One commit's worth of catching up; `None` where nothing is left.
pub async fn catch_up_step(library: &Library) -> Result<Option<i64>, Fault> {
    let _turn = library.index.turn.lock().await;
    let index = library.index.reader()?;
    // Another process may have gone on meanwhile.
    index.refresh().map_err(fault)?;
    let done = index.last_seq().map_err(fault)?;
    let mut from = &library.core.db;
    let changed = store::document::changed_since(&mut from, done.unwrap_or(0) as i64, STEP).await?;
    let Some(last) = changed.last().map(|(seq, _)| *seq) else {
        if done.is_none() {
            write(index, Vec::new(), 0).await?;
        }
        return Ok(None);
    };
    let count = changed.len() as i64;
    let documents = with_texts(library, changed.into_iter().map(|(_, record)| record).collect()).await?;
    write(index, documents, last).await?;
    Ok(Some(count))
}

/// Throws the index away; [`catch_up`] fills the new one.
pub async fn begin_anew(library: &Library) -> Result<(), Fault> {
    let _turn = library.index.turn.lock().await;
    library.index.begin_anew()
}

async fn with_texts(library: &Library, records: Vec<Record>) -> Result<Vec<(Record, Vec<Outline>)>, DbError> {
    let ids: Vec<String> = records.iter().map(|record| record.id.clone()).collect();
    let mut outlines = store::article::outlines(&mut &library.core.db, &ids).await?;
    let texts = |record: Record| {
        let texts = outlines.remove(&record.id).unwrap_or_default();
        (record, texts)
    };
    Ok(records.into_iter().map(texts).collect())
}

async fn write(index: Index, documents: Vec<(Record, Vec<Outline>)>, last: i64) -> Result<(), Fault> {
    let put = move || -> Result<(), SearchError> {
        let mut writer = index.writer()?;
        for (record, texts) in &documents {
            writer.remove_document(&record.id);
            if record.withdrawn.is_none() {
                for text in texts {
                    writer.put(&entry(record, text))?;
                }
            }
        }
        writer.commit(last.max(0).unsigned_abs())?;
        writer.close()
    };
    tokio::task::spawn_blocking(put).await.map_err(Fault::internal)?.map_err(fault)
}

fn entry(record: &Record, text: &Outline) -> ArticleEntry {
    let last_day = match (record.in_force_to, record.repealed_on.and_then(|day| day.yesterday().ok())) {
        (Some(to), Some(repealed)) => Some(to.min(repealed)),
        (to, repealed) => to.or(repealed),
    };
    ArticleEntry {
        document_id: record.id.clone(),
        article_key: text.key.clone(),
        position: u32::try_from(text.position).unwrap_or(u32::MAX),
        title: record.title.clone(),
        number: record.number.clone().unwrap_or_default(),
        heading: text.heading.clone(),
        text: text.text.clone(),
        issuer: record.issuer.clone().unwrap_or_default(),
        place: record.place.clone(),
        year: record.year.and_then(|year| i16::try_from(year).ok()),
        kind: record.kind.clone(),
        issued_on: record.issued_on,
        in_force_from: record.in_force_from.or(record.issued_on),
        in_force_to: last_day,
    }
}
