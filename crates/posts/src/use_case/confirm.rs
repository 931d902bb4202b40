//! Confirming the order (复核) and offering the places: by another person than who ranked.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::Begin;
use anye_db::audit::Event;
use serde_json::json;

use super::{current, in_state, may, seen as seen_round};
use crate::Posts;
use crate::assign::{Wish, assign};
use crate::model::Round;
use crate::store;

/// Confirms it.
///
/// # Errors
/// Not ranked, by who ranked, changed meanwhile, not allowed.
pub async fn confirm(posts: &Posts, caller: &Caller<'_>, id: &str, seen: i64) -> Result<Round, Fault> {
    let mut tx = match posts.rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let round = seen_round(&mut tx, caller, id).await?;
    let allowed = [Permission::RegistersWork, Permission::ServiceCheck]
        .iter()
        .any(|right| may(caller, *right, &round.place));
    if !allowed {
        return Err(
            Fault::new(ErrorKind::Denied, "denied").arg("permission", Permission::ServiceCheck.word())
        );
    }
    in_state(&round, &["ranked"])?;
    current(&round, seen)?;
    if round.ranked_by.as_deref() == Some(caller.actor.id.as_str()) {
        return Err(Fault::new(ErrorKind::Denied, "second_person"));
    }
    let places: Vec<i64> = store::places(&mut tx, id).await?.iter().map(|one| one.seq).collect();
    let mut ranked = store::candidates(&mut tx, id).await?;
    // What is not known of somebody must not cost them their turn.
    if ranked.iter().any(|one| one.state == "needs") {
        return Err(Fault::new(ErrorKind::Conflict, "posts_needs"));
    }
    ranked.retain(|one| one.rank.is_some());
    // A shared rank means that the law left it open and no lot decided: nobody may be passed over by the order of names.
    if ranked.windows(2).any(|pair| pair[0].rank == pair[1].rank) {
        return Err(Fault::new(ErrorKind::Conflict, "posts_tied"));
    }
    let wishes: Vec<Wish> = ranked.iter().map(|one| Wish { places: one.wishes.clone() }).collect();
    let reached = ranked.len();
    for (one, place) in ranked.iter_mut().zip(assign(&wishes, &places)) {
        if place.is_some() {
            one.offered = place;
            "offered".clone_into(&mut one.state);
        }
    }
    ranked.retain(|one| one.offered.is_some());
    store::put_all(&mut tx, id, &ranked).await?;
    store::turn(&mut tx, id, seen, "confirmed").await?;
    store::confirmed(&mut tx, id, (&caller.actor.id, &caller.actor.name), caller.world.now_ms()).await?;
    let after = store::find(&mut tx, id).await?.ok_or_else(|| Fault::not_found("round"))?;
    let event = Event::new("posts.confirm", "post_round", id).at_place(&round.place);
    tx.commit_with(event.detail(&json!({ "offers": ranked.len(), "ranked": reached })), &after).await?;
    Ok(after)
}
