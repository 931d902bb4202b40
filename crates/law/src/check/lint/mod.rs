//! The single checks, one concern a file. None may change the book or depend on the order of another.

pub(super) mod branches;
pub(super) mod cites;
pub(super) mod conditions;
pub(super) mod dates;
pub(super) mod exceptions;
pub(super) mod groups;
pub(super) mod money;
pub(super) mod names;
pub(super) mod params;
pub(super) mod places;
pub(super) mod relations;
pub(super) mod scenarios;
pub(super) mod topics;
pub(super) mod unused;
