//! Places and their holders held together (实名制): a place is taken while one named person, whose identity was verified, holds it, and free otherwise. Nobody sets it by hand.

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::Begin;
use anye_db::audit::Event;
use anye_registry::entry::{self, Entry, Filter, bond};
use serde_json::{Value, json};

use super::open::all;
use super::{current, must, seen as seen_round};
use crate::Posts;
use crate::definition::Allocation;
use crate::model::Round;

/// What changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    /// Places taken now.
    pub taken: usize,
    /// Places free again.
    pub freed: usize,
}

/// A place whose state is not what its holder says: the place, the state it gets, the holder.
type Change = (Entry, String, Option<String>);

/// Whether somebody holds the place that the entry names: open, confirmed where that is asked for, verified.
pub(super) fn holds(plan: &Allocation, holder: &Entry) -> bool {
    holder.register == plan.holders
        && holder.is_open
        && !holder.pending
        && holder.fields.get(&plan.verified) == Some(&Value::Bool(true))
}

async fn changes(
    posts: &Posts,
    caller: &Caller<'_>,
    plan: &Allocation,
    place: &str,
) -> Result<Vec<Change>, Fault> {
    let at = |register: &str, state: &str| Filter {
        register: register.to_owned(),
        state: state.to_owned(),
        place: place.to_owned(),
        open: "yes".to_owned(),
        ..Filter::default()
    };
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for holder in all(posts, caller, &at(&plan.holders, "")).await? {
        if let (true, Some(post)) =
            (holds(plan, &holder), holder.fields.get(&plan.into).and_then(Value::as_str))
        {
            named.insert(post.to_owned(), holder.id.clone());
        }
    }
    let mut made = Vec::new();
    for post in all(posts, caller, &at(&plan.places, &plan.vacant)).await? {
        if let Some(holder) = named.get(&post.id).cloned() {
            made.push((post, plan.taken.clone(), Some(holder)));
        }
    }
    for post in all(posts, caller, &at(&plan.places, &plan.taken)).await? {
        // A holder may be registered at another place than the post.
        let held = named.contains_key(&post.id)
            || bond::naming(&posts.rooms, caller, &post).await?.iter().any(|one| holds(plan, one));
        if !held {
            made.push((post, plan.vacant.clone(), None));
        }
    }
    Ok(made)
}

/// Brings the places at and below a place up to date; what is as it should be is left alone.
pub(super) async fn keep(
    posts: &Posts,
    caller: &Caller<'_>,
    plan: &Allocation,
    place: &str,
) -> Result<Kept, Fault> {
    let changes = changes(posts, caller, plan, place).await?;
    let mut kept = Kept::default();
    if changes.is_empty() {
        return Ok(kept);
    }
    let (world, today) = (caller.world, caller.world.today());
    let mut tx = posts.rooms.core().db.begin_internal(world, caller.actor).await?;
    for (post, to, holder) in &changes {
        let last = post.course.last().map_or(post.from, |turn| turn.day);
        let note = holder.as_deref().unwrap_or_default();
        entry::change_in(&mut tx, &posts.rooms, post, to, today.max(last), "", note).await?;
        if holder.is_some() {
            kept.taken += 1
        } else {
            kept.freed += 1
        }
        let detail =
            json!({ "register": post.register, "before": post.state, "after": to, "holder": holder });
        tx.note(Event::new("entry.change", "entry", &post.id).at_place(&post.place).detail(&detail));
    }
    let detail = json!({ "taken": kept.taken, "freed": kept.freed });
    tx.commit(Event::new("posts.keep", "allocation", &plan.id).at_place(place).detail(&detail)).await?;
    Ok(kept)
}

/// Brings the places of a round's place up to date (按在岗名册更新岗位).
///
/// # Errors
/// Not there, not allowed, changed meanwhile.
pub async fn keep_up(posts: &Posts, caller: &Caller<'_>, id: &str, seen: i64) -> Result<Round, Fault> {
    let round = seen_round(&mut &posts.rooms.core().db, caller, id).await?;
    must(caller, Permission::RegistersWork, &round.place)?;
    current(&round, seen)?;
    let plan = posts.allocation(&round.allocation)?;
    // Doing it twice does nothing twice: the key is taken afterwards, so that what broke off is done by the repeat.
    let kept = keep(posts, caller, plan, &round.place).await?;
    let tx = match posts.rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let detail = json!({ "taken": kept.taken, "freed": kept.freed });
    let event = Event::new("posts.keep_up", "post_round", id).at_place(&round.place).detail(&detail);
    tx.commit_with(event, &round).await?;
    Ok(round)
}
