//! Objections to what is public (公示异议): anybody may object while an entry is on a public list; somebody who neither entered nor confirmed it answers. Where the
//! register says that an objection holds, the publicity does not end before that. Found right, the entry is withdrawn, with its facts.

use anye_access::{Caller, Permission, denied};
use anye_base::{Actor, ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, Once, Scope};
use anye_programmes::Objection as Effect;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::change::{rewrite, tell};
use super::model::Entry;
use super::settle::REFUSED;
use super::store::{entry as store, objection as rows};
use crate::Registers;
use crate::rights::may_since;

/// Longest text.
const LONGEST: usize = 1_000;
/// Objections to one entry that are taken.
const MOST: usize = 50;

/// An objection as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = registry::Objection)]
pub struct Objection {
    /// Id.
    pub id: String,
    /// The entry.
    pub entry: String,
    /// Who objects.
    pub name: String,
    /// How to reach them.
    pub contact: String,
    /// What they say.
    pub words: String,
    /// The publicity does not end before it is answered.
    pub holds: bool,
    /// When, in milliseconds.
    pub at: i64,
    /// The answer.
    pub answer: Option<String>,
    /// Whether it was right.
    pub upheld: Option<bool>,
    /// Who answered, and when.
    pub answered: Option<(String, i64)>,
}

/// An objection to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(default)]
pub struct Objecting {
    /// The row of the public list.
    pub entry: String,
    /// Who objects.
    pub name: String,
    /// How to reach them.
    pub contact: String,
    /// What they say.
    pub words: String,
}

/// Takes an objection; nobody has to be signed in.
///
/// # Errors
/// Nothing of this id is public, no words, or too many.
pub async fn object(
    rooms: &Registers,
    actor: &Actor,
    once: Option<&Once>,
    register: &str,
    new: &Objecting,
) -> Result<String, Fault> {
    let mut fault = Fault::new(ErrorKind::Invalid, "objection_invalid");
    for (field, text) in [("name", &new.name), ("contact", &new.contact), ("words", &new.words)] {
        if text.trim().is_empty() || text.chars().count() > LONGEST {
            fault = fault.field(FieldFault::new(field, "objection_invalid").arg("most", LONGEST));
        }
    }
    if !fault.fields.is_empty() {
        return Err(fault);
    }
    let world = &rooms.core().world;
    let mut tx = match rooms.core().db.begin(Scope { world, actor, once }).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let gone = || Fault::not_found("public_entry");
    let found =
        store::find(&mut tx, &new.entry).await?.filter(|one| one.register == register).ok_or_else(gone)?;
    let publicity = rooms.register(register)?.publicity.as_ref().ok_or_else(gone)?;
    let (today, all) = (world.today(), rows::of_entry(&mut tx, &found.id).await?);
    let held = all.iter().any(|one| one.holds && one.answered.is_none());
    let public = found.public_from.is_some_and(|from| from <= today)
        && found.public_to.is_some_and(|to| today <= to || held);
    if !public || found.pending {
        return Err(gone());
    }
    if all.len() >= MOST {
        return Err(Fault::new(ErrorKind::TooMany, "objections_many").arg("most", MOST));
    }
    let made = Objection {
        id: world.new_id(),
        entry: found.id.clone(),
        name: new.name.trim().to_owned(),
        contact: new.contact.trim().to_owned(),
        words: new.words.trim().to_owned(),
        holds: publicity.objection == Effect::Holds,
        at: world.now_ms(),
        answer: None,
        upheld: None,
        answered: None,
    };
    rows::insert(&mut tx, &made).await?;
    let holds = made.holds;
    let event = Event::new("entry.object", "entry", &found.id).at_place(&found.place);
    super::transfer::note_in(&mut tx, found, "objected", today, json!({ "holds": holds })).await?;
    tx.commit_with(event, &made.id).await?;
    Ok(made.id)
}

/// The objections to an entry, for who may see the entry: without names and words for who only reads.
///
/// # Errors
/// The store's own.
pub async fn of_entry(rooms: &Registers, entry: &str) -> Result<Vec<Objection>, Fault> {
    Ok(rows::of_entry(&mut &rooms.core().db, entry).await?)
}

/// Answers an objection. Found right, the entry is withdrawn from today on, with everything that it said.
///
/// # Errors
/// Not there, not allowed, one's own entry, answered already, no words, another was quicker.
pub async fn answer(
    rooms: &Registers,
    caller: &Caller<'_>,
    (id, seen): (&str, i64),
    objection: &str,
    upheld: bool,
    words: &str,
) -> Result<Entry, Fault> {
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = super::change::readable(&mut tx, rooms, caller, id, seen).await?;
    let may = |permission| may_since(&rooms.registry, caller, permission, &found.place);
    if !may(Permission::RegistersWork) && !may(Permission::ServiceCheck) {
        return Err(denied(Permission::RegistersWork));
    }
    if store::hands(&mut tx, id).await?.contains(&caller.actor.id) {
        return Err(Fault::new(ErrorKind::Denied, "second_person"));
    }
    let words = words.trim();
    if words.is_empty() || words.chars().count() > LONGEST {
        return Err(super::change::invalid("answer", "objection_invalid"));
    }
    let all = rows::of_entry(&mut tx, id).await?;
    let this = all.iter().find(|one| one.id == objection).ok_or_else(|| Fault::not_found("objection"))?;
    if this.answered.is_some() {
        return Err(Fault::new(ErrorKind::Conflict, "objection_answered"));
    }
    let by = (caller.actor.id.as_str(), caller.actor.name.as_str());
    rows::answer(&mut tx, objection, words, upheld, by, caller.world.now_ms()).await?;
    let today = rooms.core().world.today();
    let mut after = found.clone();
    after.version += 1;
    let detail = json!({ "reason": words, "upheld": upheld });
    if upheld {
        let register = rooms.register(&found.register)?;
        after.is_open = false;
        after.state = REFUSED.to_owned();
        after.reason = words.to_owned();
        after.wish = None;
        after.course.push(super::model::Turn { state: REFUSED.to_owned(), day: today });
        let last = today.yesterday().ok().filter(|last| after.from <= *last).unwrap_or(after.from);
        after.to = Some(after.to.map_or(last, |to| to.min(last)));
        // It leaves the list with the answer.
        after.public_to = Some(today.yesterday().unwrap_or(today));
        rewrite(&mut tx, rooms, register, &found, &after, "withdrawn", today, detail).await?;
    } else {
        store::update(&mut tx, &after).await?;
        tell(&mut tx, &after, "objection_answered", today, detail).await?;
    }
    let event = Event::new("entry.objection_answer", "entry", id).at_place(&after.place);
    tx.commit_with(event.detail(&json!({ "objection": objection, "upheld": upheld })), &after).await?;
    Ok(after)
}
