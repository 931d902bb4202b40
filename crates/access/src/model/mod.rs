//! What a right is and how it is decided. Pure: no store, no clock.

mod decide;
mod grant;
mod permission;
mod place;
mod role;
mod table;

pub use decide::{Decision, Reason, Scope, Target, allowed_scopes, decide, may_at_all};
pub use grant::{Grant, Grants, exclusive};
pub use permission::Permission;
pub use place::PlaceScope;
pub use role::{Family, Role};
pub use table::{Reach, Right, rights_of};
