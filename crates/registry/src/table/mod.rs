//! Tables over registers (统计表): counted in the store by what the pack declares, as of a day and as far as was known at a time, each figure leading to the very entries that make it.
//!
//! They must never bring the entries themselves into memory, know a register by its name, or show a stranger a figure so small that it tells of somebody.

mod change;
mod columns;
mod count;
mod cover;
mod model;
mod names;
mod sheet;
mod spells;
mod store;

pub use columns::{key_name, key_text};
pub use count::{count, count_over, count_public, drill};
pub use model::{Beside, Cell, Column, CountAsked, Mark, Served, Table, beside};
pub(crate) use names::{called, names_in};
pub use sheet::sheet;
pub use spells::{Spell, served, whole_months};
pub(crate) use store::was::keep;
