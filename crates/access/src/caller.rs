//! Who asks for a use case, and the check that comes before each of them. A refusal is recorded like a deed.

use anye_base::{Actor, ErrorKind, Fault, World};
use anye_db::audit::{Event, Outcome};
use anye_db::{Db, DbError, Once, Scope};

use crate::model::{Grants, Permission, PlaceScope, Target, decide};

/// Who asks, with what rights, in which world.
#[derive(Clone, Copy)]
pub struct Caller<'a> {
    /// Time and chance.
    pub world: &'a World,
    /// Who, for the audit log.
    pub actor: &'a Actor,
    /// What they may do.
    pub grants: &'a Grants,
    /// The tree of places.
    pub places: &'a dyn PlaceScope,
    /// The idempotency key of the request, where it carries one.
    pub once: Option<&'a Once>,
}

/// Why a check did not let the caller through.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// For lack of a right.
    #[error("denied: {permission}: {reason}")]
    Denied {
        /// What was asked for.
        permission: &'static str,
        /// Why not.
        reason: &'static str,
    },
    /// The refusal could not be recorded.
    #[error(transparent)]
    Store(#[from] DbError),
}

impl<'a> Caller<'a> {
    /// Lets the caller through or records the refusal.
    pub async fn require(&self, db: &Db, permission: Permission, target: Target<'_>) -> Result<(), Refused> {
        let decision = decide(self.grants, permission, target, self.places);
        if decision.allowed {
            return Ok(());
        }
        let reason = decision.because.word();
        let event = Event::new("access.refused", "permission", permission.word())
            .at_place(target.place.unwrap_or_default())
            .ended(Outcome::Denied)
            .detail(&serde_json::json!({ "reason": reason, "account": target.account }));
        db.record(self.world, self.actor, event).await?;
        Err(Refused::Denied { permission: permission.word(), reason })
    }

    /// How the write that follows begins.
    pub fn scope(&self) -> Scope<'a> {
        Scope { world: self.world, actor: self.actor, once: self.once }
    }
}

/// Whether the caller may do this at a place.
#[must_use]
pub fn may(caller: &Caller<'_>, permission: Permission, place: &str) -> bool {
    decide(caller.grants, permission, Target::place(place), caller.places).allowed
}

/// Refuses unless the caller may do this at a place.
///
/// # Errors
/// The right is missing.
pub fn must(caller: &Caller<'_>, permission: Permission, place: &str) -> Result<(), Fault> {
    if may(caller, permission, place) { Ok(()) } else { Err(denied(permission)) }
}

/// The refusal for lack of a right.
#[must_use]
pub fn denied(permission: Permission) -> Fault {
    Fault::new(ErrorKind::Denied, "denied").arg("permission", permission.word())
}
