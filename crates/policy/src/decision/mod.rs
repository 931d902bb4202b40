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

use anye_base::Fault;
use anye_db::Read;

/// A decision, for a feature that shows it where it has decided who may.
///
/// # Errors
/// The store's own.
pub async fn find(from: &mut impl Read, id: &str) -> Result<Option<Kept>, Fault> {
    Ok(store::find(from, id).await?)
}

/// Grants that still stand about any of these things, kind and id: what a ledger of earlier grants is made of.
///
/// # Errors
/// The store's own.
pub async fn granted(from: &mut impl Read, things: &[(String, String)]) -> Result<Vec<Kept>, Fault> {
    Ok(store::granted(from, things).await?)
}

/// The same for many things of one kind, in few questions.
///
/// # Errors
/// The store's own.
pub async fn granted_many(from: &mut impl Read, kind: &str, ids: &[String]) -> Result<Vec<Kept>, Fault> {
    Ok(store::granted_many(from, kind, ids).await?)
}

pub use compare::{Difference, Gist};
pub use keep::{Wish, answer, keep, keep_in};
pub use list::{Filter, list, offered};
pub use look::{look, open};
pub use mask::{answer as masked_answer, facts as masked_facts, name as masked_name};
pub use model::Kept;
pub use pages::{list as list_page, open as open_page, replay as replay_page, show as show_page};
pub use replay::{Again, Replay, replay};
pub use work::{Asked, work, wrong};
