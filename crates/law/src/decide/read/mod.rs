//! x
mod error;
pub use error::{FactError, nearest};
