//! The first start: is this a demo or real, and who are the first three people.

mod bootstrap;
mod demo;
mod mode;
mod store;

pub use bootstrap::{Administrator, BootstrapError, FirstAccount, bootstrap};
pub use demo::{
    DemoAccount, DemoError, DemoPlan, demo_account, demo_account_id, demo_accounts, demo_login, demo_password,
};
pub use mode::{Mode, ModeError, check_mode, settle_mode, store_mode};
