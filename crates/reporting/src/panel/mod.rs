//! Panels (监测样本): the frame, a stratified design, a draw that can be repeated from its seed, entry and exit, rotation and replacement.
//!
//! It must never draw by anything but the design: the same frame, design and seed give the same members.

mod allocate;
mod asked;
mod composition;
mod draw;
mod enrol;
mod frame;
mod matched;
mod pairs;
mod rotate;
mod select;
mod shortfall;
pub(crate) mod source;
pub(crate) mod store;

pub use allocate::{Share, allocate};
pub use asked::{Asked, latest, running, summed};
pub use composition::{FACTORS, Factor, Part, composition};
pub use draw::{Drawn, StratumPlan, draw, selections};
pub use enrol::{Enrolment, Exit, enrol, exit};
pub use frame::{Frame, Unit, frame};
pub use matched::{Linked, MOST as MOST_PERIODS, matched};
pub(crate) use pairs::Pairs;
pub use rotate::{Rotated, replace, rotate};
pub use select::{rank, selected, weight};
pub use shortfall::{CityShortfall, Shortfall, shortfall};
pub use store::{Member, count_active, member, members};
