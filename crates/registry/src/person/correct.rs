//! Correcting a person (更正、变更): another value from a day on, or for some days, with source and evidence. What was believed before stays readable.

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, Val, WriteTx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::check::{self, LONGEST};
use super::model::{Fact, Field, HeldNumber, Person, RESIDENCE_TYPES};
use super::sealing::{fact_at, keyed_once, keys, open_phone, phone_at, phone_blind, scope, scrubbed};
use super::{duplicates, number, store};
use crate::Registry;
use crate::fact::{left_over, overlap};
use crate::name;
use crate::rights::must_since;
use crate::seal::Secret;

/// A correction.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[schema(as = registry::person::correct::Correction)]
pub struct Correction {
    /// What it is about.
    pub field: Field,
    /// The value; empty where it is not known.
    pub value: Secret,
    /// First day it holds.
    #[schema(value_type = String)]
    pub valid_from: Date,
    /// First day it no longer holds.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub valid_to: Option<Date>,
    /// Where it comes from.
    pub source: String,
    /// What shows it.
    #[serde(default)]
    pub evidence: String,
}

/// Corrects a person in the version seen.
pub async fn correct(
    registry: &Registry,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    correction: &Correction,
) -> Result<i64, Fault> {
    let once = keyed_once(keys(registry)?, caller);
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
    let numbers = store::of_person(&mut tx, id).await?;
    let value = checked(registry, &found, &numbers, correction)?;
    if correction.field == Field::Place {
        must_since(registry, caller, Permission::PersonsEdit, value.clear())?;
    }
    let after = apply(registry, &mut tx, caller, &found, correction, &value).await?;
    // Of a phone the record keeps that it changed, not what it was.
    let shown = |value: String| if correction.field == Field::Phone { String::new() } else { value };
    let detail = serde_json::json!({ "field": correction.field.word(), "from": correction.valid_from.to_string(),
        "before": shown(found.value(correction.field)), "after": shown(after.value(correction.field)), "source": scrubbed(&correction.source) });
    let event = Event::new("person.correct", "person", id).at_place(&found.place).detail(&detail);
    tx.commit_with(event, &after.version).await?;
    Ok(after.version)
}

/// Puts a person to a place from today on, in the transaction of who calls and has decided that it may.
pub(crate) async fn place_in(
    registry: &Registry,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    id: &str,
    place: &str,
    source: &str,
) -> Result<Person, Fault> {
    let found = store::by_id(tx, id).await?.ok_or_else(|| Fault::not_found("person"))?;
    let correction = Correction {
        field: Field::Place,
        value: Secret::new(place),
        valid_from: caller.world.today(),
        valid_to: None,
        source: source.to_owned(),
        evidence: String::new(),
    };
    let value = checked(registry, &found, &[], &correction)?;
    apply(registry, tx, caller, &found, &correction, &value).await
}

/// The value as it will be kept, or why not.
pub(super) fn checked(
    registry: &Registry,
    person: &Person,
    numbers: &[HeldNumber],
    correction: &Correction,
) -> Result<Secret, Fault> {
    let places = registry.core.places();
    let today = registry.core.world.today();
    let refuse = |mut field: FieldFault, to: &str| {
        field.field = to.to_owned();
        Fault::new(ErrorKind::Invalid, "person_invalid").field(field)
    };
    let plain = |to: &'static str, code| refuse(FieldFault::new(to, code).arg("most", LONGEST), to);
    let source = correction.source.trim().chars().count();
    if source == 0 || source > LONGEST {
        return Err(plain("source", "person_source"));
    }
    if correction.valid_to.is_some_and(|to| to <= correction.valid_from) {
        return Err(plain("valid_to", "person_days"));
    }
    if person.state == super::model::State::Merged {
        return Err(Fault::new(ErrorKind::Conflict, "person_is_merged"));
    }
    let value = correction.value.clear().trim();
    let fixed = numbers
        .iter()
        .any(|one| one.state == "current" && !one.doubtful && check::fixes(one.kind, correction.field));
    let of_field = |fault: FieldFault| refuse(fault, "value");
    Ok(Secret::new(match correction.field {
        Field::Sex | Field::BirthDate if fixed => return Err(plain("value", "person_fixed_by_number")),
        Field::Name => check::read_name(value).map_err(of_field)?.0,
        Field::Sex => check::read_sex(value, None).map_err(of_field)?.word().to_owned(),
        Field::BirthDate => {
            let day = check::read_birth(value, None, today).map_err(of_field)?;
            day.map(|day| day.to_string()).unwrap_or_default()
        }
        Field::Place => check::place(&places, value, today).ok_or_else(|| plain("value", "person_place"))?,
        Field::ResidencePlace => check::read_residence(&places, value, today).map_err(of_field)?,
        Field::ResidenceType if value.is_empty() || RESIDENCE_TYPES.contains(&value) => value.to_owned(),
        Field::ResidenceType => return Err(plain("value", "person_residence_type")),
        Field::Phone if value.is_empty() => String::new(),
        Field::Phone => {
            number::phone(value).map_err(|wrong| of_field(wrong.fault("value")))?.clear().to_owned()
        }
    }))
}

/// Writes it: facts that it overlaps are superseded, the days it leaves alone stand on, what stands now changes where it is about today.
pub(super) async fn apply(
    registry: &Registry,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    person: &Person,
    correction: &Correction,
    value: &Secret,
) -> Result<Person, Fault> {
    let now = caller.world.now_ms();
    let meant = (correction.valid_from, correction.valid_to);
    let held = |old: &Fact| (old.valid_from, old.valid_to);
    let facts = store::facts(tx, &person.id).await?;
    let written: Vec<&Fact> = facts.iter().filter(|fact| fact.field == correction.field).collect();
    let mut rows = Vec::new();
    // The first time, what was registered becomes a fact of its own.
    let first = if written.is_empty() { original(registry, caller, person, correction.field)? } else { None };
    let standing = written.into_iter().filter(|fact| fact.superseded_at.is_none());
    let mut ended = Vec::new();
    for old in standing.chain(first.as_ref()) {
        if !overlap(held(old), meant) {
            continue;
        }
        ended.push(old.id.clone());
        for (from, to) in left_over(held(old), meant) {
            let left = Fact {
                id: caller.world.new_id(),
                valid_from: from,
                valid_to: to,
                recorded_at: now,
                ..old.clone()
            };
            rows.push(moved(registry, caller, old, left)?);
        }
    }
    rows.push(told(registry, caller, correction, value)?);
    if let Some(mut first) = first {
        first.superseded_at = ended.contains(&first.id).then_some(now);
        ended.retain(|id| *id != first.id);
        rows.push(first);
    }
    for fact in &ended {
        store::supersede(tx, fact, now).await?;
    }
    let today = caller.world.today();
    let holds = correction.valid_from <= today && correction.valid_to.is_none_or(|to| today < to);
    let change = holds.then(|| columns(registry, caller, person, correction.field, value)).transpose()?;
    store::set(tx, &person.id, person.version, change.map(|columns| (correction.field, columns))).await?;
    store::insert_facts(tx, &person.id, &rows).await?;
    let after = store::by_id(tx, &person.id).await?.ok_or_else(|| Fault::not_found("person"))?;
    if matches!(correction.field, Field::Name | Field::BirthDate | Field::Phone) {
        duplicates::note_again(registry, tx, caller.world, &after).await?;
    }
    Ok(after)
}

/// What was registered first, as a fact; none where it was not known.
fn original(
    registry: &Registry,
    caller: &Caller<'_>,
    person: &Person,
    field: Field,
) -> Result<Option<Fact>, Fault> {
    let id = caller.world.new_id();
    let value = match field {
        Field::Phone => match open_phone(keys(registry)?, person)? {
            Some(clear) => keys(registry)?.seal(caller.world, fact_at(&id), &clear)?,
            None => String::new(),
        },
        _ => person.value(field),
    };
    if value.is_empty() {
        return Ok(None);
    }
    Ok(Some(Fact {
        id,
        field,
        value,
        valid_from: person.since,
        valid_to: None,
        recorded_at: person.created_at,
        recorded_by: person.created_by.clone(),
        recorded_name: person.created_name.clone(),
        superseded_at: None,
        source: person.source.clone(),
        evidence: person.evidence.clone(),
    }))
}

/// A sealed value moves only by being sealed anew for its new row.
fn moved(registry: &Registry, caller: &Caller<'_>, old: &Fact, mut left: Fact) -> Result<Fact, Fault> {
    if old.field == Field::Phone && !old.value.is_empty() {
        let clear = keys(registry)?.open(fact_at(&old.id), &old.value)?;
        left.value = keys(registry)?.seal(caller.world, fact_at(&left.id), &clear)?;
    }
    Ok(left)
}

fn told(
    registry: &Registry,
    caller: &Caller<'_>,
    correction: &Correction,
    value: &Secret,
) -> Result<Fact, Fault> {
    let id = caller.world.new_id();
    let kept = if correction.field == Field::Phone && !value.is_empty() {
        keys(registry)?.seal(caller.world, fact_at(&id), value.clear())?
    } else {
        value.clear().to_owned()
    };
    Ok(Fact {
        id,
        field: correction.field,
        value: kept,
        valid_from: correction.valid_from,
        valid_to: correction.valid_to,
        recorded_at: caller.world.now_ms(),
        recorded_by: caller.actor.id.clone(),
        recorded_name: caller.actor.name.clone(),
        superseded_at: None,
        source: scrubbed(&correction.source),
        evidence: scrubbed(&correction.evidence).chars().take(LONGEST).collect(),
    })
}

fn columns(
    registry: &Registry,
    caller: &Caller<'_>,
    person: &Person,
    field: Field,
    value: &Secret,
) -> Result<Vec<(&'static str, Val)>, Fault> {
    let clear = value.clear();
    let text = |column: &'static str| vec![(column, Val::from(clear))];
    Ok(match field {
        Field::Name => {
            let key = name::key(clear);
            let letters = name::initials(&key);
            vec![("name", clear.into()), ("name_key", key.into()), ("initials", letters.into())]
        }
        Field::Sex => text("sex"),
        Field::BirthDate => vec![("birth_date", (!clear.is_empty()).then_some(clear).into())],
        Field::Place => vec![("place", clear.into()), ("county", super::scope::county(clear).into())],
        Field::ResidencePlace => text("residence_place"),
        Field::ResidenceType => text("residence_type"),
        Field::Phone if clear.is_empty() => {
            vec![("phone_sealed", "".into()), ("phone_blind", Val::Text(None))]
        }
        Field::Phone => {
            let keys = keys(registry)?;
            let sealed = keys.seal(caller.world, phone_at(&person.id), clear)?;
            vec![("phone_sealed", sealed.into()), ("phone_blind", phone_blind(keys, clear).into())]
        }
    })
}
