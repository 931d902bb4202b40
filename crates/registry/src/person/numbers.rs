//! Numbers of a person who is registered (证件变更): another card, an old number of 15, a number that took the place of another. None is deleted.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, DbError, WriteTx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::check::{held, read_number};
use super::correct::{Correction, apply};
use super::model::{Field, NewNumber, Person, Sex};
use super::number::Number;
use super::register::{desk, invalid};
use super::sealing::{keyed_once, keys, number_blinds, scope, scrubbed};
use super::{duplicates, store};
use crate::Registry;
use crate::rights::must_since;
use crate::seal::Secret;

/// A number to add, and the one it takes the place of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(default)]
pub struct NumberChange {
    /// The number.
    pub number: NewNumber,
    /// The one it takes the place of.
    pub replaces: Option<String>,
    /// That one was right and changed (`former`), or never theirs (`wrong`).
    pub was: String,
    /// What shows it.
    pub evidence: String,
}

/// Adds a number to the person in the version seen.
pub async fn add_number(
    registry: &Registry,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    change: &NumberChange,
) -> Result<i64, Fault> {
    let keys = keys(registry)?;
    let number = read_number(&change.number, caller.world.today()).map_err(|field| invalid(vec![field]))?;
    let evidence = scrubbed(&change.evidence);
    if evidence.is_empty() || evidence.chars().count() > super::check::LONGEST {
        let field = FieldFault::new("evidence", "person_source").arg("most", super::check::LONGEST);
        return Err(invalid(vec![field]));
    }
    registry.throttle.take(&caller.actor.id, caller.world.now_ms())?;
    let once = keyed_once(keys, caller);
    let mut tx = match registry.core.db.begin(scope(caller, once.as_ref())).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = store::by_id(&mut tx, id).await?;
    let found = super::scope::seen(registry, caller, Permission::PersonsRead, found)?;
    must_since(registry, caller, Permission::PersonsEdit, &found.place)?;
    if found.version != seen {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    replace(&mut tx, &found, change).await?;
    if !store::by_blinds(&mut tx, &number_blinds(keys, number.text.clear())).await?.is_empty() {
        let field = FieldFault::new("number", "person_number_taken");
        return Err(Fault::new(ErrorKind::Conflict, "person_number_taken").field(field));
    }
    let places = registry.core.places();
    let (row, blind) = held(desk(registry, &places, caller)?, id, &number, &evidence)?;
    store::insert_number(&mut tx, &row, &blind, &caller.actor.id).await.map_err(|cause| match cause {
        DbError::Unique { .. } => Fault::new(ErrorKind::Conflict, "person_number_taken"),
        other => other.into(),
    })?;
    let after = agree(registry, &mut tx, caller, found, &number, change).await?;
    duplicates::note_number(registry, &mut tx, caller.world, &after, &number).await?;
    let detail = serde_json::json!({ "kind": number.kind.word(), "replaces": change.replaces, "was": change.was, "evidence": evidence });
    let event = Event::new("person.number", "person", id).at_place(&after.place).detail(&detail);
    tx.commit_with(event, &after.version).await?;
    Ok(after.version)
}

async fn replace(tx: &mut WriteTx<'_>, person: &Person, change: &NumberChange) -> Result<(), Fault> {
    let Some(old) = &change.replaces else { return Ok(()) };
    if !matches!(change.was.as_str(), "former" | "wrong") {
        return Err(invalid(vec![FieldFault::new("was", "person_number_was")]));
    }
    let there = store::number_by_id(tx, old).await?.filter(|one| one.person == person.id);
    if there.is_none() {
        return Err(Fault::not_found("number"));
    }
    Ok(store::set_state(tx, old, &change.was).await?)
}

/// Sex and birthday that the number says: filled in where they were not known, corrected where the number that said otherwise was wrong, and a fault otherwise.
async fn agree(
    registry: &Registry,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    person: Person,
    number: &Number,
    change: &NumberChange,
) -> Result<Person, Fault> {
    let mut after = person;
    let told = [
        (Field::Sex, number.sex.filter(|sex| *sex != Sex::Unknown).map(|sex| sex.word().to_owned())),
        (Field::BirthDate, number.birth_date.map(|day| day.to_string())),
    ];
    for (field, told) in told {
        let Some(told) = told else { continue };
        let before = after.value(field);
        if before == told {
            continue;
        }
        if !before.is_empty() && change.was != "wrong" {
            let code = if field == Field::Sex { "person_sex_number" } else { "person_birth_number" };
            return Err(invalid(vec![FieldFault::new("number", code)]));
        }
        let correction = Correction {
            field,
            value: Secret::new(told),
            valid_from: after.since,
            valid_to: None,
            source: "证件".to_owned(),
            evidence: change.evidence.clone(),
        };
        let value = correction.value.clone();
        after = apply(registry, tx, caller, &after, &correction, &value).await?;
    }
    store::set(tx, &after.id, after.version, None).await?;
    Ok(Person { version: after.version + 1, ..after })
}
