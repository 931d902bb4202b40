//! What is known (已知): on a day, as far as was known at a time; all there ever was; what changed since.

use std::collections::{BTreeMap, BTreeSet};

use anye_base::Date;
use anye_db::{DbError, Read};
use serde_json::Value;

use super::model::Fact;
use super::{own, store};

/// Field → value of a thing on a day, as far as was known at a time in milliseconds; `None`: as far as is known now.
///
/// # Errors
/// The store's own.
pub async fn known(
    from: &mut impl Read,
    kind: &str,
    thing: &str,
    on: Date,
    as_known_at: Option<i64>,
) -> Result<BTreeMap<String, Value>, DbError> {
    let ids = [thing.to_owned()];
    Ok(known_many(from, kind, &ids, on, as_known_at).await?.remove(thing).unwrap_or_default())
}

/// The same for many things of a kind, in few questions: thing → field → value. Things of which nothing is known are left out.
///
/// # Errors
/// The store's own.
pub async fn known_many(
    from: &mut impl Read,
    kind: &str,
    things: &[String],
    on: Date,
    as_known_at: Option<i64>,
) -> Result<BTreeMap<String, BTreeMap<String, Value>>, DbError> {
    known_of(from, kind, things, None, on, as_known_at).await
}

/// The same of some fields only: for tables over many things.
///
/// # Errors
/// The store's own.
pub async fn known_fields(
    from: &mut impl Read,
    kind: &str,
    things: &[String],
    fields: &BTreeSet<&str>,
    on: Date,
    as_known_at: Option<i64>,
) -> Result<BTreeMap<String, BTreeMap<String, Value>>, DbError> {
    known_of(from, kind, things, Some(fields), on, as_known_at).await
}

async fn known_of(
    from: &mut impl Read,
    kind: &str,
    things: &[String],
    fields: Option<&BTreeSet<&str>>,
    on: Date,
    as_known_at: Option<i64>,
) -> Result<BTreeMap<String, BTreeMap<String, Value>>, DbError> {
    // What persons and employers have in tables of their own comes first; a fact of the same name says more than a column.
    let mut all = own::known(from, kind, things, fields, on, as_known_at).await?;
    for (thing, field, value) in store::on_day(from, kind, things, fields, on, as_known_at).await? {
        all.entry(thing).or_default().insert(field, value);
    }
    Ok(all)
}

/// Whether facts alone say a field: then nobody of whom it is known is missing among its holders.
#[must_use]
pub fn by_facts_alone(kind: &str, field: &str) -> bool {
    !own::has(kind, field)
}

/// Those of whom a fact says a field on a day, in the order of their ids after one. `yes`: it is a yes or no, and those of whom it is known to be no are left out.
///
/// # Errors
/// The store's own.
pub async fn holders(
    from: &mut impl Read,
    (kind, field, yes): (&str, &str, bool),
    on: Date,
    after: &str,
    limit: u32,
) -> Result<Vec<String>, DbError> {
    store::holders(from, (kind, field, yes), on, after, limit).await
}

/// How many facts of a field stand: for choosing where to begin.
///
/// # Errors
/// The store's own.
pub async fn standing(from: &mut impl Read, kind: &str, field: &str) -> Result<i64, DbError> {
    store::many(from, kind, field).await
}

/// All facts of a thing, superseded ones included: by field, first day, time of record.
///
/// # Errors
/// The store's own.
pub async fn history(from: &mut impl Read, kind: &str, thing: &str) -> Result<Vec<Fact>, DbError> {
    store::of(from, kind, thing).await
}

/// What was recorded or superseded after a time in milliseconds: kind, thing, field. Decisions that read them may have to be looked at again.
///
/// # Errors
/// The store's own.
pub async fn changed_since(from: &mut impl Read, at: i64) -> Result<Vec<(String, String, String)>, DbError> {
    store::changed_since(from, at).await
}

/// The next things of which anything was recorded or superseded after a time in milliseconds, after kind and id: for runs that must not hold them all.
///
/// # Errors
/// The store's own.
pub async fn changed_things(
    from: &mut impl Read,
    at: i64,
    after: (&str, &str),
    limit: u32,
) -> Result<Vec<(String, String)>, DbError> {
    store::changed_things(from, at, after, limit).await
}

/// The next things of a kind that have facts, in the order of their ids: for runs over a whole population.
///
/// # Errors
/// The store's own.
pub async fn next_things(
    from: &mut impl Read,
    kind: &str,
    after: &str,
    limit: u32,
) -> Result<Vec<String>, DbError> {
    store::next_things(from, kind, after, limit).await
}
