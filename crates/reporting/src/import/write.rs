//! Writing a prepared chunk: reports, sums, findings, the import's counts and one audit event, in one transaction or not at all.

use anye_access::Caller;
use anye_base::Fault;
use anye_db::DbError;
use anye_db::audit::{Event, hex};
use anye_forms::Form;

use super::prepare::Prepared;
use super::store;
use crate::Reporting;
use crate::report::{must_be_open, put};
use crate::store::{note, report as reports};

/// Which chunk of which import.
pub struct At<'a> {
    /// Id of the import.
    pub batch: &'a str,
    /// Number of the chunk, from 0. It is written only while it is the next one.
    pub number: i64,
    /// Period of its rows.
    pub period: &'a str,
    /// Its rows wait in the table of chunks.
    pub staged: bool,
}

/// Writes; `false`: somebody had written this chunk already.
pub async fn write(
    reporting: &Reporting,
    caller: &Caller<'_>,
    form: &Form,
    at: &At<'_>,
    made: Prepared,
) -> Result<bool, Fault> {
    let mut tx = reporting.core.db.begin_internal(caller.world, caller.actor).await?;
    if !store::next(&mut tx, at.batch, at.number, &made.counts).await? {
        return Ok(false);
    }
    if !(made.created.is_empty() && made.replaced.is_empty()) {
        must_be_open(&mut tx, form, at.period).await?;
    }
    tx.insert(reports::TABLE, reports::COLUMNS, made.created).await.map_err(meanwhile)?;
    if let Some(sums) = made.sums {
        sums.write(&mut tx).await?;
    }
    for (before, now) in &made.replaced {
        put(&mut tx, form, Some(before), now, ("resubmit", "import")).await?;
        note::resolve(&mut tx, &now.id).await?;
    }
    store::keep_findings(&mut tx, at.batch, at.number, &made.findings, at.staged).await?;
    let event = Event::new("report.import", "report_batch", at.batch);
    let detail = serde_json::json!({ "form": form.id, "period": at.period, "chunk": at.number, "counts": made.counts,
        "digest": hex(&made.content) });
    tx.commit(event.detail(&detail)).await?;
    Ok(true)
}

/// A report that came while the chunk was prepared: the chunk is prepared again.
fn meanwhile(error: DbError) -> DbError {
    match error {
        DbError::Unique { .. } => DbError::Stale,
        other => other,
    }
}
