//! What a candidate wishes for (意向岗位), while the round collects.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::Begin;
use anye_db::audit::Event;
use serde_json::json;

use super::{current, in_state, must, seen as seen_round};
use crate::Posts;
use crate::model::Round;
use crate::store;

/// Keeps the wishes of one candidate: numbers of places in their order; none for any.
///
/// # Errors
/// No such candidate or place, not collecting any more, changed meanwhile.
pub async fn wish(
    posts: &Posts,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    person: &str,
    wishes: &[i64],
) -> Result<Round, Fault> {
    let mut tx = match posts.rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let round = seen_round(&mut tx, caller, id).await?;
    must(caller, Permission::RegistersWork, &round.place)?;
    in_state(&round, &["collecting"])?;
    current(&round, seen)?;
    let places = store::places(&mut tx, id).await?;
    let mut sorted = wishes.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    if sorted.len() != wishes.len() || wishes.iter().any(|wish| places.iter().all(|place| place.seq != *wish))
    {
        let field = FieldFault::new("wishes", "posts_wish");
        return Err(Fault::new(ErrorKind::Invalid, "posts_invalid").field(field));
    }
    let mut all = store::candidates(&mut tx, id).await?;
    let one = all.iter_mut().find(|one| one.person == person).ok_or_else(|| Fault::not_found("candidate"))?;
    one.wishes = wishes.to_vec();
    store::put(&mut tx, id, one).await?;
    store::turn(&mut tx, id, seen, &round.state).await?;
    let after = store::find(&mut tx, id).await?.ok_or_else(|| Fault::not_found("round"))?;
    let event = Event::new("posts.wish", "post_round", id).at_place(&round.place);
    tx.commit_with(event.detail(&json!({ "person": person, "wishes": wishes })), &after).await?;
    Ok(after)
}
