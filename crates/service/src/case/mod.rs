//! From an application to a final decision (办理), one use case a file. None may change a case without its number as seen, nor without an audit record.

mod act;
mod appeal;
mod ask;
mod decide;
mod draft;
mod find;
mod finish;
mod held;
mod list;
mod meet;
mod number;
mod pass;
pub(crate) mod rights;
mod send;
pub(crate) mod settle;
mod show;
mod start;
mod together;
mod void;
mod touch;
mod whom;
mod withdraw;

pub use act::{Act, act};
pub use appeal::appeal;
pub use draft::{Draft, draft, save};
pub(crate) use finish::effects_of;
pub(crate) use held::{Held, office};
pub use list::{Filter, Line, list, open_and_late};
pub use meet::{Both, Met, meet};
pub use send::send;
pub use show::{by_case, show};
pub use start::{Start, start};
pub(crate) use start::{is_bundled, is_open};
pub use together::{Waiting, decide_waiting, together, waiting};
pub use void::void;
pub use withdraw::withdraw;
