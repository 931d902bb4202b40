//! Pages of the register of employers. They show and change nothing.

mod list;
mod show;

pub use list::list;
pub use show::show;
