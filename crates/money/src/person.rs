//! Who is behind an account, so that two accounts of one person count as one (同一人). It must never let an unknown person count as another.

use anye_access::Caller;
use anye_access::account::person_key;
use anye_base::{ActorKind, ErrorKind, Fault};
use anye_db::Read;

/// The key of the person who asks. The program itself and the console are nobody: money is moved by people.
pub(crate) async fn behind(from: &mut impl Read, caller: &Caller<'_>) -> Result<String, Fault> {
    if caller.actor.kind != ActorKind::Person {
        return Err(Fault::new(ErrorKind::Denied, "money_person"));
    }
    let key = person_key(from, &caller.actor.id).await?;
    key.filter(|key| !key.trim().is_empty()).ok_or_else(|| Fault::new(ErrorKind::Denied, "money_person"))
}
