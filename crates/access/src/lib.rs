//! People and access (人员与权限): accounts, sign-in, sessions, and who may do what at which place.
//!
//! Deny by default: a right exists only where a grant of a role at a place gives it. This crate must never know the web, a
//! jurisdiction or a feature: roles and permissions are general mechanism, places are texts whose tree somebody else holds.

pub mod account;
pub mod model;
pub mod session;

pub use account::{AccountBrief, AccountKind};
pub use model::{
    Decision, Family, Grant, Grants, Permission, PlaceScope, Reach, Reason, Right, Role, Scope, Target,
    allowed_scopes, decide, exclusive, may_at_all, rights_of,
};
pub use session::{Session, Stage};
