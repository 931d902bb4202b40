//! Correcting a finding (更正): another value, unit or span in its stead, with a reason. What was read stays on record.

use anye_access::Caller;
use anye_base::Fault;

use super::change::{Edited, FindingAt, Wanted, change};
use crate::library::Library;
use crate::model::{Action, Finding};

/// Corrects a finding in the version seen.
pub async fn correct(
    library: &Library,
    caller: &Caller<'_>,
    at: &FindingAt,
    version: i64,
    finding: Finding,
    reason: &str,
) -> Result<Edited, Fault> {
    let body = Some(finding.decided());
    change(library, caller, at, Wanted { action: Action::Correct, version, body, reason }).await
}
