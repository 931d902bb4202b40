//! Programmes as JSON: the same use cases as the pages.

mod application;
mod cases;
mod counts;
mod offers;
mod papers;
mod public;

pub use application::*;
pub use cases::*;
pub use counts::*;
pub use offers::*;
pub use papers::*;
pub use public::*;
