//! Proof that who approves showed once more who they are (再次验证身份). Without it nothing is approved, by whatever way the request came.

use anye_access::session::confirm_identity;
use anye_access::{Caller, Session};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_web::{Core, Visitor};

/// The proof. It is made by a password of the account that asks and nothing else, and holds for one call.
#[derive(Debug)]
pub struct Confirmed {
    account: String,
}

impl Confirmed {
    /// Of a visitor with a session. A program's token is no person at a desk: it is refused.
    ///
    /// # Errors
    /// No session, wrong password, too many wrong ones.
    pub async fn visitor(core: &Core, visitor: &Visitor, password: &str) -> Result<Self, Fault> {
        let Some(session) = &visitor.session else {
            return Err(Fault::new(ErrorKind::Denied, "money_confirm_session"));
        };
        Self::session(core, session, password, &visitor.actor.source).await
    }

    /// Of a session.
    ///
    /// # Errors
    /// Wrong password, too many wrong ones.
    pub async fn session(
        core: &Core,
        session: &Session,
        password: &str,
        source: &str,
    ) -> Result<Self, Fault> {
        if password.is_empty() {
            let fault = Fault::new(ErrorKind::Invalid, "money_confirm_password");
            return Err(fault.field(FieldFault::new("password", "money_confirm_password")));
        }
        let client = anye_access::Client { source: source.to_owned(), ..anye_access::Client::default() };
        confirm_identity(&core.db, &core.world, &core.rules, session, password, &client).await?;
        Ok(Self { account: session.account.id.clone() })
    }

    /// Refuses where it is somebody else's.
    pub(super) fn must_be(&self, caller: &Caller<'_>) -> Result<(), Fault> {
        if self.account == caller.actor.id {
            return Ok(());
        }
        Err(Fault::new(ErrorKind::Denied, "money_confirm_session"))
    }
}
