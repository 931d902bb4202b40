//! Who may do what with the money of which place. Money that may not be seen is as if it were not there.

pub use anye_access::{may, must};
