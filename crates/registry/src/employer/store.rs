//! Rows of employers and facts. A fact is only ever marked as superseded; none is changed or deleted.

use anye_base::{Cursor, Limit, Page};
use anye_db::{DbError, Query, Read, Row, Val, WriteTx, sql};

use super::find::Filter;
use super::model::{Employer, Fact, Field};

const COLUMNS: &str = "id, code, name, place, industry, ownership, size, above_scale, labour_intensive, hard_hit, staff, state, version";

fn select(rest: &str) -> Query {
    sql(format!("select {COLUMNS} from employer {rest}"))
}

fn employer(row: &Row) -> Result<Employer, DbError> {
    Ok(Employer {
        id: row.text("id")?,
        code: row.text("code")?,
        name: row.text("name")?,
        place: row.text("place")?,
        industry: row.text("industry")?,
        ownership: row.text("ownership")?,
        size: row.text("size")?,
        above_scale: row.flag("above_scale")?,
        labour_intensive: row.flag("labour_intensive")?,
        hard_hit: row.flag("hard_hit")?,
        staff: row.opt_int("staff")?,
        state: row.text("state")?,
        version: row.int("version")?,
    })
}

/// One by id or, failing that, by code.
pub async fn find(from: &mut impl Read, key: &str) -> Result<Option<Employer>, DbError> {
    let query = select("where id = $1 or code = $2 limit 1").bind(key).bind(key);
    from.optional(query).await?.as_ref().map(employer).transpose()
}

/// Those with these codes.
pub async fn by_codes(from: &mut impl Read, codes: &[String]) -> Result<Vec<Employer>, DbError> {
    in_list(from, "where code in ({})", codes).await
}

/// Those with these ids.
pub async fn by_ids(from: &mut impl Read, ids: &[String]) -> Result<Vec<Employer>, DbError> {
    in_list(from, "where id in ({})", ids).await
}

async fn in_list(from: &mut impl Read, rest: &str, list: &[String]) -> Result<Vec<Employer>, DbError> {
    let mut found = Vec::with_capacity(list.len());
    for some in list.chunks(500) {
        let query = select("").push_list(rest, some.iter());
        for row in &from.all(query).await? {
            found.push(employer(row)?);
        }
    }
    Ok(found)
}

/// A page of those the filter takes, in the order of names. `places` are the codes under which they must lie; empty: nowhere.
pub async fn page(
    from: &mut impl Read,
    filter: &Filter,
    places: &[String],
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Employer>, DbError> {
    let mut query = within(select("where "), places);
    let q = filter.q.trim();
    if !q.is_empty() {
        let escaped = q.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        query = query
            .push_bind(" and (name like {} escape '\\'", format!("%{escaped}%"))
            .push_bind(" or code like {} escape '\\')", format!("{}%", escaped.to_uppercase()));
    }
    if !filter.industry.is_empty() {
        query = query.push_bind(" and substr(industry, 1, 1) = {}", &filter.industry);
    }
    if !filter.state.is_empty() {
        query = query.push_bind(" and state = {}", &filter.state);
    }
    if let Some([name, id]) = after.map(|cursor| &cursor.0[..]) {
        query = query
            .push_bind(" and (name > {}", name)
            .push_bind(" or (name = {}", name)
            .push_bind(" and id > {}))", id);
    }
    let rows = from.all(query.push_bind(" order by name, id limit {}", limit.rows() + 1)).await?;
    let found = rows.iter().map(employer).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_overfull(found, limit, |one| Cursor(vec![one.name.clone(), one.id.clone()])))
}

/// Codes nest: a place of six digits holds the townships that begin with it. A province and a city are given as their counties.
fn within(query: Query, places: &[String]) -> Query {
    if places.is_empty() {
        return query.push("1 = 0");
    }
    query.push_list("substr(place, 1, 6) in ({})", places.iter())
}

/// All that are not cancelled, in the order of codes: a frame.
pub async fn all(from: &mut impl Read) -> Result<Vec<Employer>, DbError> {
    from.all(select("where state <> 'cancelled' order by code")).await?.iter().map(employer).collect()
}

/// A row as it is inserted.
pub fn values(one: &Employer, now: i64) -> Vec<Val> {
    vec![
        (&one.id).into(),
        (&one.code).into(),
        (&one.name).into(),
        (&one.place).into(),
        (&one.industry).into(),
        (&one.ownership).into(),
        (&one.size).into(),
        one.above_scale.into(),
        one.labour_intensive.into(),
        one.hard_hit.into(),
        one.staff.into(),
        (&one.state).into(),
        now.into(),
        one.version.into(),
    ]
}

const INSERT: &str = "insert into employer (id, code, name, place, industry, ownership, size, above_scale, labour_intensive, \
     hard_hit, staff, state, created_at, version)";

const INSERT_FACT: &str = "insert into employer_fact (id, employer_id, field, value, valid_from, valid_to, recorded_at, recorded_by, \
     recorded_name, superseded_at, source, evidence)";

/// Inserts employers.
pub async fn insert(tx: &mut WriteTx<'_>, rows: Vec<Vec<Val>>) -> Result<(), DbError> {
    insert_rows(tx, INSERT, rows).await
}

/// A fact as it is inserted.
pub fn fact_values(employer: &str, fact: &Fact, by: &str) -> Vec<Val> {
    vec![
        (&fact.id).into(),
        employer.into(),
        fact.field.word().into(),
        (&fact.value).into(),
        fact.valid_from.into(),
        fact.valid_to.into(),
        fact.recorded_at.into(),
        by.into(),
        (&fact.recorded_name).into(),
        fact.superseded_at.into(),
        (&fact.source).into(),
        (&fact.evidence).into(),
    ]
}

/// Inserts facts.
pub async fn insert_facts(tx: &mut WriteTx<'_>, rows: Vec<Vec<Val>>) -> Result<(), DbError> {
    insert_rows(tx, INSERT_FACT, rows).await
}

async fn insert_rows(tx: &mut WriteTx<'_>, head: &str, rows: Vec<Vec<Val>>) -> Result<(), DbError> {
    // Long statements cost one of the databases by the square of their length.
    for part in rows.chunks(40) {
        let mut query = sql(format!("{head} values "));
        for (index, row) in part.iter().enumerate() {
            query = query.push_list(if index == 0 { "({})" } else { ", ({})" }, row.iter().cloned());
        }
        if tx.run(query).await? != part.len() as u64 {
            return Err(DbError::Other("fewer rows were written than given".into()));
        }
    }
    Ok(())
}

/// Sets one column of the current values, while the row is the one that was seen.
pub async fn set(
    tx: &mut WriteTx<'_>,
    id: &str,
    seen: i64,
    change: Option<(Field, Val)>,
) -> Result<(), DbError> {
    let query = match change {
        // The column's name is one of a closed list of ours.
        Some((field, value)) => sql(format!(
            "update employer set {} = $1, version = version + 1 where id = $2 and version = $3",
            field.word()
        ))
        .bind(value)
        .bind(id)
        .bind(seen),
        None => sql("update employer set version = version + 1 where id = $1 and version = $2")
            .bind(id)
            .bind(seen),
    };
    tx.run_one(query).await
}

/// Marks a fact as superseded.
pub async fn supersede(tx: &mut WriteTx<'_>, fact: &str, now: i64) -> Result<(), DbError> {
    let update = sql("update employer_fact set superseded_at = $1 where id = $2 and superseded_at is null");
    tx.run_one(update.bind(now).bind(fact)).await
}

fn fact(row: &Row) -> Result<Fact, DbError> {
    let word = row.text("field")?;
    let field = Field::from_word(&word)
        .ok_or_else(|| DbError::Other(format!("unknown field of an employer: {word}")))?;
    Ok(Fact {
        id: row.text("id")?,
        field,
        value: row.text("value")?,
        valid_from: row.date("valid_from")?,
        valid_to: row.opt_date("valid_to")?,
        recorded_at: row.int("recorded_at")?,
        recorded_name: row.text("recorded_name")?,
        superseded_at: row.opt_int("superseded_at")?,
        source: row.text("source")?,
        evidence: row.text("evidence")?,
    })
}

/// All facts of an employer, superseded ones included: by field, first day, time of record.
pub async fn facts(from: &mut impl Read, employer: &str) -> Result<Vec<Fact>, DbError> {
    let query = sql(
        "select id, field, value, valid_from, valid_to, recorded_at, recorded_name, superseded_at, source, evidence \
         from employer_fact where employer_id = $1 order by field, valid_from, recorded_at, id",
    );
    from.all(query.bind(employer)).await?.iter().map(fact).collect()
}
