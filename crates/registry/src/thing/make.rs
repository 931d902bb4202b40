//! Making things, finding them, recording facts about them (登记对象), with the rights of their places.

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::{Cursor, Date, ErrorKind, Fault, FieldFault, Limit, Page};
use anye_db::audit::Event;
use anye_db::{Begin, WriteTx};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::store;
use crate::Registers;
use crate::fact::{self, NewFact};
use crate::reach::counties;
use crate::rights::{may_since, must_since};

/// Longest name.
const LONGEST: usize = 200;

/// A thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Thing {
    /// Kind of the dictionary.
    pub kind: String,
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Place.
    pub place: String,
    /// active, ended
    pub state: String,
    /// When it was recorded.
    pub created_at: i64,
    /// Rises with each change of it or of its facts.
    pub version: i64,
}

/// A thing to be recorded.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewThing {
    /// Name.
    pub name: String,
    /// Place: a county or lower.
    pub place: String,
    /// Field → value, as the law's facts files write them.
    #[schema(value_type = Object)]
    pub facts: BTreeMap<String, Value>,
    /// First day they hold.
    pub since: String,
    /// Where they come from.
    pub source: String,
    /// What shows them.
    pub evidence: String,
}

/// Records one.
///
/// # Errors
/// A kind that the law does not know, not sound, not allowed at its place.
pub async fn make(
    rooms: &Registers,
    caller: &Caller<'_>,
    kind: &str,
    new: &NewThing,
) -> Result<Thing, Fault> {
    must_since(&rooms.registry, caller, Permission::PersonsEdit, &new.place)?;
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let made = make_in(&mut tx, rooms, kind, new).await?;
    let event = Event::new("thing.register", kind, &made.id).at_place(&made.place);
    tx.commit_with(event.detail(&json!({ "name": made.name })), &made).await?;
    Ok(made)
}

/// Records one in the transaction of whoever decides that it may be, and writes the audit record.
///
/// # Errors
/// A kind that the law does not know, not sound.
pub async fn make_in(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    kind: &str,
    new: &NewThing,
) -> Result<Thing, Fault> {
    let wrong = |field: &str, code| {
        Fault::new(ErrorKind::Invalid, "thing_invalid")
            .field(FieldFault::new(field, code).arg("most", LONGEST))
    };
    if rooms.dictionary().kind(kind).is_none() || matches!(kind, "persons" | "employers" | "places") {
        return Err(Fault::not_found("kind"));
    }
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST {
        return Err(wrong("name", "thing_name"));
    }
    let today = rooms.core().world.today();
    if rooms.core().places().find(&new.place, today).is_none_or(|one| one.level < anye_places::Level::County)
    {
        return Err(wrong("place", "entry_place"));
    }
    let since: Date = new.since.parse().map_err(|_| wrong("since", "entry_day"))?;
    let scope = tx.scope();
    let made = Thing {
        kind: kind.to_owned(),
        id: scope.world.new_id(),
        name: name.to_owned(),
        place: new.place.clone(),
        state: "active".to_owned(),
        created_at: scope.world.now_ms(),
        version: 1,
    };
    store::insert(tx, &made).await?;
    let facts: Vec<NewFact> = new
        .facts
        .iter()
        .map(|(field, value)| NewFact {
            kind: kind.to_owned(),
            thing: made.id.clone(),
            field: field.clone(),
            value: value.clone(),
            valid_from: since,
            valid_to: None,
            source: new.source.clone(),
            evidence: new.evidence.clone(),
        })
        .collect();
    fact::state(tx, &*rooms.dictionary(), &facts).await?;
    Ok(store::find(tx, kind, &made.id).await?.unwrap_or(made))
}

/// Ends a thing: it no longer takes part, and stays readable.
///
/// # Errors
/// There is none, or the store's own.
pub async fn end_in(tx: &mut WriteTx<'_>, kind: &str, id: &str) -> Result<(), Fault> {
    let mut found = store::find(tx, kind, id).await?.ok_or_else(|| Fault::not_found("thing"))?;
    "ended".clone_into(&mut found.state);
    Ok(store::update(tx, &found).await?)
}

/// One that the caller may see.
///
/// # Errors
/// There is none that the caller may see.
pub async fn find(rooms: &Registers, caller: &Caller<'_>, kind: &str, id: &str) -> Result<Thing, Fault> {
    let found = store::find(&mut &rooms.core().db, kind, id).await?;
    found
        .filter(|one| may_since(&rooms.registry, caller, Permission::PersonsRead, &one.place))
        .ok_or_else(|| Fault::not_found("thing"))
}

/// A page of a kind where the caller may look, by name.
///
/// # Errors
/// The store's own.
pub async fn list(
    rooms: &Registers,
    caller: &Caller<'_>,
    kind: &str,
    (q, place): (&str, &str),
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Thing>, Fault> {
    let counties = counties(&rooms.registry, caller, Permission::PersonsRead, place);
    Ok(store::page(&mut &rooms.core().db, kind, q, &counties, after, limit).await?)
}

/// Records facts about somebody or something the caller may edit: persons, employers, households and all other things.
///
/// # Errors
/// Not there, not allowed at its place, not sound.
pub async fn state_facts(rooms: &Registers, caller: &Caller<'_>, new: &[NewFact]) -> Result<(), Fault> {
    use anye_programmes::SubjectKind;
    if new.is_empty() || new.len() > 200 {
        return Err(Fault::new(ErrorKind::Invalid, "fact_invalid").arg("most", 200));
    }
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let mut places = Vec::new();
    for one in new {
        if fact::is_own(&one.field) {
            return Err(Fault::new(ErrorKind::Invalid, "fact_invalid")
                .field(FieldFault::new(&one.field, "fact_unknown").arg("fact", &one.field)));
        }
        let (place, permission) = match one.kind.as_str() {
            "persons" => {
                (place_of(&mut tx, rooms, SubjectKind::Person, &one.thing).await?, Permission::PersonsEdit)
            }
            "employers" => {
                (place_of(&mut tx, rooms, SubjectKind::Employer, &one.thing).await?, Permission::EmployerEdit)
            }
            kind => (
                store::find(&mut tx, kind, &one.thing).await?.map(|thing| thing.place),
                Permission::PersonsEdit,
            ),
        };
        let place = place.ok_or_else(|| Fault::not_found("thing"))?;
        must_since(&rooms.registry, caller, permission, &place)?;
        places.push(place);
    }
    fact::state(&mut tx, &*rooms.dictionary(), new).await?;
    let names: Vec<String> = new.iter().map(|one| format!("{}.{}", one.kind, one.field)).collect();
    let (kind, thing) = new.first().map_or(("fact", ""), |one| (one.kind.as_str(), one.thing.as_str()));
    let mut event = Event::new("fact.state", kind, thing).detail(&json!({ "facts": names }));
    if let Some(place) = places.first() {
        event = event.at_place(place);
    }
    tx.commit_with(event, &()).await?;
    Ok(())
}

async fn place_of(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    kind: anye_programmes::SubjectKind,
    id: &str,
) -> Result<Option<String>, Fault> {
    Ok(crate::entry::subject::find(tx, rooms, kind, id).await?.map(|one| one.place))
}

/// Whether the caller may read facts of this thing.
async fn readable(rooms: &Registers, caller: &Caller<'_>, kind: &str, id: &str) -> Result<(), Fault> {
    use anye_programmes::SubjectKind;
    let mut db = &rooms.core().db;
    let (place, permission) = match kind {
        "persons" => {
            let found = crate::entry::subject::find(&mut db, rooms, SubjectKind::Person, id).await?;
            (found.map(|one| one.place), Permission::PersonsRead)
        }
        "employers" => {
            let found = crate::entry::subject::find(&mut db, rooms, SubjectKind::Employer, id).await?;
            (found.map(|one| one.place), Permission::EmployerRead)
        }
        kind => (store::find(&mut db, kind, id).await?.map(|thing| thing.place), Permission::PersonsRead),
    };
    let seen = place.is_some_and(|place| may_since(&rooms.registry, caller, permission, &place));
    if seen { Ok(()) } else { Err(Fault::not_found("thing")) }
}

/// What is known about a thing that the caller may see, in the words of the law.
///
/// # Errors
/// There is none that the caller may see.
pub async fn facts_of(
    rooms: &Registers,
    caller: &Caller<'_>,
    (kind, id): (&str, &str),
    on: Date,
    as_known_at: Option<i64>,
) -> Result<BTreeMap<String, Value>, Fault> {
    readable(rooms, caller, kind, id).await?;
    let mut known = fact::known(&mut &rooms.core().db, kind, id, on, as_known_at).await?;
    known.retain(|field, _| !fact::is_own(field));
    Ok(known)
}

/// All facts there ever were of a thing that the caller may see.
///
/// # Errors
/// There is none that the caller may see.
pub async fn facts_history(
    rooms: &Registers,
    caller: &Caller<'_>,
    (kind, id): (&str, &str),
) -> Result<Vec<fact::Fact>, Fault> {
    readable(rooms, caller, kind, id).await?;
    let mut all = fact::history(&mut &rooms.core().db, kind, id).await?;
    all.retain(|one| !fact::is_own(&one.field));
    Ok(all)
}
