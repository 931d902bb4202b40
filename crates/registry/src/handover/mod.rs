//! Hand-over between offices (转移接续): one office offers, the other takes or refuses. Nothing moves before it is taken, nothing is lost meanwhile, and both see how
//! it stands. It must never show the other office more than a covered name before it has taken somebody.

mod answer;
mod list;
mod model;
mod offer;
pub(crate) mod store;

pub use answer::{accept, refuse, withdraw};
pub use list::{Box, list, of_entry, waiting};
pub use model::{Handover, NewHandover, Seen};
pub use offer::offer;
pub(crate) use offer::offer_entry_in;
