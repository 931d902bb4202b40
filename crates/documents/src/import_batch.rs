//! Importing many files (批量导入): read side by side, stored in one transaction, each file whole or not at all. A bad file never keeps a
//! good one out.

use anye_access::Caller;
use anye_base::Fault;
use anye_intake::take;
use anye_reading::Reading;
use tokio::task::JoinSet;

use crate::batch::{self, Imported};
use crate::import::{NewFile, refusal};
use crate::library::Library;
use crate::prepare::{ImportOptions, Prepared, prepare};

/// Files of one batch: one transaction, one step of a job.
pub const BATCH: usize = 64;

/// Imports a batch of files; outcomes in the order of the files. Only a failure of the store fails all. The index is left to
/// [`crate::indexing::catch_up`], once for many batches.
pub async fn import_batch(
    library: &Library,
    caller: &Caller<'_>,
    files: Vec<NewFile>,
    options: &ImportOptions,
) -> Result<Vec<Result<Imported, Fault>>, Fault> {
    let mut outcomes: Vec<Option<Result<Imported, Fault>>> = files.iter().map(|_| None).collect();
    let mut ready: Vec<(usize, Prepared)> = Vec::with_capacity(files.len());
    for (at, read) in read_all(library, caller, files).await {
        let prepared = match read {
            Ok((knowledge, taken)) => prepare(&knowledge, &library.core.places(), caller, taken, options),
            Err(fault) => Err(fault),
        };
        match prepared {
            Ok(prepared) => ready.push((at, prepared)),
            Err(fault) => outcomes[at] = Some(Err(fault)),
        }
    }
    ready.sort_by_key(|(at, _)| *at);
    let (places, documents): (Vec<usize>, Vec<Prepared>) = ready.into_iter().unzip();
    for (at, outcome) in places.into_iter().zip(batch::store(library, caller, &documents).await?) {
        outcomes[at] = Some(outcome);
    }
    let lost = || Err(Fault::internal("a file of the batch has no outcome"));
    Ok(outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(lost)).collect())
}

type Read = Result<(anye_intake::Knowledge, anye_intake::Taken), Fault>;

/// Reads the files side by side, on threads that may be held.
async fn read_all(library: &Library, caller: &Caller<'_>, files: Vec<NewFile>) -> Vec<(usize, Read)> {
    let (knowledge, today) = (library.knowledge(), caller.world.today());
    let mut tasks: JoinSet<(usize, Read)> = JoinSet::new();
    for (at, file) in files.into_iter().enumerate() {
        let (knowledge, reader) = (knowledge.clone(), library.reader.clone());
        tasks.spawn(async move {
            let reading: Result<Reading, Fault> =
                reader.read(&file.bytes, &file.name).await.map_err(|cause| refusal(cause.into()));
            let reading = match reading {
                Ok(reading) => reading,
                Err(fault) => return (at, Err(fault)),
            };
            let parse = move || {
                let taken = take(&knowledge, reading, &file.name, today);
                taken.map(|taken| (knowledge, taken)).map_err(refusal)
            };
            let read = tokio::task::spawn_blocking(parse).await;
            (at, read.map_err(Fault::internal).and_then(|read| read))
        });
    }
    let mut read = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        // A task that broke down leaves its file without an outcome, which is reported as our own fault.
        read.extend(ended.inspect_err(|cause| tracing::error!(%cause, "reading a file broke down")).ok());
    }
    read
}
