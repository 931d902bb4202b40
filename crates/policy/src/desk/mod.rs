//! The policy desk (政策工作台): each document's articles beside their rules and scenarios as run now, what is not covered, conflicts, findings of the checker, versions.

mod conflicts;
mod document;
mod findings;
mod front;
mod stand;
mod version;
mod versions;

pub use conflicts::conflicts;
pub use document::document;
pub use findings::{at as findings_at, findings};
pub use front::front;
pub use stand::Stand;
pub use version::{decide as version_decide, show as version_show};
pub use versions::{errors, is_shown, list as versions, propose as versions_propose, with_status};
