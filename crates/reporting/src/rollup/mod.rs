//! Sums up the tree (汇总): form × period × place × dimension × class, changed by differences in the transaction that changes a report.
//!
//! A figure is read, never computed from all reports; computing it again exists only as a checker ([`check`]).

mod apply;
mod check;
mod layout;
mod one;
mod read;
mod sums;
mod text;

pub use apply::{Changes, Spread};
pub use check::{Difference, check};
pub use layout::{ALL, Layout};
pub use one::Picked;
pub use read::{Figure, children, figure, figures, split};
pub use sums::{Class, Sums};
