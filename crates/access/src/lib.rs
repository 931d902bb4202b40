//! People and access (人员与权限): accounts, sign-in, sessions, and who may do what at which place.
//!
//! Deny by default: a right exists only where a grant of a role at a place gives it. This crate must never know the web, a
//! jurisdiction or a feature: roles and permissions are general mechanism, places are texts whose tree somebody else holds.

pub mod account;
mod behalf;
pub mod caller;
mod colleague;
pub mod explain;
mod fault;
pub mod grant;
mod hashing;
pub mod messages;
pub mod model;
pub mod oidc;
pub mod password;
mod rules;
mod secret;
pub mod session;
pub mod start;
mod sweep;
mod throttle;
pub mod token;
#[doc(hidden)]
pub mod totp;

pub use account::{AccountBrief, AccountKind, AccountView};
pub use behalf::Behalf;
pub use caller::{Caller, Refused, denied, may, must};
pub use colleague::{colleague, portal_account};
pub use hashing::{Cost, Hasher, HashingFailed};
pub use model::{
    Decision, Family, Grant, Grants, Permission, PlaceScope, Reach, Reason, Right, Role, Scope, Target,
    allowed_scopes, decide, exclusive, may_at_all, rights_of,
};
pub use password::{PasswordPolicy, Weakness};
pub use rules::{Rules, SessionLimits, ThrottleLimits};
pub use secret::Token;
pub use session::{Client, Session, SignedIn, Stage, load_session};
pub use start::Mode;
pub use sweep::sweep;
