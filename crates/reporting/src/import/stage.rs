//! Letting a large import wait for its job: rows lie in chunks in the store, so that nothing depends on a file that may be gone.

use std::sync::Arc;

use anye_access::{Behalf, Caller};
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_forms::{Cells, Form};
use anye_jobs::{Job, NewJob};
use serde::{Deserialize, Serialize};

use super::run::{Part, STAGED, chunked, dry_run, forget, parts};
use super::{Accept, ImportOptions, ImportRow, KIND, digest, store};
use crate::Reporting;

/// On whose behalf the job works.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Input {
    pub batch: String,
    #[serde(flatten)]
    pub behalf: Behalf,
}

/// A row as it waits.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Waiting {
    row: u64,
    reporter: String,
    period: String,
    cells: String,
    reason: String,
}

impl Waiting {
    fn of(form: &Form, row: &ImportRow) -> Self {
        Self {
            row: row.row,
            reporter: row.reporter.clone(),
            period: row.period.clone(),
            cells: row.cells.to_json(form),
            reason: row.reason.clone(),
        }
    }

    /// The row again.
    pub fn row(self, form: &Form) -> ImportRow {
        let cells: Cells = crate::report::lenient(form, &self.cells);
        let Self { row, reporter, period, reason, .. } = self;
        ImportRow { row, reporter, period, cells, reason }
    }
}

/// Chunks as they are kept, made on a thread of its own before the transaction begins.
async fn texts(reporting: &Reporting, form: &Form, chunks: Vec<Arc<Part>>) -> Result<Vec<String>, Fault> {
    let (catalogue, id) = (Arc::clone(&reporting.catalogue), form.id.clone());
    let made = anye_reading::aside(move || {
        let form = catalogue.form(&id).ok_or_else(|| Fault::not_found("form"))?;
        let text = |part: Arc<Part>| {
            let waiting: Vec<Waiting> = part.rows.iter().map(|row| Waiting::of(form, row)).collect();
            serde_json::to_string(&waiting).map_err(Fault::internal)
        };
        chunks.into_iter().map(text).collect()
    });
    made.await.map_err(Fault::internal)?
}

/// Puts rows into the store and their job into the queue. The same content is the same job. Rows that are not sound are findings of the
/// job's outcome; with `Accept::All` they are looked for here, and nothing waits unless all are sound.
pub async fn stage(
    reporting: &Reporting,
    caller: &Caller<'_>,
    options: &ImportOptions,
    rows: Vec<ImportRow>,
) -> Result<Job, Fault> {
    let form = reporting.form(&options.form)?;
    let (batch, rows) = digest::apart(reporting, form, options, &caller.actor.id, rows).await?;
    let total = rows.len();
    if options.accept == Accept::All {
        let dry = dry_run(reporting, caller, options, rows.clone()).await?;
        if dry.counts.refused > 0 {
            return Err(Fault::new(ErrorKind::Invalid, "import_not_sound").arg("refused", dry.counts.refused));
        }
    }
    let (parts, wrong) = parts(reporting, caller, form, rows).await?;
    let chunks = chunked(parts, STAGED);
    let mut name = batch.clone();
    let before = store::find(&mut &reporting.core.db, &batch).await?;
    if before.is_some_and(|before| before.state == "done" && before.counts.refused > 0) {
        forget(reporting, caller, &batch).await?;
        name = format!("{batch}:{}", caller.world.new_id());
    }
    let texts = texts(reporting, form, chunks).await?;
    let mut tx = reporting.core.db.begin_internal(caller.world, caller.actor).await?;
    if store::begin(&mut tx, &batch, options, (total, texts.len()), "staged").await? {
        for (number, text) in texts.iter().enumerate() {
            store::keep_rows(&mut tx, &batch, number, text).await?;
        }
        if !wrong.is_empty() {
            store::keep_findings(&mut tx, &batch, -1, &wrong, true).await?;
        }
    }
    let input = Input { batch: batch.clone(), behalf: Behalf::of(caller) };
    let new = NewJob {
        kind: KIND,
        name,
        title: format!("{} ({total})", form.name.zh),
        input: serde_json::to_value(&input).map_err(Fault::internal)?,
        account: caller.actor.id.clone(),
        place: reporting.core.settings.home_place.clone(),
    };
    let job = anye_jobs::enqueue(&mut tx, &new).await?;
    let event = Event::new("report.import_stage", "report_batch", &batch);
    tx.commit(event.detail(&serde_json::json!({ "form": form.id, "rows": total, "chunks": texts.len() })))
        .await?;
    Ok(job)
}
