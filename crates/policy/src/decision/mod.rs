//! Decisions that are kept (决定): made by the law in use, with the facts given and the whole answer, worked out again whenever somebody asks.
//!
//! A decision that was kept is never changed: another supersedes it. It must never be read without a record, nor its facts shown in clear without a purpose.

pub mod api;
mod compare;
mod keep;
mod list;
mod look;
mod mask;
mod model;
mod pages;
mod replay;
mod store;
mod work;

pub use compare::{Difference, Gist};
pub use keep::{Wish, keep};
pub use list::{Filter, list, offered};
pub use look::{look, open};
pub use mask::{answer as masked_answer, facts as masked_facts, name as masked_name};
pub use model::Kept;
pub use pages::{list as list_page, open as open_page, replay as replay_page, show as show_page};
pub use replay::{Again, Replay, replay};
pub use work::{Asked, wrong};
