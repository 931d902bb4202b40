//! Funds of the pack (资金目录): what there is, what each may pay, who bears how much, what is watched.

mod layout;
mod load;
mod model;
mod raw;
mod read;
mod reading;

pub use load::{demo, load};
pub use model::{Approval, Bank, Beyond, Field, Fund, Funds, Level, Rule, Sharing, Use, Watch, split};
pub use read::read;
pub use reading::Known;
