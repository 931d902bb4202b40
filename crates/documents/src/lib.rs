//! The library of documents (政策文件库): official documents in, a record that can be searched, cited and corrected out.
//!
//! One file per use case; the API, the pages and the command line are faces of the same use cases. SQL lives in `store` only. This
//! crate must never know what a benefit or a case is, and never decides what a text means: that is read by gazette and findings.

pub mod keys;
pub mod model;
pub mod overlay;
pub mod view;
