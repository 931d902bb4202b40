//! Walking a TOML table with its places, for others whose files are part of a pack too. It must never know what a key means.

pub use crate::near::nearest;
pub use crate::read::codes::{list as code_list, read as code_lists};
pub use crate::read::table::{File, Shown, Tab, Text};
