//! What people did to a finding (更正记录), oldest first.

use anye_access::Caller;
use anye_base::Fault;

use super::change::FindingAt;
use crate::library::Library;
use crate::model::Edit;
use crate::{rights, store};

/// The history of one finding.
pub async fn history(library: &Library, caller: &Caller<'_>, at: &FindingAt) -> Result<Vec<Edit>, Fault> {
    let mut from = &library.core.db;
    rights::readable(&mut from, caller, &at.document).await?;
    Ok(store::edit::of_finding(&mut from, &at.document, &at.article, &at.finding).await?)
}
