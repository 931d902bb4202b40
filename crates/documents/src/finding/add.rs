//! Adding a finding that the reading missed (补充).

use anye_access::Caller;
use anye_base::Fault;

use super::change::{Edited, FindingAt, Wanted, change};
use crate::keys::added_key;
use crate::library::Library;
use crate::model::{Action, Finding};

/// Adds a finding to an article; its key is made here.
pub async fn add(
    library: &Library,
    caller: &Caller<'_>,
    document: &str,
    article: &str,
    finding: Finding,
    reason: &str,
) -> Result<Edited, Fault> {
    let key = added_key(&caller.world.new_id());
    let at = FindingAt { document: document.to_owned(), article: article.to_owned(), finding: key };
    let body = Some(finding.decided());
    change(library, caller, &at, Wanted { action: Action::Add, version: 0, body, reason }).await
}
