//! What the handlers of this crate work with.

use std::sync::Arc;

use anye_access::oidc::{HttpFetch, OidcProvider};
use anye_access::{Caller, Client, Role, Session, Token};
use anye_base::{Date, ErrorKind, Fault};
use anye_db::Once;
use anye_web::choices::cookie;
use anye_web::core::PlacesOn;
use anye_web::{Core, Visitor};
use axum::http::{HeaderMap, header};

/// Cookie by which a browser is known for an account after a full sign-in.
pub(crate) const DEVICE_COOKIE: &str = "anye_device";

/// An account of the demo, for the sign-in page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoLogin {
    /// Name to sign in with.
    pub login: String,
    /// Its role.
    pub role: Role,
    /// Code of its place.
    pub place: String,
    /// Its password, which the demo prints as well.
    pub password: String,
}

/// The identity provider (统一身份认证), where one is configured.
#[derive(Clone)]
pub struct Oidc {
    /// How it is configured.
    pub provider: OidcProvider,
    /// How it is reached.
    pub fetch: Arc<dyn HttpFetch>,
}

/// Shared by all handlers of this crate. Cheap to clone.
#[derive(Clone)]
pub struct People {
    /// Store, clock, words, places.
    pub core: Core,
    /// The identity provider, where one is configured.
    pub oidc: Option<Arc<Oidc>>,
    /// Accounts to show on the sign-in page. Shown in demo mode only, whatever is in here.
    pub demo: Arc<Vec<DemoLogin>>,
}

impl People {
    /// Without identity provider and demo accounts.
    pub fn new(core: Core) -> Self {
        Self { core, oidc: None, demo: Arc::default() }
    }

    /// With an identity provider.
    #[must_use]
    pub fn with_oidc(mut self, oidc: Option<Oidc>) -> Self {
        self.oidc = oidc.map(Arc::new);
        self
    }

    /// With accounts to show on the sign-in page in demo mode.
    #[must_use]
    pub fn with_demo(mut self, demo: Vec<DemoLogin>) -> Self {
        self.demo = Arc::new(demo);
        self
    }

    /// Today in China.
    pub(crate) fn today(&self) -> Date {
        self.core.world.today()
    }

    /// The tree of places for decisions today.
    pub(crate) fn places(&self) -> PlacesOn {
        self.core.scope_on(self.today())
    }

    /// The visitor as a use case wants them.
    pub(crate) fn caller<'a>(
        &'a self,
        visitor: &'a Visitor,
        places: &'a PlacesOn,
        once: Option<&'a Once>,
    ) -> Caller<'a> {
        Caller { world: &self.core.world, actor: &visitor.actor, grants: &visitor.grants, places, once }
    }
}

/// Where a request comes from, as sign-in wants to know it.
pub(crate) fn client(visitor: &Visitor, headers: &HeaderMap) -> Client {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Client {
        source: visitor.actor.source.clone(),
        agent: agent.to_owned(),
        device: cookie(headers, DEVICE_COOKIE).map(Token::received),
        trace: visitor.actor.trace.clone(),
    }
}

/// The visitor's full session. Programs with a token have none: one's own account is for the person alone.
pub(crate) fn own_session(visitor: &Visitor) -> Result<&Session, Fault> {
    visitor.must_be_signed_in()?;
    visitor.session.as_deref().ok_or_else(|| Fault::new(ErrorKind::Denied, "people_session_needed"))
}
