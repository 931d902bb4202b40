//! Rows of facts and things. A fact is only ever marked as superseded; none is changed or deleted.

use std::collections::BTreeSet;

use anye_base::Date;
use anye_db::{DbError, Query, Read, Row, Val, WriteTx, sql};

use super::model::Fact;

const COLUMNS: &str = "id, kind, thing, field, value, valid_from, valid_to, recorded_at, recorded_by, recorded_name, superseded_at, source, evidence";
/// Ids in one list.
const MANY: usize = 500;

fn select() -> Query {
    sql(format!("select {COLUMNS} from fact where "))
}

fn fact(row: &Row) -> Result<Fact, DbError> {
    Ok(Fact {
        id: row.text("id")?,
        kind: row.text("kind")?,
        thing: row.text("thing")?,
        field: row.text("field")?,
        value: row.json("value")?,
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

async fn facts(from: &mut impl Read, query: Query) -> Result<Vec<Fact>, DbError> {
    from.all(query).await?.iter().map(fact).collect()
}

/// All facts of a thing, superseded ones included: by field, first day, time of record.
pub async fn of(from: &mut impl Read, kind: &str, thing: &str) -> Result<Vec<Fact>, DbError> {
    let query = select().push_bind("kind = {}", kind).push_bind(" and thing = {}", thing);
    facts(from, query.push(" order by field, valid_from, recorded_at, id")).await
}

/// What is believed now about these fields of these things, on all days.
pub async fn standing(
    from: &mut impl Read,
    kind: &str,
    things: &BTreeSet<&str>,
    fields: &BTreeSet<&str>,
) -> Result<Vec<Fact>, DbError> {
    let things: Vec<&str> = things.iter().copied().collect();
    let mut found = Vec::new();
    for some in things.chunks(MANY) {
        let query = select()
            .push_bind("kind = {}", kind)
            .push_list(" and thing in ({})", some.iter().copied())
            .push_list(" and field in ({})", fields.iter().copied())
            .push(" and superseded_at is null");
        found.extend(facts(from, query).await?);
    }
    Ok(found)
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

/// What holds on a day, as far as was known at a time, of many things of a kind: thing, field, value.
pub async fn on_day(
    from: &mut impl Read,
    kind: &str,
    things: &[String],
    fields: Option<&BTreeSet<&str>>,
    on: Date,
    as_known_at: Option<i64>,
) -> Result<Vec<(String, String, serde_json::Value)>, DbError> {
    let mut found = Vec::new();
    for some in things.chunks(MANY) {
        let query = sql("select thing, field, value from fact where ");
        let mut query = query.push_bind("kind = {}", kind).push_list(" and thing in ({})", some.iter());
        if let Some(fields) = fields {
            query = query.push_list(" and field in ({})", fields.iter().copied());
        }
        for row in &from.all(holding(believed(query, as_known_at), on)).await? {
            found.push((row.text("thing")?, row.text("field")?, row.json("value")?));
        }
    }
    Ok(found)
}

/// Those of whom a field is known on a day, by id after one. `yes`: those of whom it is known to be otherwise are left out.
pub async fn holders(
    from: &mut impl Read,
    (kind, field, yes): (&str, &str, bool),
    on: Date,
    after: &str,
    limit: u32,
) -> Result<Vec<String>, DbError> {
    let query = sql("select distinct thing from fact where ")
        .push_bind("kind = {}", kind)
        .push_bind(" and field = {}", field)
        .push_bind(" and thing > {}", after);
    let mut query = holding(believed(query, None), on);
    if yes {
        // All ways in which a facts file may say no.
        query = query.push_list(" and value not in ({})", ["false", "\"false\"", "\"no\"", "\"否\"", "null"]);
    }
    let rows = from.all(query.push_bind(" order by thing limit {}", limit)).await?;
    rows.iter().map(|row| row.text("thing")).collect()
}

/// How many facts of a field stand.
pub async fn many(from: &mut impl Read, kind: &str, field: &str) -> Result<i64, DbError> {
    let query =
        sql("select count(*) as n from fact where kind = $1 and field = $2 and superseded_at is null");
    from.one(query.bind(kind).bind(field)).await?.int("n")
}

/// The things whose relation leads to one of these on a day: relation's kind, thing.
pub async fn leading_to(
    from: &mut impl Read,
    (kind, field): (&str, &str),
    targets: &[String],
    on: Date,
    as_known_at: Option<i64>,
) -> Result<Vec<Fact>, DbError> {
    let mut found = Vec::new();
    for some in targets.chunks(MANY) {
        let query = select()
            .push_list("target in ({})", some.iter())
            .push_bind(" and kind = {}", kind)
            .push_bind(" and field = {}", field);
        let query = holding(believed(query, as_known_at), on);
        found.extend(facts(from, query.push(" order by thing")).await?);
    }
    Ok(found)
}

/// The next things of a kind with facts, by id.
pub async fn next_things(
    from: &mut impl Read,
    kind: &str,
    after: &str,
    limit: u32,
) -> Result<Vec<String>, DbError> {
    let query =
        sql("select id from thing where ").push_bind("kind = {}", kind).push_bind(" and id > {}", after);
    let rows = from.all(query.push_bind(" order by id limit {}", limit)).await?;
    rows.iter().map(|row| row.text("id")).collect()
}

/// What was recorded or superseded after a time: kind, thing, field.
pub async fn changed_since(from: &mut impl Read, at: i64) -> Result<Vec<(String, String, String)>, DbError> {
    let query = sql("select kind, thing, field from fact where ")
        .push_bind("recorded_at > {}", at)
        .push_bind(" union select kind, thing, field from fact where superseded_at > {}", at)
        .push(" order by 1, 2, 3");
    let rows = from.all(query).await?;
    rows.iter().map(|row| Ok((row.text("kind")?, row.text("thing")?, row.text("field")?))).collect()
}

/// The next things of which anything was recorded or superseded after a time, in the order of kind and id.
pub async fn changed_things(
    from: &mut impl Read,
    at: i64,
    (kind, thing): (&str, &str),
    limit: u32,
) -> Result<Vec<(String, String)>, DbError> {
    let query = sql("select kind, thing from (select kind, thing from fact where ")
        .push_bind("recorded_at > {}", at)
        .push_bind(" union select kind, thing from fact where superseded_at > {}", at)
        .push_bind(") as changed where kind > {}", kind)
        .push_bind(" or (kind = {}", kind)
        .push_bind(" and thing > {})", thing)
        .push_bind(" order by kind, thing limit {}", limit);
    from.all(query).await?.iter().map(|row| Ok((row.text("kind")?, row.text("thing")?))).collect()
}

/// Inserts facts with the ids of the things they lead to.
pub async fn insert(tx: &mut WriteTx<'_>, all: &[(Fact, Option<String>)]) -> Result<(), DbError> {
    let row = |(one, target): &(Fact, Option<String>)| -> Vec<Val> {
        vec![
            (&one.id).into(),
            (&one.kind).into(),
            (&one.thing).into(),
            (&one.field).into(),
            (&one.value).into(),
            target.clone().into(),
            one.valid_from.into(),
            one.valid_to.into(),
            one.recorded_at.into(),
            (&one.recorded_by).into(),
            (&one.recorded_name).into(),
            one.superseded_at.into(),
            (&one.source).into(),
            (&one.evidence).into(),
        ]
    };
    tx.insert(
        "fact",
        "id, kind, thing, field, value, target, valid_from, valid_to, recorded_at, recorded_by, recorded_name, superseded_at, source, evidence",
        all.iter().map(row).collect(),
    )
    .await
}

/// Marks facts as superseded.
pub async fn supersede(tx: &mut WriteTx<'_>, ids: &[String], now: i64) -> Result<(), DbError> {
    for some in ids.chunks(MANY) {
        let query = sql("update fact set ")
            .push_bind("superseded_at = {}", now)
            .push_list(" where id in ({})", some.iter())
            .push(" and superseded_at is null");
        if tx.run(query).await? != some.len() as u64 {
            return Err(DbError::Stale);
        }
    }
    Ok(())
}

/// Takes the turn of these things, in their order: a second writer waits here until the first has ended.
pub async fn take_turn(
    tx: &mut WriteTx<'_>,
    kind: &str,
    things: &BTreeSet<&str>,
    now: i64,
) -> Result<(), DbError> {
    let things: Vec<&str> = things.iter().copied().collect();
    let by = tx.scope().actor.id.clone();
    for some in things.chunks(100) {
        let mut query = sql(
            "insert into thing (kind, id, name, place, county, state, created_at, created_by, version) values ",
        );
        for (at, thing) in some.iter().enumerate() {
            let row: [Val; 9] = [
                kind.into(),
                (*thing).into(),
                "".into(),
                "".into(),
                "".into(),
                "".into(),
                now.into(),
                (&by).into(),
                0_i64.into(),
            ];
            query = query.push_list(if at == 0 { "({})" } else { ", ({})" }, row);
        }
        tx.run(query.push(" on conflict do nothing")).await?;
        let query = sql("update thing set version = version + 1 where ").push_bind("kind = {}", kind);
        tx.run(query.push_list(" and id in ({})", some.iter().copied())).await?;
    }
    Ok(())
}
