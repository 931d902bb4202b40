//! Drawing lots and ranking (抽签、排序): with the facts known today and the law in use. It can be done again until a second person confirms; the lots stay.

use std::collections::HashMap;

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault};
use anye_db::Begin;
use anye_db::audit::Event;
use anye_law::day::Day;
use anye_registry::fact;
use serde_json::{Map, Value, json};

use super::{current, in_state, must, seen as seen_round};
use crate::Posts;
use crate::lot::draw;
use crate::model::{Candidate, Round};
use crate::order::{Placed, order};
use crate::store;

/// Persons whose facts are asked for at once.
const CHUNK: usize = 500;

/// Ranks the candidates.
///
/// # Errors
/// Not allowed, confirmed already, changed meanwhile, or facts that do not fit the law.
pub async fn rank(posts: &Posts, caller: &Caller<'_>, id: &str, seen: i64) -> Result<Round, Fault> {
    let core = posts.rooms.core();
    let today = core.world.today();
    let (round, mut candidates, seed) = {
        let mut db = &core.db;
        let round = seen_round(&mut db, caller, id).await?;
        let mut candidates = store::candidates(&mut db, id).await?;
        candidates.sort_by(|a, b| a.person.cmp(&b.person));
        (round, candidates, store::seed(&mut db, id).await?)
    };
    must(caller, Permission::RegistersWork, &round.place)?;
    in_state(&round, &["collecting", "ranked"])?;
    current(&round, seen)?;
    let plan = posts.allocation(&round.allocation)?;
    let ids: Vec<String> = candidates.iter().map(|one| one.person.clone()).collect();
    let lots: Vec<(String, i64)> = ids.iter().cloned().zip(draw(&seed, &ids)).collect();
    let facts = facts(posts, &ids, today).await?;
    let policy = posts.policy.now();
    let on = Day::parse(&today.to_string()).ok_or_else(|| Fault::internal("today is no day"))?;
    let placed = order(policy.book(), &plan.rule, facts, (&plan.lot, &lots), (&round.place, on))?;
    if placed.iter().all(|one| one.outcome == "not_in_force") {
        return Err(Fault::new(ErrorKind::Conflict, "posts_not_in_force"));
    }
    let mut found: HashMap<String, Placed> =
        placed.into_iter().map(|one| (one.person.clone(), one)).collect();
    for (one, (_, lot)) in candidates.iter_mut().zip(&lots) {
        one.lot = Some(*lot);
        told(one, found.remove(&one.person));
    }
    let mut tx = match core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    store::turn(&mut tx, id, seen, "ranked").await?;
    store::put_all(&mut tx, id, &candidates).await?;
    let (day, version) = (today.to_string(), policy.book().version.clone());
    store::ranked(
        &mut tx,
        id,
        (&caller.actor.id, &caller.actor.name),
        caller.world.now_ms(),
        (&day, &version),
    )
    .await?;
    let after = store::find(&mut tx, id).await?.ok_or_else(|| Fault::not_found("round"))?;
    let ranked = candidates.iter().filter(|one| one.rank.is_some()).count();
    let event = Event::new("posts.rank", "post_round", id).at_place(&round.place);
    let detail =
        json!({ "rule": plan.rule, "version": version, "ranked": ranked, "candidates": candidates.len() });
    tx.commit_with(event.detail(&detail), &after).await?;
    Ok(after)
}

fn told(one: &mut Candidate, placed: Option<Placed>) {
    one.rank = placed.as_ref().and_then(|placed| placed.rank).map(i64::from);
    let (outcome, reasons) =
        placed.map_or_else(|| ("needs".to_owned(), None), |one| (one.outcome, Some((*one.reasons).clone())));
    one.state = match (one.rank, outcome.as_str()) {
        (Some(_), _) => "waiting",
        (None, "needs") => "needs",
        _ => "not_eligible",
    }
    .to_owned();
    (one.outcome, one.reasons) = (Some(outcome), reasons);
}

/// The facts of all candidates in one file.
async fn facts(posts: &Posts, ids: &[String], on: Date) -> Result<Value, Fault> {
    let mut db = &posts.rooms.core().db;
    let mut all: Map<String, Value> = Map::new();
    for chunk in ids.chunks(CHUNK) {
        let asked: Vec<(String, String)> =
            chunk.iter().map(|id| ("persons".to_owned(), id.clone())).collect();
        let part = fact::things(&mut db, &*posts.rooms.dictionary(), &asked, on).await?;
        let Value::Object(part) = part else { return Err(Fault::new(ErrorKind::Internal, "facts")) };
        for (kind, things) in part {
            match (all.entry(kind).or_insert_with(|| Value::Object(Map::new())), things) {
                (Value::Object(to), Value::Object(from)) => to.extend(from),
                (to, other) => *to = other,
            }
        }
    }
    Ok(Value::Object(all))
}
