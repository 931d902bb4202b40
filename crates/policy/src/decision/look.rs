//! Looking at one decision: always recorded; its facts in clear only for a purpose, which is recorded too.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;

use super::list::may;
use super::model::Kept;
use super::store;
use crate::Policy;

/// Longest purpose.
const LONGEST: usize = 200;

/// The decision, for the record. Not there and not allowed give the same answer.
pub async fn look(policy: &Policy, caller: &Caller<'_>, id: &str) -> Result<Kept, Fault> {
    let found = readable(policy, caller, id).await?;
    let event = Event::new("law.look", "law_decision", id).at_place(&found.place);
    policy.core.db.record(caller.world, caller.actor, event).await?;
    Ok(found)
}

/// The decision with its facts in clear, for a purpose.
pub async fn open(policy: &Policy, caller: &Caller<'_>, id: &str, purpose: &str) -> Result<Kept, Fault> {
    let found = readable(policy, caller, id).await?;
    let purpose = purpose.trim();
    let length = purpose.chars().count();
    if length == 0 || length > LONGEST {
        let code = "law_purpose_missing";
        let fault = Fault::new(ErrorKind::Invalid, code).arg("most", LONGEST);
        return Err(fault.field(FieldFault::new("purpose", code).arg("most", LONGEST)));
    }
    let event = Event::new("law.open", "law_decision", id).at_place(&found.place).for_purpose(purpose);
    policy.core.db.record(caller.world, caller.actor, event).await?;
    Ok(found)
}

/// The decision, where the caller may see it; not recorded.
pub(super) async fn readable(policy: &Policy, caller: &Caller<'_>, id: &str) -> Result<Kept, Fault> {
    let found = store::find(&mut &policy.core.db, id).await?;
    found.filter(|one| may(caller, &one.place)).ok_or_else(|| Fault::not_found("law_decision"))
}
