//! Confirming a finding (确认): a person has looked, and it is right.

use anye_access::Caller;
use anye_base::Fault;

use super::change::{Edited, FindingAt, Wanted, change};
use crate::library::Library;
use crate::model::Action;

/// Confirms a finding in the version seen.
pub async fn confirm(
    library: &Library,
    caller: &Caller<'_>,
    at: &FindingAt,
    version: i64,
    reason: &str,
) -> Result<Edited, Fault> {
    change(library, caller, at, Wanted { action: Action::Confirm, version, body: None, reason }).await
}
