//! Files for banks and from them (银行文件). Pure: lines to bytes, bytes to outcomes. A file is taken in whole or not at all.

mod read;
mod sheet;
mod write;

pub use read::{Came, FileFault, FileRow, Outcome, read, take};
pub use sheet::{is_workbook, rows};
pub use write::{Going, write, write_workbook};
