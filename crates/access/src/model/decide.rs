//! The decision: may these grants do this to that, and because of what.

use super::{Grant, Grants, Permission, PlaceScope, Reach, Role, rights_of};

/// What something is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Target<'a> {
    /// The place it belongs to.
    pub place: Option<&'a str>,
    /// The account it belongs to.
    pub account: Option<&'a str>,
}

impl<'a> Target<'a> {
    /// What belongs to the system as a whole. Only rights that reach everywhere cover it.
    pub const SYSTEM: Target<'static> = Target { place: None, account: None };

    /// Something of a place.
    pub fn place(code: &'a str) -> Self {
        Self { place: Some(code), account: None }
    }

    /// Something of an account.
    pub fn account(id: &'a str) -> Self {
        Self { place: None, account: Some(id) }
    }
}

/// Why something is allowed or denied. The pages "who can see this" and "why can X see this" show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Allowed by this grant, which reaches so far.
    Granted {
        /// The grant.
        grant: Grant,
        /// How far the role reaches.
        reach: Reach,
    },
    /// Denied: nobody is signed in, or the account holds no role.
    NoGrants,
    /// Denied: no role that the account holds gives this permission.
    NoRight,
    /// Denied: a role gives the permission, but not at this place or for this account.
    OutOfReach {
        /// The grant that comes nearest.
        grant: Grant,
        /// How far the role reaches.
        reach: Reach,
    },
    /// Denied: the token was made for less.
    TokenLimit,
    /// Denied: the account holds two roles that exclude each other.
    Conflict(Role, Role),
}

impl Reason {
    /// The word; its text is under `reason-<word>` in the catalogues.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Granted { .. } => "granted",
            Self::NoGrants => "no_grants",
            Self::NoRight => "no_right",
            Self::OutOfReach { .. } => "out_of_reach",
            Self::TokenLimit => "token_limit",
            Self::Conflict(..) => "conflict",
        }
    }
}

/// Yes or no, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether it may be done.
    pub allowed: bool,
    /// Because of what.
    pub because: Reason,
}

/// A place from which a right reaches so far: what lists are filtered by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Code of the place.
    pub place: String,
    /// How far from there.
    pub reach: Reach,
}

/// Decides. Denies wherever nothing in the table of roles says yes.
pub fn decide(
    grants: &Grants,
    permission: Permission,
    target: Target<'_>,
    places: &dyn PlaceScope,
) -> Decision {
    let deny = |because| Decision { allowed: false, because };
    if let Some(because) = barred(grants, permission) {
        return deny(because);
    }
    let mut nearest = None;
    for (grant, reach) in giving(grants, permission) {
        if covers(grant, reach, grants.account(), target, places) {
            return Decision { allowed: true, because: Reason::Granted { grant: grant.clone(), reach } };
        }
        nearest = nearest.or_else(|| Some(Reason::OutOfReach { grant: grant.clone(), reach }));
    }
    deny(nearest.unwrap_or(Reason::NoRight))
}

/// Whether the permission is held for anything at all: whether a page is worth a link.
pub fn may_at_all(grants: &Grants, permission: Permission) -> bool {
    barred(grants, permission).is_none() && giving(grants, permission).next().is_some()
}

/// From where and how far the permission reaches. Empty: nothing may be shown.
pub fn allowed_scopes(grants: &Grants, permission: Permission) -> Vec<Scope> {
    if barred(grants, permission).is_some() {
        return Vec::new();
    }
    giving(grants, permission).map(|(grant, reach)| Scope { place: grant.place.clone(), reach }).collect()
}

fn barred(grants: &Grants, permission: Permission) -> Option<Reason> {
    if grants.account().is_empty() || grants.held().is_empty() {
        return Some(Reason::NoGrants);
    }
    if let Some((one, other)) = grants.conflict() {
        return Some(Reason::Conflict(one, other));
    }
    grants.shuts_out(permission).then_some(Reason::TokenLimit)
}

fn giving(grants: &Grants, permission: Permission) -> impl Iterator<Item = (&Grant, Reach)> {
    grants.held().iter().filter_map(move |grant| {
        rights_of(grant.role)
            .iter()
            .find(|right| right.permission == permission)
            .map(|right| (grant, right.reach))
    })
}

fn covers(grant: &Grant, reach: Reach, account: &str, target: Target<'_>, places: &dyn PlaceScope) -> bool {
    let own = grant.place.as_str();
    match reach {
        Reach::Everywhere => true,
        Reach::SelfOnly => target.account == Some(account),
        Reach::Own => target.place == Some(own),
        Reach::Below => target.place.is_some_and(|place| place == own || places.is_within(place, own)),
        Reach::Line => target.place.is_some_and(|place| {
            place == own || places.is_within(place, own) || places.is_within(own, place)
        }),
    }
}
