//! What the law may read of a person on a day (事实): the fields of its dictionary that the register itself keeps. It must never hold a number or a phone.

use std::collections::BTreeMap;

use anye_base::Date;
use anye_db::{DbError, Read};
use serde_json::Value;

use super::model::{Fact, Field, Person};
use super::store;

/// The fields that the law's dictionary has.
const READ: [Field; 4] = [Field::BirthDate, Field::Sex, Field::ResidenceType, Field::ResidencePlace];

/// The value of a field on a day, as far as we knew at a time in milliseconds; `None`: as far as we know now.
#[must_use]
pub fn as_of(person: &Person, facts: &[Fact], field: Field, on: Date, known: Option<i64>) -> Option<String> {
    let mut written = facts.iter().filter(|fact| fact.field == field).peekable();
    if written.peek().is_none() {
        // Never corrected: what was registered holds, a birthday and a sex for all days.
        let lasting = matches!(field, Field::BirthDate | Field::Sex | Field::Name);
        let believed = known.is_none_or(|at| person.created_at <= at);
        let value = person.value(field);
        return (believed && (lasting || person.since <= on) && !value.is_empty()).then_some(value);
    }
    let believed = |fact: &&Fact| match known {
        None => fact.superseded_at.is_none(),
        Some(at) => fact.recorded_at <= at && fact.superseded_at.is_none_or(|end| at < end),
    };
    let holds = |fact: &&Fact| fact.valid_from <= on && fact.valid_to.is_none_or(|to| on < to);
    written.filter(believed).find(holds).map(|fact| fact.value.clone()).filter(|value| !value.is_empty())
}

/// The facts of a person on a day, for crates that check rights themselves.
pub async fn facts(
    from: &mut impl Read,
    id: &str,
    on: Date,
    known: Option<i64>,
) -> Result<BTreeMap<String, Value>, DbError> {
    let Some(person) = store::by_id(from, id).await? else { return Ok(BTreeMap::new()) };
    let written = store::facts(from, id).await?;
    let value = |field: &Field| {
        let text = as_of(&person, &written, *field, on, known)?;
        Some((field.word().to_owned(), Value::String(text)))
    };
    Ok(READ.iter().filter_map(value).collect())
}
