//! What may be done with rounds. Who may not see a round is told that there is none.

mod answer;
mod confirm;
mod keep;
mod night;
mod open;
mod rank;
mod wish;

pub(crate) use anye_access::may;
use anye_access::{Caller, Permission, must};
use anye_base::{ErrorKind, Fault};
use anye_db::Read;

pub use answer::{Answered, answer};
pub use confirm::confirm;
pub use keep::{Kept, keep_up};
pub use night::{Checked, night};
pub use open::{NewRound, open};
pub use rank::rank;
pub use wish::wish;

use crate::Posts;
use crate::definition::Allocation;
use crate::model::{Round, Whole};
use crate::store;

/// A round that the caller may see.
async fn seen(from: &mut impl Read, caller: &Caller<'_>, id: &str) -> Result<Round, Fault> {
    store::find(from, id)
        .await?
        .filter(|one| may(caller, Permission::RegistersRead, &one.place))
        .ok_or_else(|| Fault::not_found("round"))
}

/// Nobody wrote since the caller looked.
fn current(round: &Round, seen: i64) -> Result<(), Fault> {
    if round.version == seen { Ok(()) } else { Err(Fault::new(ErrorKind::Conflict, "posts_changed")) }
}

/// It has to be in this state for what is wanted.
fn in_state(round: &Round, states: &[&str]) -> Result<(), Fault> {
    if states.contains(&round.state.as_str()) {
        return Ok(());
    }
    Err(Fault::new(ErrorKind::Conflict, "posts_not_now").arg("state", &round.state))
}

impl Posts {
    /// What the pack says about a kind of round.
    ///
    /// # Errors
    /// There is none of this id.
    pub fn allocation(&self, id: &str) -> Result<&Allocation, Fault> {
        self.allocations.iter().find(|one| one.id == id).ok_or_else(|| Fault::not_found("allocation"))
    }
}

/// The newest rounds where the caller may look.
///
/// # Errors
/// The store's own.
pub async fn list(posts: &Posts, caller: &Caller<'_>) -> Result<Vec<Round>, Fault> {
    let counties = posts.rooms.counties(caller, Permission::RegistersRead);
    let mut all = store::list(&mut &posts.rooms.core().db, &counties).await?;
    all.retain(|one| may(caller, Permission::RegistersRead, &one.place));
    Ok(all)
}

/// A round with its places and candidates.
///
/// # Errors
/// There is none that the caller may see.
pub async fn show(posts: &Posts, caller: &Caller<'_>, id: &str) -> Result<Whole, Fault> {
    let mut db = &posts.rooms.core().db;
    let round = seen(&mut db, caller, id).await?;
    Ok(Whole {
        places: store::places(&mut db, id).await?,
        candidates: store::candidates(&mut db, id).await?,
        round,
    })
}

/// What everybody may see once the order is confirmed.
///
/// # Errors
/// There is none, or it is not confirmed.
pub async fn public(posts: &Posts, id: &str) -> Result<Whole, Fault> {
    let mut db = &posts.rooms.core().db;
    let round = store::find(&mut db, id).await?;
    let round = round
        .filter(|one| matches!(one.state.as_str(), "confirmed" | "closed"))
        .ok_or_else(|| Fault::not_found("round"))?;
    Ok(Whole {
        places: store::places(&mut db, id).await?,
        candidates: store::candidates(&mut db, id).await?,
        round,
    })
}
