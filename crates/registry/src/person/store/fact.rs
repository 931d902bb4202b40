//! Rows of facts.

use anye_db::{DbError, Read, Row, WriteTx, sql};

use crate::person::model::{Fact, Field};

fn fact(row: &Row) -> Result<Fact, DbError> {
    let word = row.text("field")?;
    let field = Field::from_word(&word)
        .ok_or_else(|| DbError::Other(format!("unknown field of a person: {word}")))?;
    Ok(Fact {
        id: row.text("id")?,
        field,
        value: row.text("value")?,
        valid_from: row.date("valid_from")?,
        valid_to: row.opt_date("valid_to")?,
        recorded_at: row.int("recorded_at")?,
        recorded_by: row.text("recorded_by")?,
        recorded_name: row.text("recorded_name")?,
        superseded_at: row.opt_int("superseded_at")?,
        source: row.text("source")?,
        evidence: row.text("evidence")?,
    })
}

/// All facts of a person that were written, superseded ones included: by field, first day, time of record.
pub async fn facts(from: &mut impl Read, person: &str) -> Result<Vec<Fact>, DbError> {
    let query = sql(
        "select id, field, value, valid_from, valid_to, recorded_at, recorded_by, recorded_name, superseded_at, source, evidence \
         from person_fact where person_id = $1 order by field, valid_from, recorded_at, id",
    );
    from.all(query.bind(person)).await?.iter().map(fact).collect()
}

/// Inserts facts.
pub async fn insert_facts(tx: &mut WriteTx<'_>, person: &str, all: &[Fact]) -> Result<(), DbError> {
    let columns = "id, person_id, field, value, valid_from, valid_to, recorded_at, recorded_by, recorded_name, superseded_at, source, evidence";
    let values = |fact: &Fact| {
        vec![
            (&fact.id).into(),
            person.into(),
            fact.field.word().into(),
            (&fact.value).into(),
            fact.valid_from.into(),
            fact.valid_to.into(),
            fact.recorded_at.into(),
            (&fact.recorded_by).into(),
            (&fact.recorded_name).into(),
            fact.superseded_at.into(),
            (&fact.source).into(),
            (&fact.evidence).into(),
        ]
    };
    tx.insert("person_fact", columns, all.iter().map(values).collect()).await
}

/// Marks a fact as superseded.
pub async fn supersede(tx: &mut WriteTx<'_>, fact: &str, now: i64) -> Result<(), DbError> {
    let update = sql("update person_fact set superseded_at = $1 where id = $2 and superseded_at is null");
    tx.run_one(update.bind(now).bind(fact)).await
}

/// Id and sealed value of facts about phones, after an id: for sealing anew.
pub async fn page_of_phones(
    from: &mut impl Read,
    after: &str,
    most: u32,
) -> Result<Vec<(String, String)>, DbError> {
    let query = sql(
        "select id, value from person_fact where id > $1 and field = 'phone' and value <> '' order by id limit $2",
    );
    let rows = from.all(query.bind(after).bind(most)).await?;
    rows.iter().map(|row| Ok((row.text("id")?, row.text("value")?))).collect()
}

/// Puts a value sealed anew in place of the old seal.
pub async fn reseal(tx: &mut WriteTx<'_>, id: &str, old: &str, sealed: &str) -> Result<u64, DbError> {
    tx.run(
        sql("update person_fact set value = $1 where id = $2 and value = $3").bind(sealed).bind(id).bind(old),
    )
    .await
}
