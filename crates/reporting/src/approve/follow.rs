//! What follows an approval (审核后的比对): a job put into the queue in the transaction that approves, for whoever holds reports against other records. It must
//! never know what the job does, nor make an approval wait for it.

use anye_db::{DbError, WriteTx};
use anye_forms::Form;
use anye_jobs::NewJob;
use serde_json::json;

use crate::Reporting;

/// A kind of job that wants to hear of approved reports of a form. Its input: `form`, `period`, and `approved_at`, by which the reports are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follower {
    /// The form.
    pub form: String,
    /// Kind of the job.
    pub kind: &'static str,
}

/// Tells the followers of a form that reports were approved just now. Only the first level is told: what higher levels approve is the same.
pub(super) async fn tell(
    reporting: &Reporting,
    tx: &mut WriteTx<'_>,
    form: &Form,
    period: &str,
    approvals_before: i64,
) -> Result<(), DbError> {
    if approvals_before > 0 {
        return Ok(());
    }
    let (world, now) = (&reporting.core.world, tx.scope().world.now_ms());
    for one in reporting.followers().iter().filter(|one| one.form == form.id) {
        let job = NewJob {
            kind: one.kind,
            name: format!("{}/{period}/{}", form.id, world.new_id()),
            title: format!("{} {period}", form.name.zh),
            input: json!({ "form": form.id, "period": period, "approved_at": now }),
            account: tx.scope().actor.id.clone(),
            place: reporting.core.settings.home_place.clone(),
        };
        anye_jobs::enqueue(tx, &job).await?;
    }
    Ok(())
}
