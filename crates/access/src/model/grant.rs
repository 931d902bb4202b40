//! What an account holds: roles at places, and the rule that keeps the three administrators apart.

use super::{Permission, Role};

/// A role held at a place (授权). Whether it is in force today was settled when it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its id, so that a reason can point at it.
    pub id: String,
    /// The role.
    pub role: Role,
    /// Code of the place.
    pub place: String,
}

/// All that an account holds at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grants {
    account: String,
    held: Vec<Grant>,
    limit: Option<Vec<Permission>>,
}

impl Grants {
    /// What this account holds.
    pub fn new(account: impl Into<String>, held: Vec<Grant>) -> Self {
        Self { account: account.into(), held, limit: None }
    }

    /// Nobody signed in: nothing.
    pub fn none() -> Self {
        Self::new("", Vec::new())
    }

    /// The same, but only for these permissions: the rights of a program's token.
    #[must_use]
    pub fn limited_to(mut self, permissions: Vec<Permission>) -> Self {
        self.limit = Some(permissions);
        self
    }

    /// The account; empty where nobody is signed in.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The grants.
    pub fn held(&self) -> &[Grant] {
        &self.held
    }

    /// Whether it holds the role anywhere.
    pub fn holds(&self, role: Role) -> bool {
        self.held.iter().any(|grant| grant.role == role)
    }

    /// Whether it holds one of the three administrator roles.
    pub fn administers(&self) -> bool {
        self.held.iter().any(|grant| grant.role.is_administrator())
    }

    /// Whether a token's limit shuts this permission out.
    pub(super) fn shuts_out(&self, permission: Permission) -> bool {
        self.limit.as_ref().is_some_and(|limit| !limit.contains(&permission))
    }

    /// Two roles held together that exclude each other. Such an account has no rights at all until that is put right.
    pub fn conflict(&self) -> Option<(Role, Role)> {
        let roles = || self.held.iter().map(|grant| grant.role);
        roles()
            .flat_map(|one| roles().map(move |other| (one, other)))
            .find(|(one, other)| exclusive(*one, *other))
    }
}

/// Whether one person must not hold both (三员互斥): an administrator role excludes every other role.
pub fn exclusive(one: Role, other: Role) -> bool {
    one != other && (one.is_administrator() || other.is_administrator())
}
