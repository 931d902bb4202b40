//! Rows of this crate. SQL stands here and nowhere else.

pub mod act;
pub mod bulk;
pub mod note;
pub mod period;
pub mod report;
