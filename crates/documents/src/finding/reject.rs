//! Rejecting a finding (排除): the text does not say that. It is left out of what programs get, and stays in the history.

use anye_access::Caller;
use anye_base::Fault;

use super::change::{Edited, FindingAt, Wanted, change};
use crate::library::Library;
use crate::model::Action;

/// Rejects a finding in the version seen.
pub async fn reject(
    library: &Library,
    caller: &Caller<'_>,
    at: &FindingAt,
    version: i64,
    reason: &str,
) -> Result<Edited, Fault> {
    change(library, caller, at, Wanted { action: Action::Reject, version, body: None, reason }).await
}
