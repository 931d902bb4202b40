//! The job of a large import. Killed at any moment it goes on at the next chunk: which one that is stands in the same transaction as the chunk.

use std::sync::Arc;
use std::time::Instant;

use anye_jobs::{Failure, Job, Progress, Running, Work};
use anye_registry::Asking;
use serde_json::{Value, json};

use super::known::Book;
use super::past::Past;
use super::rest;
use super::run::{Part, Run};
use super::stage::{Input, Waiting};
use super::store;
use crate::Reporting;

/// Kind of the job.
pub const KIND: &str = "reports.import";

/// Imports what waits.
pub struct ImportWork(pub Reporting);

impl Work for ImportWork {
    fn run<'a>(&'a self, job: &'a Job, progress: &'a mut Progress<'_>) -> Running<'a> {
        Box::pin(async move {
            let input: Input = job.read()?;
            run(&self.0, &input, progress).await
        })
    }
}

async fn run(reporting: &Reporting, input: &Input, progress: &mut Progress<'_>) -> Result<Value, Failure> {
    let mut db = &reporting.core.db;
    let found =
        store::find(&mut db, &input.batch).await.map_err(|cause| Failure::Passing(cause.to_string()))?;
    let batch = found.ok_or_else(|| Failure::Final("import_gone".to_owned()))?;
    let form = reporting.form(&batch.options.form).map_err(|fault| Failure::of(&fault))?;
    let (actor, grants) = input.behalf.acting();
    let asking = Asking::of(&reporting.core, &actor, &grants);
    let caller = asking.caller(None);
    let run =
        Run { reporting, caller: &caller, form, options: &batch.options, batch: &input.batch, staged: true };
    let mut past = Past::default();
    let mut book = Book::new(reporting, &caller, form).await.map_err(|fault| Failure::of(&fault))?;
    for number in batch.done..batch.chunks {
        let begun = Instant::now();
        let text = store::rows_of(&mut db, &input.batch, number)
            .await
            .map_err(|cause| Failure::of(&cause.into()))?;
        let (catalogue, id) = (Arc::clone(&reporting.catalogue), form.id.clone());
        let rows = anye_reading::aside(move || {
            let form = catalogue.form(&id)?;
            let waiting: Vec<Waiting> = serde_json::from_str(&text.unwrap_or_default()).ok()?;
            Some(waiting.into_iter().map(|one| one.row(form)).collect::<Vec<_>>())
        });
        let rows = rows.await.map_err(|cause| Failure::Passing(cause.to_string()))?;
        let rows = rows.ok_or_else(|| Failure::Final("import_gone".to_owned()))?;
        if let Some(first) = rows.first() {
            let (_, period) =
                reporting.form_period(&form.id, &first.period).map_err(|fault| Failure::of(&fault))?;
            let known = book
                .period(reporting, &caller, form, period, &rows)
                .await
                .map_err(|fault| Failure::of(&fault))?;
            let part = Arc::new(Part { period, rows, known: Arc::new(known) });
            run.one(number, &part, &mut past).await.map_err(|fault| Failure::of(&fault))?;
        }
        progress.step(number + 1, batch.chunks, json!(number + 1)).await?;
        if number + 1 < batch.chunks {
            rest::after(begun).await;
        }
    }
    let outcome =
        store::outcome(&mut db, &input.batch, false).await.map_err(|cause| Failure::of(&cause.into()))?;
    Ok(json!({ "batch": input.batch, "counts": outcome.map(|one| one.counts) }))
}
