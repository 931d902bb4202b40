//! Proof that who approves showed once more who they are (再次验证身份). Without it nothing is approved, by whatever way the request came.

use anye_access::session::{Shown, confirm_identity};
use anye_access::{Caller, Session};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::Begin;
use anye_web::{Core, Visitor};

use crate::Money;

/// The proof. It is made by what the account that asks has for signing in, password and second factor, and holds for one call.
#[derive(Debug)]
pub struct Confirmed {
    account: String,
}

impl Confirmed {
    /// Of a visitor with a session. A program's token is no person at a desk: it is refused.
    ///
    /// # Errors
    /// No session, wrong password or code, too many wrong ones.
    pub async fn visitor(core: &Core, visitor: &Visitor, shown: Shown<'_>) -> Result<Self, Fault> {
        let Some(session) = &visitor.session else {
            return Err(Fault::new(ErrorKind::Denied, "money_confirm_session"));
        };
        Self::session(core, session, shown, &visitor.actor.source).await
    }

    /// Of a session.
    ///
    /// # Errors
    /// Wrong password or code, too many wrong ones.
    pub async fn session(
        core: &Core,
        session: &Session,
        shown: Shown<'_>,
        source: &str,
    ) -> Result<Self, Fault> {
        if shown.password.is_empty() {
            let fault = Fault::new(ErrorKind::Invalid, "money_confirm_password");
            return Err(fault.field(FieldFault::new("password", "money_confirm_password")));
        }
        let client = anye_access::Client { source: source.to_owned(), ..anye_access::Client::default() };
        confirm_identity(&core.db, &core.world, &core.rules, session, shown, &client).await?;
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

/// Whether the same request was done before: then its answer is given again, and nothing is to be confirmed.
///
/// # Errors
/// The same key with another request.
pub async fn was_done(money: &Money, caller: &Caller<'_>) -> Result<bool, Fault> {
    Ok(matches!(money.core.db.begin(caller.scope()).await?, Begin::Replay(_)))
}
