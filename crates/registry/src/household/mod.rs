//! Households (家庭): who belongs to which, in which role, from when to when. A person belongs to one household at a time; that follows from how it is kept, as one
//! dated fact of the person. It must never forget who belonged before.

mod member;

pub(crate) use member::on_day;
pub use member::{
    Household, Member, NewHousehold, NewMember, find, leave, members, merge, move_to, register, register_in,
    split,
};

/// Kind of the dictionary.
pub const KIND: &str = "households";

/// Roles (与户主关系).
pub const ROLES: [&str; 7] = ["head", "spouse", "child", "parent", "sibling", "grandchild", "other"];
