//! Handing in many files at once: they are put aside safely, and a job reads them (批量导入任务).
//!
//! Must never answer before the files are on disk and the job is in the queue.

use std::path::Path;

use anye_access::{Behalf, Caller, Permission, may_at_all};
use anye_base::{ErrorKind, Fault};
use anye_db::Begin;
use anye_db::audit::{Event, hex};
use anye_jobs::{Job, NewJob};
use serde::{Deserialize, Serialize};
use sm3::{Digest as _, Sm3};

use crate::import::NewFile;
use crate::library::Library;
use crate::prepare::ImportOptions;

/// Kind of the job.
pub const KIND: &str = "documents.import";

/// A file that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingFile {
    /// Its name on the sender's machine.
    pub name: String,
    /// SM3 of its contents, and its name in the folder.
    pub sm3: String,
}

/// What the job works on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Input {
    /// Their folder among the folders of waiting files.
    pub folder: String,
    /// The files.
    pub files: Vec<WaitingFile>,
    /// How they are taken in.
    pub options: ImportOptions,
    /// For whom.
    pub on_behalf: Behalf,
}

/// Puts the files aside and enqueues the job.
pub async fn import_many(
    library: &Library,
    caller: &Caller<'_>,
    files: Vec<NewFile>,
    options: &ImportOptions,
) -> Result<Job, Fault> {
    if !may_at_all(caller.grants, Permission::DocumentsImport) {
        return Err(
            Fault::new(ErrorKind::Denied, "denied").arg("permission", Permission::DocumentsImport.word())
        );
    }
    if files.is_empty() {
        return Err(Fault::new(ErrorKind::Invalid, "no_file"));
    }
    let name = caller.world.new_id();
    let folder = library.waiting_folder().join(&name);
    let count = files.len();
    let put = move || files.into_iter().map(|file| put_aside(&folder, file)).collect::<Result<Vec<_>, _>>();
    let waiting = tokio::task::spawn_blocking(put).await.map_err(Fault::internal)?.map_err(disk)?;
    let title = match waiting.as_slice() {
        [one] => one.name.clone(),
        many => format!("{} (+{})", many[0].name, count - 1),
    };
    let input = Input {
        folder: name.clone(),
        files: waiting,
        options: options.clone(),
        on_behalf: Behalf::of(caller),
    };
    let mut tx = match library.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let job = NewJob {
        kind: KIND,
        name,
        title,
        input: serde_json::to_value(&input).map_err(Fault::internal)?,
        account: caller.grants.account().to_owned(),
        place: options.own_place.clone(),
    };
    let job = anye_jobs::enqueue(&mut tx, &job).await?;
    let names: Vec<&str> = input.files.iter().map(|file| file.name.as_str()).collect();
    let detail = serde_json::json!({ "files": names });
    let event =
        Event::new("documents.import_many", "job", &job.id).at_place(&options.own_place).detail(&detail);
    tx.commit_with(event, &job).await?;
    Ok(job)
}

/// Writes a file under the name of its contents: the same file twice is one, and a file that is there whole is never written again.
fn put_aside(folder: &Path, file: NewFile) -> std::io::Result<WaitingFile> {
    use std::io::Write as _;
    let sm3 = hex(&Sm3::digest(&file.bytes));
    let path = folder.join(&sm3);
    if !path.exists() {
        std::fs::create_dir_all(folder)?;
        let part = folder.join(format!("{sm3}.part"));
        let mut to = std::fs::File::create(&part)?;
        to.write_all(&file.bytes)?;
        to.sync_all()?;
        std::fs::rename(&part, &path)?;
    }
    Ok(WaitingFile { name: file.name, sm3 })
}

fn disk(cause: std::io::Error) -> Fault {
    let full = cause.kind() == std::io::ErrorKind::StorageFull;
    let code = if full { "disk_full" } else { "waiting_folder" };
    Fault::new(ErrorKind::Unavailable, code).log(cause)
}
