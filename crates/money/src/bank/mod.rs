//! Files for banks and from them (银行文件). Pure: lines to bytes, bytes to outcomes. A file is taken in whole or not at all.

mod read;
mod write;

pub use read::{Came, FileFault, Outcome, read};
pub use write::{Going, write};
