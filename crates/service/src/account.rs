//! Whose portal it is (账号关联): an account applies for those that a counter linked to it after it had seen the card, and for employers it reports for.

use anye_access::{Caller, Permission, Target, decide};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::Begin;
use anye_db::audit::Event;
use anye_programmes::SubjectKind;
use serde_json::json;

use crate::Service;
use crate::model::subject_kind;
use crate::port::Subject;
use crate::store;

impl Service {
    /// Those for whom an account may apply.
    ///
    /// # Errors
    /// The store's own.
    pub async fn own(&self, account: &str) -> Result<Vec<Subject>, Fault> {
        if account.is_empty() {
            return Ok(Vec::new());
        }
        let db = &self.core.db;
        let mut all = self.subjects.of_account(db, account).await?;
        for (kind, id) in store::subject::linked(&mut &*db, account).await? {
            let Some(kind) = subject_kind(&kind) else { continue };
            if all.iter().any(|one| one.kind == kind && one.id == id) {
                continue;
            }
            all.extend(self.subjects.find(db, kind, &id).await?);
        }
        Ok(all)
    }
}

/// Links a subject of the caller's places to the account that signs in with a name.
///
/// # Errors
/// No such subject here, or nobody of this name who may apply.
pub async fn link(
    service: &Service,
    caller: &Caller<'_>,
    login: &str,
    subject: (SubjectKind, &str),
) -> Result<(), Fault> {
    let db = &service.core.db;
    let found = service.subjects.find(db, subject.0, subject.1).await?;
    let may = |place: &str| {
        decide(caller.grants, Permission::ServiceWork, Target::place(place), caller.places).allowed
    };
    let found = found.filter(|one| may(&one.place)).ok_or_else(|| Fault::not_found("service_subject"))?;
    let account = anye_access::portal_account(db, login.trim()).await?.ok_or_else(|| {
        Fault::new(ErrorKind::Invalid, "service_no_account")
            .field(FieldFault::new("login", "service_no_account"))
    })?;
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => return Ok(()),
    };
    let by = (caller.actor.id.as_str(), caller.actor.name.as_str());
    let whom = (found.kind.word(), found.id.as_str());
    store::subject::link(&mut tx, &account, whom, by, caller.world.now_ms()).await?;
    let event = Event::new("service.link", "account", &account).at_place(&found.place);
    Ok(tx.commit_with(event.detail(&json!({ "kind": whom.0, "subject": whom.1 })), &()).await?)
}
