//! Counts of programmes (业务统计) as they follow from the declaration: by programme, place and time; by step; by reason of refusal. Every count drills down to exactly its cases.

mod add;
mod model;
mod public;
mod reach;
mod row;

pub use add::{cases, count};
pub use model::{Count, Measure, Reason, StepCount, Wanted};
pub use public::{OUTCOMES, PublicTable, SMALL, public};
pub use reach::{Reach, reach, reached};
pub(crate) use row::{Row, Step, Time};
