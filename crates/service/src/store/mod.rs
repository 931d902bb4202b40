//! Rows of programmes. Nothing is deleted; a row is changed only while its number is the one that was seen.

pub(crate) mod application;
pub(crate) mod candidate;
pub(crate) mod case;
pub(crate) mod count;
pub(crate) mod issued;
pub(crate) mod list;
pub(crate) mod paper;
pub(crate) mod public;
pub(crate) mod reach;
pub(crate) mod subject;
