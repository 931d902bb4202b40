//! What handlers take from a request: forms and JSON with their protection, versions, pages.

mod body;
mod paging;
mod precondition;
mod sent;
mod upload;

pub use body::{Form, Json};
pub use paging::Paging;
pub use precondition::{IfMatch, etag};
pub use sent::once_for;
pub use upload::{Upload, UploadedFile};
