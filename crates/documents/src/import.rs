//! Importing one file (导入文件): read, understood, stored and made searchable, or refused with a clear reason and nothing kept.

use anye_access::Caller;
use anye_base::Fault;
use anye_intake::{IntakeError, take};

use crate::batch::{self, Imported};
use crate::indexing;
use crate::library::Library;
use crate::prepare::{ImportOptions, Prepared, prepare};

/// A file as it came.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Its name on the sender's machine. Never used as a path.
    pub name: String,
    /// Its contents.
    pub bytes: Vec<u8>,
}

/// Imports one file.
pub async fn import(
    library: &Library,
    caller: &Caller<'_>,
    file: NewFile,
    options: &ImportOptions,
) -> Result<Imported, Fault> {
    let prepared = read(library, caller, file, options).await?;
    let outcome = batch::store(library, caller, std::slice::from_ref(&prepared)).await?.pop();
    let imported = outcome.ok_or_else(|| Fault::internal("the batch gave no outcome"))??;
    searchable(library).await;
    Ok(imported)
}

/// Reads a file and makes its rows. Nothing is written. Parsing holds a thread for some milliseconds, so it runs where that is allowed.
pub async fn read(
    library: &Library,
    caller: &Caller<'_>,
    file: NewFile,
    options: &ImportOptions,
) -> Result<Prepared, Fault> {
    let reading =
        library.reader.read(&file.bytes, &file.name).await.map_err(|cause| refusal(cause.into()))?;
    let (knowledge, today) = (library.knowledge(), caller.world.today());
    let parse = move || take(&knowledge, reading, &file.name, today);
    let taken = tokio::task::spawn_blocking(parse).await.map_err(Fault::internal)?.map_err(refusal)?;
    prepare(&library.knowledge(), &library.core.places(), caller, taken, options)
}

/// Brings the index up to date. A failure is logged: the document is stored, and the next catch-up finds it.
pub async fn searchable(library: &Library) {
    if let Err(fault) = indexing::catch_up(library).await {
        tracing::warn!(%fault, "the search index is behind");
    }
}

/// Why a file gives no document, as a fault. A text that is too large has a code of its own here: an upload that is too large is another
/// matter, with other values, and `file_too_large` is its code.
pub fn refusal(error: IntakeError) -> Fault {
    let mut fault = Fault::from(error);
    if fault.code == "file_too_large" {
        fault.code = "document_too_large";
    }
    fault
}
