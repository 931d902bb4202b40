//! Registering households and moving their members (登记、迁移、分户、并户).

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, Read, WriteTx};
use anye_programmes::SubjectKind;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{KIND, ROLES};
use crate::Registers;
use crate::entry::subject;
use crate::fact::{self, NewFact};
use crate::rights::{may_since, must_since};
use crate::thing::{self, NewThing, Thing};

/// The registry's own fields beside those of the law.
const ROLE: &str = "_household_role";
const ADDRESS: &str = "_address";

/// Somebody in a household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = registry::Member)]
pub struct Member {
    /// The person.
    pub person: String,
    /// Their name.
    pub name: String,
    /// head, spouse, child, parent, sibling, grandchild, other
    pub role: String,
    /// Since when.
    #[schema(value_type = String)]
    pub since: Date,
}

/// A household on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Household {
    /// The household.
    pub thing: Thing,
    /// Address in words.
    pub address: String,
    /// Who belongs to it.
    pub members: Vec<Member>,
    /// What is known about it: minimum-living, in difficulty, income …
    #[schema(value_type = Object)]
    pub facts: BTreeMap<String, Value>,
}

/// Somebody to be a member.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewMember {
    /// The person.
    pub person: String,
    /// Role.
    pub role: String,
}

/// A household to be registered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewHousehold {
    /// Place: a county or lower.
    pub place: String,
    /// Address in words.
    pub address: String,
    /// Its members; exactly one is the head.
    pub members: Vec<NewMember>,
    /// Facts of the law about it.
    #[schema(value_type = Object)]
    pub facts: BTreeMap<String, Value>,
    /// Since when.
    pub since: String,
    /// Where it comes from.
    pub source: String,
    /// What shows it.
    pub evidence: String,
}

fn wrong(field: &str, code: &'static str) -> Fault {
    Fault::new(ErrorKind::Invalid, "household_invalid").field(FieldFault::new(field, code))
}

/// Registers one with its members; whoever belonged elsewhere belongs here from that day on.
///
/// # Errors
/// Not sound, not allowed at its place.
pub async fn register(
    rooms: &Registers,
    caller: &Caller<'_>,
    new: &NewHousehold,
) -> Result<Household, Fault> {
    must_since(&rooms.registry, caller, Permission::PersonsEdit, &new.place)?;
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let made = register_in(&mut tx, rooms, caller, new).await?;
    let event = Event::new("household.register", "household", &made.thing.id).at_place(&made.thing.place);
    tx.commit_with(event.detail(&json!({ "members": made.members.len() })), &made).await?;
    Ok(made)
}

/// Registers one in the transaction of whoever decides that it may be, and writes the audit record.
///
/// # Errors
/// Not sound.
pub async fn register_in(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    caller: &Caller<'_>,
    new: &NewHousehold,
) -> Result<Household, Fault> {
    let since: Date = new.since.parse().map_err(|_| wrong("since", "entry_day"))?;
    if new.members.iter().filter(|one| one.role == "head").count() != 1 {
        return Err(wrong("members", "household_head"));
    }
    let mut name = String::new();
    for one in &new.members {
        let found = person(tx, rooms, caller, &one.person).await?;
        if one.role == "head" {
            name = found.name;
        }
    }
    let mut facts = new.facts.clone();
    if !new.address.trim().is_empty() {
        facts.insert(ADDRESS.to_owned(), json!(new.address.trim()));
    }
    let thing = NewThing {
        name,
        place: new.place.clone(),
        facts,
        since: new.since.clone(),
        source: new.source.clone(),
        evidence: new.evidence.clone(),
    };
    let made = thing::make_in(tx, rooms, KIND, &thing).await?;
    let mut all = Vec::new();
    for one in &new.members {
        all.extend(belongs(one, Some(&made.id), since, (&new.source, &new.evidence))?);
    }
    fact::state(tx, &*rooms.dictionary(), &all).await?;
    on_day(tx, rooms, made, since.max(rooms.core().world.today())).await
}

async fn person(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
) -> Result<subject::Subject, Fault> {
    let found = subject::find(tx, rooms, SubjectKind::Person, id).await?;
    found
        .filter(|one| may_since(&rooms.registry, caller, Permission::PersonsEdit, &one.place))
        .ok_or_else(|| wrong("members", "household_person"))
}

/// The facts that make somebody a member from a day on; of none: alone.
fn belongs(
    one: &NewMember,
    household: Option<&str>,
    from: Date,
    (source, evidence): (&str, &str),
) -> Result<Vec<NewFact>, Fault> {
    if household.is_some() && !ROLES.contains(&one.role.as_str()) {
        return Err(wrong("members", "household_role"));
    }
    let made = |field: &str, value: Value| NewFact {
        kind: "persons".to_owned(),
        thing: one.person.clone(),
        field: field.to_owned(),
        value,
        valid_from: from,
        valid_to: None,
        source: source.to_owned(),
        evidence: evidence.to_owned(),
    };
    let role = if household.is_some() { json!(one.role) } else { Value::Null };
    Ok(vec![made("household", json!(household)), made(ROLE, role)])
}

/// Who belongs to a household on a day.
///
/// # Errors
/// The store's own.
pub async fn members(
    from: &mut impl Read,
    rooms: &Registers,
    household: &str,
    on: Date,
) -> Result<Vec<Member>, Fault> {
    let ids = [household.to_owned()];
    let held = fact::store::leading_to(from, ("persons", "household"), &ids, on, None).await?;
    let persons: Vec<String> = held.iter().map(|fact| fact.thing.clone()).collect();
    let known = fact::known_many(from, "persons", &persons, on, None).await?;
    let names = subject::find_many(from, rooms, SubjectKind::Person, &persons).await?;
    let mut all: Vec<Member> = held
        .into_iter()
        .map(|fact| {
            let role = known.get(&fact.thing).and_then(|fields| fields.get(ROLE)).and_then(Value::as_str);
            Member {
                name: names.get(&fact.thing).map(|one| one.name.clone()).unwrap_or_default(),
                role: role.unwrap_or("other").to_owned(),
                since: fact.valid_from,
                person: fact.thing,
            }
        })
        .collect();
    all.sort_by_key(|one| (ROLES.iter().position(|role| *role == one.role), one.person.clone()));
    Ok(all)
}

/// A household as it stands on a day, for who may see it.
pub(crate) async fn on_day(
    from: &mut impl Read,
    rooms: &Registers,
    thing: Thing,
    on: Date,
) -> Result<Household, Fault> {
    let members = members(from, rooms, &thing.id, on).await?;
    let mut facts = fact::known(from, KIND, &thing.id, on, None).await?;
    let address =
        facts.remove(ADDRESS).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    facts.retain(|field, _| !fact::is_own(field) && field != "place");
    Ok(Household { thing, address, members, facts })
}

/// A household on a day, where the caller may see it.
///
/// # Errors
/// There is none that the caller may see.
pub async fn find(rooms: &Registers, caller: &Caller<'_>, id: &str, on: Date) -> Result<Household, Fault> {
    let thing = thing::find(rooms, caller, KIND, id).await.map_err(|_| Fault::not_found("household"))?;
    on_day(&mut &rooms.core().db, rooms, thing, on).await
}

/// Moves somebody into a household from a day on (迁入): they leave the one they were in.
///
/// # Errors
/// Not there, not allowed, a second head.
pub async fn move_to(
    rooms: &Registers,
    caller: &Caller<'_>,
    household: &str,
    member: &NewMember,
    from: Date,
    source: (&str, &str),
) -> Result<Household, Fault> {
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let thing = editable(rooms, caller, household).await?;
    person(&mut tx, rooms, caller, &member.person).await?;
    let there = members(&mut tx, rooms, household, from).await?;
    if member.role == "head" && there.iter().any(|one| one.role == "head" && one.person != member.person) {
        return Err(wrong("members", "household_head"));
    }
    let facts = belongs(member, Some(household), from, source)?;
    let detail = json!({ "person": member.person, "role": member.role, "from": from.to_string() });
    told(tx, rooms, thing, from, &facts, Event::new("household.move", "household", household).detail(&detail))
        .await
}

/// Makes it known who belongs where from a day on, and gives the household as it stands then.
async fn told(
    mut tx: WriteTx<'_>,
    rooms: &Registers,
    thing: Thing,
    from: Date,
    facts: &[NewFact],
    event: Event,
) -> Result<Household, Fault> {
    fact::state(&mut tx, &*rooms.dictionary(), facts).await?;
    let after = on_day(&mut tx, rooms, thing, from).await?;
    tx.commit_with(event.at_place(&after.thing.place), &after).await?;
    Ok(after)
}

async fn editable(rooms: &Registers, caller: &Caller<'_>, household: &str) -> Result<Thing, Fault> {
    let thing =
        thing::find(rooms, caller, KIND, household).await.map_err(|_| Fault::not_found("household"))?;
    must_since(&rooms.registry, caller, Permission::PersonsEdit, &thing.place)?;
    if thing.state != "active" {
        return Err(Fault::new(ErrorKind::Conflict, "household_ended"));
    }
    Ok(thing)
}

/// Somebody leaves a household (迁出): from that day on they belong to none.
///
/// # Errors
/// Not there, not allowed.
pub async fn leave(
    rooms: &Registers,
    caller: &Caller<'_>,
    household: &str,
    who: &str,
    from: Date,
    source: (&str, &str),
) -> Result<Household, Fault> {
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let thing = editable(rooms, caller, household).await?;
    if !members(&mut tx, rooms, household, from).await?.iter().any(|one| one.person == who) {
        return Err(wrong("members", "household_person"));
    }
    let gone = NewMember { person: who.to_owned(), role: String::new() };
    let facts = belongs(&gone, None, from, source)?;
    let detail = json!({ "person": who, "from": from.to_string() });
    told(
        tx,
        rooms,
        thing,
        from,
        &facts,
        Event::new("household.leave", "household", household).detail(&detail),
    )
    .await
}

/// Some members found a household of their own (分户).
///
/// # Errors
/// Not there, not allowed, somebody who is no member.
pub async fn split(
    rooms: &Registers,
    caller: &Caller<'_>,
    household: &str,
    new: &NewHousehold,
) -> Result<Household, Fault> {
    let since: Date = new.since.parse().map_err(|_| wrong("since", "entry_day"))?;
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let old = editable(rooms, caller, household).await?;
    let there = members(&mut tx, rooms, household, since).await?;
    if new.members.iter().any(|one| !there.iter().any(|old| old.person == one.person))
        || new.members.len() >= there.len()
    {
        return Err(wrong("members", "household_person"));
    }
    let mut new = new.clone();
    if new.place.is_empty() {
        new.place.clone_from(&old.place);
    }
    must_since(&rooms.registry, caller, Permission::PersonsEdit, &new.place)?;
    let made = register_in(&mut tx, rooms, caller, &new).await?;
    let event = Event::new("household.split", "household", household).at_place(&old.place);
    tx.commit_with(event.detail(&json!({ "new": made.thing.id })), &made).await?;
    Ok(made)
}

/// A household goes into another (并户): its members belong there from that day on, and it ends.
///
/// # Errors
/// Not there, not allowed, the same household.
pub async fn merge(
    rooms: &Registers,
    caller: &Caller<'_>,
    household: &str,
    into: &str,
    from: Date,
    source: (&str, &str),
) -> Result<Household, Fault> {
    let mut tx = match rooms.core().db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let old = editable(rooms, caller, household).await?;
    let target = editable(rooms, caller, into).await?;
    if old.id == target.id {
        return Err(wrong("into", "household_same"));
    }
    let mut facts = Vec::new();
    for one in members(&mut tx, rooms, household, from).await? {
        // The head of the one that goes has another place in the one that stays.
        let role = if one.role == "head" { "other".to_owned() } else { one.role };
        facts.extend(belongs(&NewMember { person: one.person, role }, Some(into), from, source)?);
    }
    thing::end_in(&mut tx, KIND, household).await?;
    let detail = json!({ "gone": household, "from": from.to_string() });
    told(tx, rooms, target, from, &facts, Event::new("household.merge", "household", into).detail(&detail))
        .await
}
