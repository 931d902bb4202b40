//! What persons, employers and things have in tables of their own, in the words of the dictionary (自有字段). It must never read a number, a phone or a name of a person.

use std::collections::{BTreeMap, BTreeSet};

use anye_base::Date;
use anye_db::{DbError, Query, Read, Row, sql};
use serde_json::{Value, json};

type Known = BTreeMap<String, BTreeMap<String, Value>>;

/// Fields of a person that the law has too.
const PERSON: [&str; 4] = ["sex", "birth_date", "residence_type", "residence_place"];
/// Fields of an employer that the law has too.
const EMPLOYER: [&str; 5] = ["name", "size", "industry", "staff", "place"];
/// Ids in one list.
const MANY: usize = 500;

/// Whether a field stands in a table of its own, so that it may be known without a fact.
pub fn has(kind: &str, field: &str) -> bool {
    match kind {
        "persons" => PERSON.contains(&field),
        "employers" => EMPLOYER.contains(&field),
        _ => field == "place",
    }
}

/// Field → value by thing; of these fields only, where some are named.
pub async fn known(
    from: &mut impl Read,
    kind: &str,
    things: &[String],
    fields: Option<&BTreeSet<&str>>,
    on: Date,
    as_known_at: Option<i64>,
) -> Result<Known, DbError> {
    let mut all = Known::new();
    if fields.is_some_and(|fields| !fields.iter().any(|field| has(kind, field))) {
        return Ok(all);
    }
    for some in things.chunks(MANY) {
        match kind {
            "persons" => persons(from, some, on, as_known_at, &mut all).await?,
            "employers" => {
                let query = dated("employer_fact", "employer_id", &EMPLOYER, some);
                for row in &from.all(holding(believed(query, as_known_at), on)).await? {
                    keep(&mut all, row, "thing")?;
                }
            }
            _ => own_place(from, kind, some, &mut all).await?,
        }
    }
    Ok(all)
}

/// Values of the first registration stand in the row alone until one of them is corrected.
async fn persons(
    from: &mut impl Read,
    some: &[String],
    on: Date,
    as_known_at: Option<i64>,
    all: &mut Known,
) -> Result<(), DbError> {
    let mut corrected = BTreeSet::new();
    let query = dated("person_fact", "person_id", &PERSON, some);
    for row in &from.all(query).await? {
        corrected.insert((row.text("thing")?, row.text("field")?));
    }
    if !corrected.is_empty() {
        let query = dated("person_fact", "person_id", &PERSON, some);
        for row in &from.all(holding(believed(query, as_known_at), on)).await? {
            keep(all, row, "thing")?;
        }
    }
    let query = sql(
        "select id, sex, birth_date, residence_type, residence_place, since, created_at from person where ",
    );
    for row in &from.all(query.push_list("id in ({})", some.iter())).await? {
        let id = row.text("id")?;
        let recorded = row.int("created_at")?;
        if row.date("since")? > on || as_known_at.is_some_and(|at| at < recorded) {
            continue;
        }
        for field in PERSON {
            let value = row.opt_text(field)?.unwrap_or_default();
            if !value.is_empty() && !corrected.contains(&(id.clone(), field.to_owned())) {
                all.entry(id.clone()).or_default().insert(field.to_owned(), json!(value));
            }
        }
    }
    Ok(())
}

/// A thing with a place of its own leads to it.
async fn own_place(
    from: &mut impl Read,
    kind: &str,
    some: &[String],
    all: &mut Known,
) -> Result<(), DbError> {
    let query = sql("select id, place from thing where ").push_bind("kind = {}", kind);
    for row in &from.all(query.push_list(" and id in ({})", some.iter()).push(" and place <> ''")).await? {
        all.entry(row.text("id")?).or_default().insert("place".to_owned(), json!(row.text("place")?));
    }
    Ok(())
}

fn dated(table: &str, owner: &str, fields: &[&str], some: &[String]) -> Query {
    // Table and column are ours, from the lines above.
    sql(format!("select {owner} as thing, field, value from {table} where "))
        .push_list(&format!("{owner} in ({{}})"), some.iter())
        .push_list(" and field in ({})", fields.iter().copied())
}

fn believed(query: Query, as_known_at: Option<i64>) -> Query {
    match as_known_at {
        None => query.push(" and superseded_at is null"),
        Some(at) => query
            .push_bind(" and recorded_at <= {}", at)
            .push_bind(" and (superseded_at is null or superseded_at > {})", at),
    }
}

fn holding(query: Query, on: Date) -> Query {
    query.push_bind(" and valid_from <= {}", on).push_bind(" and (valid_to is null or valid_to > {})", on)
}

fn keep(all: &mut Known, row: &Row, owner: &str) -> Result<(), DbError> {
    let (field, text) = (row.text("field")?, row.text("value")?);
    if text.is_empty() {
        return Ok(());
    }
    let value =
        if field == "staff" { text.parse::<i64>().map_or(Value::Null, |n| json!(n)) } else { json!(text) };
    all.entry(row.text(owner)?).or_default().insert(field, value);
    Ok(())
}
