//! Opening a round (开启安置批次): the free places and the candidates as they stand, and the digest of the seed of the lots.

use std::collections::HashSet;

use anye_access::{Caller, Permission};
use anye_base::{Cursor, ErrorKind, Fault, FieldFault, Limit};
use anye_db::Begin;
use anye_db::audit::Event;
use anye_registry::entry::{self, Entry, Filter};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::keep::keep;
use super::must;
use crate::Posts;
use crate::lot::seed_digest;
use crate::model::{Candidate, Place, Round};
use crate::store;

/// Most places or candidates of one round.
const MOST: usize = 200_000;

/// A round to open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewRound {
    /// Which allocation of the pack.
    pub allocation: String,
    /// Where: places and candidates at or below it.
    pub place: String,
    /// Title.
    pub title: String,
}

/// Opens it.
///
/// # Errors
/// No such allocation, no free place, no candidate, or not allowed there.
pub async fn open(posts: &Posts, caller: &Caller<'_>, new: &NewRound) -> Result<Round, Fault> {
    let plan = posts.allocation(&new.allocation)?;
    let core = posts.rooms.core();
    let title = new.title.trim();
    let wrong = |field: &'static str, code: &'static str| {
        Fault::new(ErrorKind::Invalid, "posts_invalid").field(FieldFault::new(field, code))
    };
    if title.is_empty() || title.chars().count() > 80 {
        return Err(wrong("title", "posts_title"));
    }
    if core.places().find(&new.place, core.world.today()).is_none() {
        return Err(wrong("place", "posts_place"));
    }
    must(caller, Permission::RegistersWork, &new.place)?;
    // A place that somebody holds is never given again, whatever its entry said until now.
    keep(posts, caller, plan, &new.place).await?;
    let free = Filter { register: plan.places.clone(), state: plan.vacant.clone(), ..at(&new.place) };
    let places: Vec<Place> = (1_i64..)
        .zip(all(posts, caller, &free).await?)
        .map(|(seq, one)| Place {
            seq,
            title: one
                .fields
                .get(&plan.title)
                .and_then(|title| title.as_str())
                .unwrap_or_default()
                .to_owned(),
            employer: one.subject_name,
            entry_id: one.id,
        })
        .collect();
    if places.is_empty() {
        return Err(wrong("place", "posts_no_place"));
    }
    let mut candidates: Vec<Candidate> = Vec::new();
    // Who holds such a place already is no candidate.
    let serving = Filter { register: plan.holders.clone(), open: "yes".to_owned(), ..at(&new.place) };
    let mut known: HashSet<String> =
        all(posts, caller, &serving).await?.into_iter().map(|one| one.subject).collect();
    for register in &plan.candidates {
        let open = Filter { register: register.clone(), open: "yes".to_owned(), ..at(&new.place) };
        for one in all(posts, caller, &open).await? {
            if one.subject_kind == "person" && known.insert(one.subject.clone()) {
                candidates.push(candidate(one));
            }
        }
    }
    if candidates.is_empty() {
        return Err(wrong("place", "posts_no_candidate"));
    }
    let mut tx = match core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let seed: String = caller.world.random::<16>().iter().map(|byte| format!("{byte:02x}")).collect();
    let made = Round {
        id: caller.world.new_id(),
        allocation: plan.id.clone(),
        title: title.to_owned(),
        place: new.place.clone(),
        county: new.place.get(..6).unwrap_or(&new.place).to_owned(),
        state: "collecting".to_owned(),
        seed_digest: seed_digest(&seed),
        seed: String::new(),
        ranked_on: None,
        rule: plan.rule.clone(),
        rule_version: None,
        opened_name: caller.actor.name.clone(),
        opened_at: caller.world.now_ms(),
        ranked_by: None,
        ranked_name: None,
        ranked_at: None,
        confirmed_name: None,
        confirmed_at: None,
        version: 1,
    };
    store::insert(&mut tx, &made, (&seed, &caller.actor.id), &places, &candidates).await?;
    let detail = json!({ "allocation": made.allocation, "places": places.len(), "candidates": candidates.len(), "seed_digest": made.seed_digest });
    let event = Event::new("posts.open", "post_round", &made.id).at_place(&made.place).detail(&detail);
    tx.commit_with(event, &made).await?;
    Ok(made)
}

fn at(place: &str) -> Filter {
    Filter { place: place.to_owned(), ..Filter::default() }
}

fn candidate(one: Entry) -> Candidate {
    Candidate {
        person: one.subject,
        name: one.subject_name,
        came_by: one.register,
        wishes: Vec::new(),
        lot: None,
        outcome: None,
        rank: None,
        reasons: None,
        state: "candidate".to_owned(),
        offered: None,
        note: String::new(),
    }
}

/// All entries of a filter, page by page.
pub(super) async fn all(posts: &Posts, caller: &Caller<'_>, filter: &Filter) -> Result<Vec<Entry>, Fault> {
    let mut out = Vec::new();
    let mut after: Option<Cursor> = None;
    let most = Limit::new(500).unwrap_or_default();
    loop {
        let page = entry::list(&posts.rooms, caller, filter, after.as_ref(), most).await?;
        out.extend(page.items.into_iter().filter(|one| !one.pending));
        if out.len() > MOST {
            return Err(Fault::new(ErrorKind::TooLarge, "posts_many").arg("most", MOST));
        }
        after = page.next;
        if after.is_none() {
            return Ok(out);
        }
    }
}
