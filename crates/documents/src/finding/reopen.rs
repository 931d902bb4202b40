//! Reopening a finding (恢复): takes earlier decisions back, so that it stands as it was read. The history keeps them.

use anye_access::Caller;
use anye_base::Fault;

use super::change::{Edited, FindingAt, Wanted, change};
use crate::library::Library;
use crate::model::Action;

/// Reopens a finding in the version seen.
pub async fn reopen(
    library: &Library,
    caller: &Caller<'_>,
    at: &FindingAt,
    version: i64,
    reason: &str,
) -> Result<Edited, Fault> {
    change(library, caller, at, Wanted { action: Action::Reopen, version, body: None, reason }).await
}
