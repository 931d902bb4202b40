//! Answering an offer (接受、放弃): a place that is declined goes to the next who waits and would take it.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::Begin;
use anye_db::audit::Event;
use serde_json::json;

use super::{current, in_state, must, seen as seen_round};
use crate::Posts;
use crate::assign::Wish;
use crate::model::Round;
use crate::store;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered<'a> {
    /// Of whom.
    pub person: &'a str,
    /// Whether they take it.
    pub accepts: bool,
    /// Why not; or a remark.
    pub note: &'a str,
}

/// Keeps the answer.
///
/// # Errors
/// Nothing is offered to them, no reason to decline, changed meanwhile, not allowed.
pub async fn answer(
    posts: &Posts,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    answer: &Answered<'_>,
) -> Result<Round, Fault> {
    let mut tx = match posts.rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let round = seen_round(&mut tx, caller, id).await?;
    must(caller, Permission::RegistersWork, &round.place)?;
    in_state(&round, &["confirmed"])?;
    current(&round, seen)?;
    let note = answer.note.trim();
    if !answer.accepts && note.is_empty() || note.chars().count() > 400 {
        let field = FieldFault::new("note", "posts_note");
        return Err(Fault::new(ErrorKind::Invalid, "posts_invalid").field(field));
    }
    let mut all = store::candidates(&mut tx, id).await?;
    let at = all
        .iter()
        .position(|one| one.person == answer.person)
        .ok_or_else(|| Fault::not_found("candidate"))?;
    if all[at].state != "offered" {
        return Err(Fault::new(ErrorKind::Conflict, "posts_not_offered"));
    }
    let place = all[at].offered;
    note.clone_into(&mut all[at].note);
    if answer.accepts { "accepted" } else { "declined" }.clone_into(&mut all[at].state);
    store::put(&mut tx, id, &all[at]).await?;
    store::answered(&mut tx, id, answer.person, &caller.actor.name, caller.world.now_ms()).await?;
    let mut next = None;
    if let (false, Some(place)) = (answer.accepts, place) {
        let takes = |one: &&mut crate::model::Candidate| {
            one.state == "waiting" && Wish { places: one.wishes.clone() }.takes(place)
        };
        // They stand in the order of their ranks.
        if let Some(one) = all.iter_mut().find(takes) {
            one.offered = Some(place);
            "offered".clone_into(&mut one.state);
            store::put(&mut tx, id, one).await?;
            next = Some(one.person.clone());
        }
    }
    let over = all.iter().all(|one| one.state != "offered");
    store::turn(&mut tx, id, seen, if over { "closed" } else { "confirmed" }).await?;
    let after = store::find(&mut tx, id).await?.ok_or_else(|| Fault::not_found("round"))?;
    let detail = json!({ "person": answer.person, "accepts": answer.accepts, "place": place, "next": next });
    tx.commit_with(
        Event::new("posts.answer", "post_round", id).at_place(&round.place).detail(&detail),
        &after,
    )
    .await?;
    Ok(after)
}
