//! The job of a large file (导入任务). Killed at any moment it goes on at the next part: which those are stands in the same transaction as the persons.

use anye_access::Permission;
use anye_base::{ErrorKind, Fault};
use anye_jobs::{Failure, Job, Progress, Running, Work};
use serde_json::{Value, json};

use super::collect;
use super::prepare::Part;
use super::run::Importer;
use super::stage::{Input, opened};
use crate::person::picker::Near;
use crate::person::sealing::keys;
use crate::person::store;
use crate::{Asking, Registry};

/// Takes the parts that wait.
pub struct ImportWork(pub Registry);

impl Work for ImportWork {
    fn run<'a>(&'a self, job: &'a Job, progress: &'a mut Progress<'_>) -> Running<'a> {
        Box::pin(async move {
            let input: Input = job.read()?;
            run(&self.0, &input, progress).await
        })
    }
}

async fn run(registry: &Registry, input: &Input, progress: &mut Progress<'_>) -> Result<Value, Failure> {
    let mut db = &registry.core.db;
    let (actor, grants) = input.behalf.acting();
    let asking = Asking::of(&registry.core, &actor, &grants);
    let caller = asking.caller(None);
    let found = store::of_account(&mut db, &input.import, &input.behalf.account).await;
    let found = found.map_err(|cause| Failure::Passing(cause.to_string()))?;
    let (file, _) = found.ok_or_else(|| Failure::Final("import_gone".to_owned()))?;
    let begun = Importer::begin(registry, caller, &file.name, &file.digest, 0).await.map_err(failed)?;
    let Some(importer) = begun else { return Ok(json!({ "import": file.id })) };
    let mut importer = importer.in_parts();
    let keys = keys(registry).map_err(failed)?;
    let may = |code: &str| crate::rights::may(&caller, Permission::PersonsEdit, code);
    let near = Near { place: &input.place, may: &may };
    loop {
        let next = store::part::next(&mut db, &file.id).await;
        let next = next.map_err(|cause| Failure::Passing(cause.to_string()))?;
        let Some((id, text)) = next else { break };
        let tables = opened(keys, &id, &text).map_err(failed)?;
        let made = collect(registry, &tables, near, &input.source);
        let unread = made.findings.iter().filter(|one| one.error && one.row > 0).map(|one| one.row).collect();
        let part = Part { id, tables, unread, total: made.total };
        importer.part(made.rows, part).await.map_err(failed)?;
        progress.step(importer.done(), file.rows, json!(importer.done())).await?;
    }
    let outcome = importer.finish().await.map_err(failed)?;
    Ok(json!({ "import": file.id, "counts": outcome.counts }))
}

/// Two files that name one person may meet; the later one then finds the person there.
fn failed(fault: Fault) -> Failure {
    match fault.kind {
        ErrorKind::Conflict => Failure::Passing(fault.to_string()),
        _ => Failure::of(&fault),
    }
}
