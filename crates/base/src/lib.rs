//! The words every crate shares: who acts, what time it is, how things fail, how lists are paged.
//!
//! Pure. This crate must never know the database, the web, a feature or a jurisdiction, and never asks the machine for the time
//! or for random numbers except in [`world::System`], which the binary puts in at the top.

pub mod actor;
pub mod error;
pub mod lang;
pub mod name;
pub mod page;
pub mod world;

pub use actor::{Actor, ActorKind};
pub use error::{ErrorKind, Fault, FieldFault};
pub use lang::Lang;
pub use name::masked_name;
pub use page::{Cursor, Limit, Page};
pub use world::{Clock, Entropy, World};

/// A calendar day.
pub type Date = jiff::civil::Date;
