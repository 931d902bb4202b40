//! Inserting persons with their numbers, one or many at once.

use anye_db::{DbError, Val, WriteTx};

use crate::person::model::{HeldNumber, Person};

/// A person ready to be written: sealed, with the keyed indices.
#[derive(Debug, Clone)]
pub struct Written {
    /// The person.
    pub person: Person,
    /// Index of the phone.
    pub phone_blind: Option<String>,
    /// The number and its index.
    pub number: Option<(HeldNumber, String)>,
}

const PERSON: &str = "id, name, name_key, initials, sex, birth_date, place, county, residence_place, residence_type, phone_sealed, phone_blind, \
     state, merged_into, since, source, evidence, created_at, created_by, created_name, version";

pub(super) const NUMBER: &str =
    "id, person_id, kind, issuer, sealed, blind, state, slot, doubtful, evidence, recorded_at, recorded_by";

/// Inserts persons with their numbers, each table in the order of an index that has no order of its own: thousands of rows then meet each of its pages once.
pub async fn insert_many(tx: &mut WriteTx<'_>, all: &[Written]) -> Result<(), DbError> {
    let mut persons: Vec<&Written> = all.iter().collect();
    persons.sort_by_key(|one| (crate::person::scope::county(&one.person.place), &one.person.name_key));
    tx.insert("person", PERSON, persons.into_iter().map(person).collect()).await?;
    let mut numbers: Vec<_> = all
        .iter()
        .filter_map(|one| one.number.as_ref().map(|number| (number, &one.person.created_by)))
        .collect();
    numbers.sort_by_key(|((_, blind), _)| blind);
    let rows = numbers.into_iter().map(|((number, blind), by)| number_values(number, blind, by));
    tx.insert("person_number", NUMBER, rows.collect()).await
}

fn person(one: &Written) -> Vec<Val> {
    let person = &one.person;
    vec![
        (&person.id).into(),
        (&person.name).into(),
        (&person.name_key).into(),
        (&person.initials).into(),
        person.sex.word().into(),
        person.birth_date.into(),
        (&person.place).into(),
        crate::person::scope::county(&person.place).into(),
        (&person.residence_place).into(),
        (&person.residence_type).into(),
        (&person.phone_sealed).into(),
        one.phone_blind.clone().into(),
        person.state.word().into(),
        person.merged_into.clone().into(),
        person.since.into(),
        (&person.source).into(),
        (&person.evidence).into(),
        person.created_at.into(),
        (&person.created_by).into(),
        (&person.created_name).into(),
        person.version.into(),
    ]
}

pub(super) fn number_values(number: &HeldNumber, blind: &str, by: &str) -> Vec<Val> {
    let slot = if number.state == "wrong" { number.id.as_str() } else { "" };
    vec![
        (&number.id).into(),
        (&number.person).into(),
        number.kind.word().into(),
        (&number.issuer).into(),
        (&number.sealed).into(),
        blind.into(),
        (&number.state).into(),
        slot.into(),
        number.doubtful.into(),
        (&number.evidence).into(),
        number.recorded_at.into(),
        by.into(),
    ]
}
