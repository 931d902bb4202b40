//! What people do to findings: one use case a file, all with the version they are based on and a reason on record.

mod add;
mod change;
mod confirm;
mod correct;
mod history;
mod reject;
mod reopen;

pub use add::add;
pub use change::{Edited, FindingAt};
pub use confirm::confirm;
pub use correct::correct;
pub use history::history;
pub use reject::reject;
pub use reopen::reopen;
