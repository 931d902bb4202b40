//! What handlers take from a request: forms and JSON with their protection, versions, pages.

mod body;
mod paging;
mod precondition;
mod upload;

pub use body::{Form, Json, once_for};
pub use paging::Paging;
pub use precondition::{IfMatch, etag};
pub use upload::{Upload, UploadedFile};
