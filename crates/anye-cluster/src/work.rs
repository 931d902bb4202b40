//! What one job asks of every executor, and how an executor does its share: each partition decided or closed by `anye-batch` into a folder that goes with
//! it. It must never decide with other rules than the client read.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use anye_batch::close::{self, Close};
use anye_batch::{Order, shared};
use anye_law::book::Book;
use anye_law::day::Day;
use anye_law::span::Severity;
use anye_pack::{Pack, Source};
use anye_signals::lights::Steps;
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Decisions about a population.
    Decide(Work),
    /// The month close of a folder of panels.
    Close(Month),
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decide(work) => write!(f, "decisions on {}, rules {}", work.on, work.version),
            Self::Close(month) => write!(f, "month close of {}", month.panel.display()),
        }
    }
}

/// A month close.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Month {
    /// Folder of frames and panels.
    pub panel: PathBuf,
    /// Steps of the gross job-loss rate.
    pub loss: Option<Steps>,
}

impl Month {
    /// As the library takes it.
    pub fn close(&self) -> Close {
        Close { panel: self.panel.clone(), loss: self.loss }
    }
}

/// Decisions that are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Folder of the pack.
    pub pack: PathBuf,
    /// Version of the rules that the client read there.
    pub version: String,
    /// Folder of the population.
    pub population: PathBuf,
    /// Day of the decision.
    pub on: String,
    /// As the rules stood on this day.
    pub known: Option<String>,
    /// Only these rules; all when empty.
    pub rules: Vec<String>,
}

impl Work {
    /// The order of `anye law batch` for the same thing.
    pub fn order<'o>(&'o self, book: &'o Book, out: &'o Path) -> Result<Order<'o>, String> {
        let day = |text: &String| Day::parse(text).ok_or_else(|| format!("'{text}' is no day"));
        let rule =
            |name: &String| book.find_rule(name).ok_or_else(|| format!("the law has no rule '{name}'"));
        Ok(Order {
            book,
            population: &self.population,
            out: Some(out),
            on: day(&self.on)?,
            known: self.known.as_ref().map(day).transpose()?,
            rules: self.rules.iter().map(rule).collect::<Result<_, _>>()?,
            params: Default::default(),
            threads: 1,
        })
    }
}

/// The rules in a folder; errors in them end the work.
pub fn book(pack: &Path) -> Result<Book, String> {
    let pack = Pack::load(&Source::Folder(pack.to_owned()))
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let compiled = pack.law_unchecked();
    match compiled.diagnostics.iter().find(|found| found.severity == Severity::Error) {
        None => Ok(compiled.book),
        Some(found) => Err(format!(
            "the law of the pack has errors; see `anye pack check`: {} {} · {}",
            found.code, found.zh, found.en
        )),
    }
}

/// An executor's place of work.
#[derive(Debug)]
pub struct Bench {
    scratch: PathBuf,
    book: Mutex<Option<(PathBuf, Arc<Book>)>>,
}

/// What came of one partition, in a folder that is removed with this.
#[derive(Debug)]
pub struct Decided {
    /// The partition.
    pub partition: String,
    /// For each file its kind and its path.
    pub files: Vec<(String, PathBuf)>,
    /// The mark that says it is finished, with its sums.
    pub mark: PathBuf,
    _folder: TempDir,
}

impl Bench {
    /// A place of work whose half-done things lie in `scratch`.
    pub fn new(scratch: PathBuf) -> Self {
        Self { scratch, book: Mutex::new(None) }
    }

    fn book(&self, work: &Work) -> Result<Arc<Book>, String> {
        let mut kept = self.book.lock().map_err(|_| "the rules were left half-read".to_owned())?;
        if let Some((pack, book)) = &*kept
            && *pack == work.pack
            && book.version == work.version
        {
            return Ok(Arc::clone(book));
        }
        let book = Arc::new(book(&work.pack)?);
        if book.version != work.version {
            return Err(format!(
                "{}: version {} of the rules is here, {} is asked for",
                work.pack.display(),
                book.version,
                work.version
            ));
        }
        *kept = Some((work.pack.clone(), Arc::clone(&book)));
        Ok(book)
    }

    /// Does what is asked for about one partition.
    pub fn work(&self, task: &Task, partition: &str) -> Result<Decided, String> {
        let failed = |error: std::io::Error| format!("{}: {error}", self.scratch.display());
        std::fs::create_dir_all(&self.scratch).map_err(failed)?;
        let folder = TempDir::new_in(&self.scratch).map_err(failed)?;
        match task {
            Task::Decide(work) => self.decide(work, partition, folder),
            Task::Close(month) => closed(&month.close(), partition, folder),
        }
    }

    fn decide(&self, work: &Work, partition: &str, folder: TempDir) -> Result<Decided, String> {
        let book = self.book(work)?;
        let order = work.order(&book, folder.path())?;
        let slice = anye_batch::population::layout(&book, &work.population)
            .map_err(|fault| fault.to_string())?
            .slices
            .into_iter()
            .find(|slice| slice.name == partition)
            .ok_or_else(|| format!("{}: no partition {partition} here", work.population.display()))?;
        shared::decide(&order, &slice).map_err(|fault| fault.to_string())?;
        let files = book
            .kinds
            .iter()
            .map(|kind| (kind.id.clone(), shared::decisions(folder.path(), &kind.id, partition)));
        Ok(Decided {
            partition: partition.to_owned(),
            files: files.filter(|(_, path)| path.exists()).collect(),
            mark: shared::mark(folder.path(), partition),
            _folder: folder,
        })
    }
}

fn closed(close: &Close, partition: &str, folder: TempDir) -> Result<Decided, String> {
    let fault = |fault: anye_batch::population::Fault| fault.to_string();
    // What comes over the network names no file: the partition has to be one of the folder.
    if !close::partitions(&close.panel).map_err(fault)?.iter().any(|name| name == partition) {
        return Err(format!("{}: no partition {partition} here", close.panel.display()));
    }
    close::close_partition(close, folder.path(), partition).map_err(fault)?;
    let files = KINDS.iter().map(|kind| ((*kind).to_owned(), close::result(folder.path(), kind, partition)));
    Ok(Decided {
        partition: partition.to_owned(),
        files: files.collect(),
        mark: close::mark(folder.path(), partition),
        _folder: folder,
    })
}

/// Kinds of files that a month close leaves of a partition.
pub const KINDS: [&str; 2] = ["judged", "cells"];
