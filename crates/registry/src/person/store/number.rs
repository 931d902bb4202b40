//! Rows of numbers: found by their keyed index, never by what they are.

use anye_db::{DbError, Query, Read, Row, WriteTx, sql};

use super::insert::{NUMBER, number_values};
use crate::person::model::HeldNumber;
use crate::person::number::Kind;

fn select(rest: &str) -> Query {
    sql(format!(
        "select id, person_id, kind, issuer, sealed, state, doubtful, evidence, recorded_at from person_number {rest}"
    ))
}

fn number(row: &Row) -> Result<HeldNumber, DbError> {
    held(row, ["id", "state", "evidence"])
}

/// A number, with the names that its id, state and evidence have in the statement.
pub(super) fn held(row: &Row, [id, state, evidence]: [&str; 3]) -> Result<HeldNumber, DbError> {
    let word = row.text("kind")?;
    let kind =
        Kind::from_word(&word).ok_or_else(|| DbError::Other(format!("unknown sort of card: {word}")))?;
    Ok(HeldNumber {
        id: row.text(id)?,
        person: row.text("person_id")?,
        kind,
        issuer: row.text("issuer")?,
        sealed: row.text("sealed")?,
        state: row.text(state)?,
        doubtful: row.flag("doubtful")?,
        evidence: row.text(evidence)?,
        recorded_at: row.int("recorded_at")?,
    })
}

/// Numbers with one of these indices that are not known to be wrong.
pub async fn by_blinds(from: &mut impl Read, blinds: &[String]) -> Result<Vec<HeldNumber>, DbError> {
    let mut found = Vec::new();
    for some in blinds.chunks(500) {
        let query =
            select("").push_list("where blind in ({})", some.iter()).push(" and slot = '' order by id");
        for row in &from.all(query).await? {
            found.push(number(row)?);
        }
    }
    Ok(found)
}

/// Which of these indices are there already.
pub async fn there(from: &mut impl Read, blinds: &[String]) -> Result<Vec<(String, String)>, DbError> {
    let mut found = Vec::new();
    for some in blinds.chunks(1000) {
        let query =
            sql("select blind, person_id from person_number").push_list(" where blind in ({})", some.iter());
        for row in &from.all(query.push(" and slot = ''")).await? {
            found.push((row.text("blind")?, row.text("person_id")?));
        }
    }
    Ok(found)
}

/// Numbers of a person, the current ones first.
pub async fn of_person(from: &mut impl Read, person: &str) -> Result<Vec<HeldNumber>, DbError> {
    let query = select("where person_id = $1 order by state, recorded_at, id");
    from.all(query.bind(person)).await?.iter().map(number).collect()
}

/// Numbers of several.
pub async fn of_persons(from: &mut impl Read, persons: &[String]) -> Result<Vec<HeldNumber>, DbError> {
    let mut found = Vec::new();
    for some in persons.chunks(500) {
        let query = select("")
            .push_list("where person_id in ({})", some.iter())
            .push(" order by state, recorded_at, id");
        for row in &from.all(query).await? {
            found.push(number(row)?);
        }
    }
    Ok(found)
}

/// One.
pub async fn by_id(from: &mut impl Read, id: &str) -> Result<Option<HeldNumber>, DbError> {
    from.optional(select("where id = $1").bind(id)).await?.as_ref().map(number).transpose()
}

/// Inserts one.
pub async fn insert(tx: &mut WriteTx<'_>, one: &HeldNumber, blind: &str, by: &str) -> Result<(), DbError> {
    tx.insert("person_number", NUMBER, vec![number_values(one, blind, by)]).await
}

/// Marks a number as former or wrong; a wrong one is free for whom it belongs to.
pub async fn set_state(tx: &mut WriteTx<'_>, id: &str, state: &str) -> Result<(), DbError> {
    let slot = if state == "wrong" { id } else { "" };
    tx.run_one(
        sql("update person_number set state = $1, slot = $2 where id = $3").bind(state).bind(slot).bind(id),
    )
    .await
}

/// Numbers after an id, for sealing anew.
pub async fn page(from: &mut impl Read, after: &str, most: u32) -> Result<Vec<HeldNumber>, DbError> {
    let query = select("where id > $1 order by id limit $2");
    from.all(query.bind(after).bind(most)).await?.iter().map(number).collect()
}

/// Puts a number sealed anew in place of the old seal.
pub async fn reseal(
    tx: &mut WriteTx<'_>,
    one: &HeldNumber,
    sealed: &str,
    blind: &str,
) -> Result<u64, DbError> {
    let query = sql("update person_number set sealed = $1, blind = $2 where id = $3 and sealed = $4");
    tx.run(query.bind(sealed).bind(blind).bind(&one.id).bind(&one.sealed)).await
}
