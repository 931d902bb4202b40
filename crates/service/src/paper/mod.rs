//! Papers of an application as files (材料附件): PDF, JPEG and PNG by what they hold, not by what they are called; sealed and kept under their digest, read only by who may
//! see the case, each reading recorded. It must never hand out a file whose bytes are not those that were sent, nor let a browser run one.

mod keep;
mod kind;
mod model;
mod sealed;
mod see;

pub use keep::{Attaching, attach, remove};
pub use kind::Kind;
pub use model::Paper;
pub use sealed::FilesReseal;
pub(crate) use see::may_attach;
pub use see::{Content, content, list, seen};
