//! The jobs of the library: importing many files, building the search index again. Each step may be repeated after a crash.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault};
use anye_db::Begin;
use anye_db::audit::Event;
use anye_jobs::{Failure, Job, NewJob, Progress, Running, Work};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::batch::{Imported, Outcome};
use crate::calling::Asking;
use crate::import::NewFile;
use crate::import_batch::import_batch;
use crate::import_many::{Input, WaitingFile};
use crate::indexing;
use crate::library::Library;

/// Kind of the job that builds the search index again.
pub const REINDEX: &str = "documents.reindex";
/// Files of one step: after each the job can be stopped, and goes on after it when the program was killed.
const STEP: usize = 16;

/// What became of a file, as the job's result shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileOutcome {
    /// Name of the file.
    pub file: String,
    /// `imported`, `already_there`, `failed`.
    pub outcome: String,
    /// The document, where there is one.
    pub document_id: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Why it failed: a code with its values.
    pub code: Option<String>,
    /// Values for the message.
    pub args: Vec<(String, String)>,
}

/// Imports files that wait.
pub struct ImportWork(pub Library);

impl Work for ImportWork {
    fn run<'a>(&'a self, job: &'a Job, progress: &'a mut Progress<'_>) -> Running<'a> {
        Box::pin(async move {
            let input: Input = job.read()?;
            import_files(&self.0, &input, progress).await
        })
    }
}

async fn import_files(
    library: &Library,
    input: &Input,
    progress: &mut Progress<'_>,
) -> Result<Value, Failure> {
    let (actor, grants) = input.on_behalf.acting();
    let asking = Asking::of(&library.core, &actor, &grants, &input.options.own_place);
    let caller = asking.caller(None);
    let mut outcomes: Vec<FileOutcome> =
        serde_json::from_value(progress.checkpoint().clone()).unwrap_or_default();
    let total = input.files.len();
    while outcomes.len() < total {
        let end = (outcomes.len() + STEP).min(total);
        let part = &input.files[outcomes.len()..end];
        outcomes.extend(import_part(library, &caller, part, input).await?);
        if let Err(fault) = indexing::catch_up(library).await {
            tracing::warn!(%fault, "the search index is behind");
        }
        let checkpoint = serde_json::to_value(&outcomes).unwrap_or(Value::Null);
        progress.step(outcomes.len() as i64, total as i64, checkpoint).await?;
    }
    // What cannot be removed now is swept later.
    let _ = tokio::fs::remove_dir_all(library.waiting_folder().join(&input.folder)).await;
    let count = |word: &str| outcomes.iter().filter(|outcome| outcome.outcome == word).count();
    let counts = (count("imported"), count("already_there"), count("failed"));
    Ok(json!({ "imported": counts.0, "already_there": counts.1, "failed": counts.2, "files": outcomes }))
}

async fn import_part(
    library: &Library,
    caller: &Caller<'_>,
    part: &[WaitingFile],
    input: &Input,
) -> Result<Vec<FileOutcome>, Failure> {
    let folder = library.waiting_folder().join(&input.folder);
    let (mut files, mut outcomes) = (Vec::new(), Vec::with_capacity(part.len()));
    for file in part {
        match tokio::fs::read(folder.join(&file.sm3)).await {
            Ok(bytes) => files.push(NewFile { name: file.name.clone(), bytes }),
            Err(_) => outcomes.push(failed(&file.name, &Fault::new(ErrorKind::NotFound, "file_gone"))),
        }
    }
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    let imported = import_batch(library, caller, files, &input.options).await.map_err(passing)?;
    for (name, outcome) in names.iter().zip(imported) {
        outcomes.push(match outcome {
            Ok(imported) => done(name, imported),
            Err(fault) if fault.kind == ErrorKind::Unavailable => return Err(passing(fault)),
            Err(fault) => failed(name, &fault),
        });
    }
    Ok(outcomes)
}

fn passing(fault: Fault) -> Failure {
    Failure::Passing(fault.to_string())
}

fn done(name: &str, imported: Imported) -> FileOutcome {
    let word = match imported.outcome {
        Outcome::Imported => "imported",
        Outcome::AlreadyThere => "already_there",
    };
    FileOutcome {
        file: name.to_owned(),
        outcome: word.to_owned(),
        document_id: Some(imported.document_id),
        title: Some(imported.title),
        code: None,
        args: Vec::new(),
    }
}

fn failed(name: &str, fault: &Fault) -> FileOutcome {
    let args = fault.args.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
    FileOutcome {
        file: name.to_owned(),
        outcome: "failed".to_owned(),
        document_id: None,
        title: None,
        code: Some(fault.code.to_owned()),
        args: args.collect(),
    }
}

/// Brings the search index up to date, or builds it anew.
pub struct ReindexWork(pub Library);

impl Work for ReindexWork {
    fn run<'a>(&'a self, job: &'a Job, progress: &'a mut Progress<'_>) -> Running<'a> {
        Box::pin(async move {
            let library = &self.0;
            // A second attempt goes on with the index that the first began.
            if job.input["anew"] == json!(true) && progress.checkpoint().is_null() {
                indexing::begin_anew(library).await.map_err(passing)?;
            }
            let mut done = progress.checkpoint().as_i64().unwrap_or(0);
            while let Some(step) = indexing::catch_up_step(library).await.map_err(passing)? {
                done += step;
                let behind = indexing::behind(library).await.map_err(passing)?;
                progress.step(done, done + behind, json!(done)).await?;
            }
            Ok(json!({ "documents": done }))
        })
    }
}

/// Enqueues the job that brings the index up to date. `anew` throws the old one away first.
pub async fn enqueue_reindex(library: &Library, caller: &Caller<'_>, anew: bool) -> Result<Job, Fault> {
    let mut tx = match library.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let job = NewJob {
        kind: REINDEX,
        name: caller.world.new_id(),
        title: "search".to_owned(),
        input: json!({ "anew": anew }),
        account: caller.grants.account().to_owned(),
        place: String::new(),
    };
    let job = anye_jobs::enqueue(&mut tx, &job).await?;
    let event = Event::new("documents.reindex", "job", &job.id).detail(&json!({ "anew": anew }));
    tx.commit_with(event, &job).await?;
    Ok(job)
}

/// Days after which a waiting file that no job has read is taken away.
const KEEP_DAYS: i64 = 7;

/// Takes away waiting files that were left behind, for example by a job that was given up. Gives their number.
pub fn sweep(library: &Library) -> std::io::Result<usize> {
    let entries = match std::fs::read_dir(library.waiting_folder()) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        Err(cause) => return Err(cause),
    };
    let oldest = library.core.world.now_ms() - KEEP_DAYS * 24 * 3_600_000;
    let mut gone = 0;
    for entry in entries {
        let entry = entry?;
        let age = entry.metadata()?.modified()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        if i64::try_from(age.as_millis()).unwrap_or(i64::MAX) < oldest {
            std::fs::remove_dir_all(entry.path())?;
            gone += 1;
        }
    }
    Ok(gone)
}
