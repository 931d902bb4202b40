//! Who sends a request: session cookie or program token turned into a [`Visitor`], once, in front of everything else.

use std::sync::Arc;

use anye_access::{Decision, Grants, Permission, Session, Stage, Target, allowed_scopes, decide, may_at_all};
use anye_base::{Actor, Date, ErrorKind, Fault, Lang};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::choices::Choices;
use crate::core::Core;
use crate::guard::denied;
use crate::i18n::Texts;
use crate::problem::Failed;

/// Somebody who sends a request, signed in or not.
#[derive(Clone)]
pub struct Visitor {
    /// As the audit log names them.
    pub actor: Actor,
    /// Their session, where they are signed in with one.
    pub session: Option<Arc<Session>>,
    /// What they may do today.
    pub grants: Arc<Grants>,
    /// Whether a cookie identifies them, so that forged requests are possible.
    pub by_cookie: bool,
    /// The token that their forms carry.
    pub csrf: String,
    /// The words in their language.
    pub texts: Texts,
    /// Language, theme, size, place and date they chose.
    pub choices: Arc<Choices>,
}

impl Visitor {
    /// Their language.
    pub fn lang(&self) -> Lang {
        self.texts.lang
    }

    /// Their account, where they are signed in fully.
    pub fn account(&self) -> Option<&str> {
        (!self.grants.account().is_empty()).then(|| self.grants.account())
    }

    /// The place they belong to; the home place for those who belong nowhere.
    pub fn own_place<'a>(&'a self, core: &'a Core) -> &'a str {
        self.session
            .as_ref()
            .map_or(core.settings.home_place.as_str(), |session| session.account.place.as_str())
    }

    /// The day their questions are about.
    pub fn as_of(&self, core: &Core) -> Date {
        self.choices.as_of.unwrap_or_else(|| core.world.today())
    }

    /// Whether they hold a permission for anything at all.
    pub fn may_at_all(&self, permission: Permission) -> bool {
        may_at_all(&self.grants, permission)
    }

    /// Decides about one target, as of today.
    pub fn decide(&self, core: &Core, permission: Permission, target: Target<'_>) -> Decision {
        decide(&self.grants, permission, target, &core.scope_on(core.world.today()))
    }

    /// Whether they may do this at a place.
    pub fn may(&self, core: &Core, permission: Permission, place: Option<&str>) -> bool {
        self.decide(core, permission, Target { place, account: None }).allowed
    }

    /// Refuses unless they may do this at a place. The refusal is recorded by [`crate::answer`].
    pub fn must(&self, core: &Core, permission: Permission, place: Option<&str>) -> Result<(), Fault> {
        if self.may(core, permission, place) { Ok(()) } else { Err(denied(permission)) }
    }

    /// From where and how far a permission reaches, for filtering lists.
    pub fn scopes(&self, permission: Permission) -> Vec<anye_access::Scope> {
        allowed_scopes(&self.grants, permission)
    }

    /// Refuses unless somebody is signed in, with all steps of sign-in behind them.
    pub fn must_be_signed_in(&self) -> Result<(), Fault> {
        let waiting = self.session.as_ref().is_some_and(|session| session.stage != Stage::Full);
        if self.account().is_some() && !waiting {
            Ok(())
        } else {
            Err(Fault::new(ErrorKind::Unauthenticated, "sign_in_first"))
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failed> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Failed(Fault::internal("the visitor layer is missing")))
    }
}
