//! The policy desk (政策工作台): each document's articles beside their rules and scenarios as run now, what is not covered, conflicts, findings of the checker.

mod conflicts;
mod document;
mod findings;
mod front;
mod stand;

pub use conflicts::conflicts;
pub use document::document;
pub use findings::findings;
pub use front::front;
pub use stand::Stand;
