//! Reports (报表): started from the last period, saved, submitted, given back, corrected, changed by force; one file a use case.
//!
//! It must never count a draft, never lose what a report was before, and never change a locked period without two people.

mod cells;
mod checking;
mod eligible;
mod force;
mod give_back;
mod lock;
mod model;
mod note;
mod put;
mod save;
mod show;
mod start;
mod submit;

pub use crate::store::act::{Act, Before};
pub use crate::store::note::{GivenBack, Note};
pub use crate::store::period::{Forced, Lock};
pub use cells::{lenient, strict};
pub use checking::{Checking, check_of, earlier};
pub use eligible::{Membership, due_on, eligible, in_use, is_late, membership};
pub use force::{ask as force_ask, decide as force_decide};
pub use give_back::{ToGiveBack, give_back};
pub use lock::{lock, must_be_open, unlock};
pub use model::{Counted, KeptDoubt, Reasons, Report, State, differing, digest, kept};
pub use note::{NewNote, add as add_note, close as close_note};
pub use put::put;
pub use save::{Saved, save};
pub use show::{Brief, Filter, Shown, list, readable, show};
pub use start::{fresh, start};
pub use submit::{Submission, sound, submit, submitted};
