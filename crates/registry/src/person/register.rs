//! Registering a person (登记个人), and moving one in who is registered elsewhere. A number is registered once in the province; whose it is elsewhere is said to
//! nobody who does not know the name with it.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, DbError, Read, WriteTx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check::{Desk, Sound, sound};
use super::correct::{self, Correction};
use super::duplicates;
use super::find::{find_by_number, standing};
use super::model::{Field, NewPerson, Person};
use super::sealing::{keyed_once, keys, number_blinds, scope};
use super::store;
use crate::Registry;
use crate::name;
use crate::rights::{may_since, must_since};
use crate::seal::Secret;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = registry::person::register::Registered)]
pub struct Registered {
    /// Id of the person.
    pub id: String,
    /// What is odd and was taken all the same: codes of messages.
    pub doubts: Vec<String>,
    /// Records that may be the same person.
    pub likely: i64,
}

/// What checking needs, for a caller.
pub(super) fn desk<'a>(
    registry: &'a Registry,
    places: &'a anye_places::Register,
    caller: &Caller<'a>,
) -> Result<Desk<'a>, Fault> {
    Ok(Desk {
        keys: keys(registry)?,
        world: caller.world,
        places,
        account: (&caller.actor.id, &caller.actor.name),
        today: caller.world.today(),
        now: caller.world.now_ms(),
    })
}

pub(super) fn invalid(fields: Vec<FieldFault>) -> Fault {
    let fault = Fault::new(ErrorKind::Invalid, "person_invalid");
    fields.into_iter().fold(fault, Fault::field)
}

/// Registers one.
pub async fn register(
    registry: &Registry,
    caller: &Caller<'_>,
    new: &NewPerson,
) -> Result<Registered, Fault> {
    let keys = keys(registry)?;
    let places = registry.core.places();
    let sound = sound(desk(registry, &places, caller)?, new).map_err(invalid)?;
    must_since(registry, caller, Permission::PersonsEdit, &sound.written.person.place)?;
    if sound.number.is_some() {
        registry.throttle.take(&caller.actor.id, caller.world.now_ms())?;
    }
    let once = keyed_once(keys, caller);
    let mut tx = match registry.core.db.begin(scope(caller, once.as_ref())).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let (person, event, likely) = put(registry, &mut tx, caller, &sound).await?;
    let made = Registered {
        id: person.id,
        doubts: sound.doubts.iter().map(|code| (*code).to_owned()).collect(),
        likely,
    };
    tx.commit_with(event, &made).await?;
    Ok(made)
}

/// Registers one within the caller's transaction; whoever calls has checked the rights.
pub async fn register_in(
    registry: &Registry,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    new: &NewPerson,
) -> Result<Person, Fault> {
    let places = registry.core.places();
    let sound = sound(desk(registry, &places, caller)?, new).map_err(invalid)?;
    let (person, event, _) = put(registry, tx, caller, &sound).await?;
    tx.note(event);
    Ok(person)
}

async fn put(
    registry: &Registry,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    sound: &Sound,
) -> Result<(Person, Event, i64), Fault> {
    if let Some(number) = &sound.number {
        let blinds = number_blinds(keys(registry)?, number.text.clear());
        let there = store::by_blinds(tx, &blinds).await?;
        if let Some(held) = there.iter().find(|held| held.kind == number.kind && held.issuer == number.issuer)
        {
            return Err(taken(registry, tx, caller, &held.person).await?);
        }
    }
    store::insert_many(tx, std::slice::from_ref(&sound.written)).await.map_err(twice)?;
    let person = sound.written.person.clone();
    let likely = duplicates::note(registry, tx, caller.world, sound).await?;
    let detail = serde_json::json!({ "kind": sound.number.as_ref().map(|number| number.kind.word()), "source": person.source,
        "doubts": sound.doubts, "likely": likely });
    let event = Event::new("person.register", "person", &person.id).at_place(&person.place).detail(&detail);
    Ok((person, event, likely))
}

/// Two at one time: the second is told what the first would have told it.
fn twice(error: DbError) -> Fault {
    match error {
        DbError::Unique { .. } => elsewhere(),
        other => other.into(),
    }
}

fn elsewhere() -> Fault {
    let field = FieldFault::new("number", "person_elsewhere");
    Fault::new(ErrorKind::Conflict, "person_elsewhere").field(field)
}

async fn taken(
    registry: &Registry,
    from: &mut impl Read,
    caller: &Caller<'_>,
    id: &str,
) -> Result<Fault, Fault> {
    let Some(found) = store::by_id(from, id).await? else { return Ok(elsewhere()) };
    let found = standing(from, found).await?;
    if !may_since(registry, caller, Permission::PersonsRead, &found.place) {
        return Ok(elsewhere());
    }
    let field = FieldFault::new("number", "person_there").arg("name", &found.name);
    Ok(Fault::new(ErrorKind::Conflict, "person_there")
        .arg("name", &found.name)
        .arg("person", &found.id)
        .field(field))
}

/// A move into a place of the caller's (转入).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(default)]
pub struct MoveIn {
    /// The number.
    pub number: Secret,
    /// The name; both must be right.
    pub name: String,
    /// Where they live now.
    pub place: String,
    /// Where that comes from.
    pub source: String,
}

/// Moves a person in who is registered elsewhere: who knows number and name stands before the person. Anything else has one answer.
pub async fn move_in(registry: &Registry, caller: &Caller<'_>, wanted: &MoveIn) -> Result<String, Fault> {
    let keys = keys(registry)?;
    registry.throttle.take(&caller.actor.id, caller.world.now_ms())?;
    must_since(registry, caller, Permission::PersonsEdit, wanted.place.trim())?;
    let once = keyed_once(keys, caller);
    let mut tx = match registry.core.db.begin(scope(caller, once.as_ref())).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let no_match = || {
        let field = FieldFault::new("name", "person_no_match");
        Fault::new(ErrorKind::Invalid, "person_no_match").field(field)
    };
    let found = find_by_number(&mut tx, keys, wanted.number.clear()).await?.ok_or_else(no_match)?;
    if found.name_key != name::key(&wanted.name) {
        return Err(no_match());
    }
    let correction = Correction {
        field: Field::Place,
        value: Secret::new(wanted.place.trim()),
        valid_from: caller.world.today(),
        valid_to: None,
        source: wanted.source.clone(),
        evidence: String::new(),
    };
    let value = correct::checked(registry, &found, &[], &correction)?;
    let after = correct::apply(registry, &mut tx, caller, &found, &correction, &value).await?;
    let detail = serde_json::json!({ "from": found.place, "to": after.place, "source": wanted.source });
    let event = Event::new("person.move_in", "person", &found.id).at_place(&after.place).detail(&detail);
    tx.note(Event::new("person.move_out", "person", &found.id).at_place(&found.place));
    tx.commit_with(event, &found.id).await?;
    Ok(found.id)
}
